"""Programs that follow a recipe, in six languages, written from its shape and its options.

Each is a whole program with the calls in the order of the recipe. What a language or its runtime cannot do is
said instead. A test compiles and runs them, and compares the options that reach the kernel with the recipe's.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from addrinuse.advice.goals import Recipe

PORT, SOURCE = 8080, "127.0.0.1"
LEVELS = {"IPV6_V6ONLY": "IPPROTO_IPV6", "IP_FREEBIND": "IPPROTO_IP", "IP_BIND_ADDRESS_NO_PORT": "IPPROTO_IP"}
# Numbers of linux/in.h, for languages that have no name for them.
NUMBERS = {"IP_FREEBIND": 15, "IP_BIND_ADDRESS_NO_PORT": 24}


@dataclass(frozen=True)
class Snippet:
    """A program, or the reason why there is none."""

    language: str
    text: str = ""
    reason: str = ""


class Unavailable(Exception):
    """The language or its runtime cannot do it; the message says why."""


def snippets(recipe: Recipe) -> list[Snippet]:
    """The recipe in every language."""
    return [snippet(language, recipe) for language in LANGUAGES]


def snippet(language: str, recipe: Recipe) -> Snippet:
    """The recipe in one language."""
    try:
        return Snippet(language, LANGUAGES[language](recipe))
    except Unavailable as error:
        return Snippet(language, reason=str(error))


def _sockets(recipe: Recipe) -> list[tuple[bool, str, int, tuple[str, ...]]]:
    """Each socket of a shape: whether it is IPv6, its address, its port, and its options."""
    if recipe.shape == "pair":
        return [(True, "::", PORT, recipe.options), (False, "0.0.0.0", PORT, ())]
    if recipe.shape == "client":
        return [(False, SOURCE, 0, recipe.options)]
    return [(False, "0.0.0.0", 0 if recipe.shape == "any-port" else PORT, recipe.options)]


def _c(recipe: Recipe) -> str:
    kind = "SOCK_DGRAM" if recipe.shape == "datagrams" else "SOCK_STREAM"
    body = [line for place, (is_v6, _, port, options) in enumerate(_sockets(recipe))
            for line in _c_socket(f"s{place}" if place else "s", kind, is_v6, port, options, recipe.shape)]
    head = [f"#include <{name}>" for name in ("arpa/inet.h", "netinet/in.h", "stdio.h", "sys/socket.h")]
    start = ["#define _DEFAULT_SOURCE", *head, "", "int main(void) {"]
    return "\n".join([*start, *(f"    {line}" for line in body), "    return 0;", "}", ""])


def _c_socket(name: str, kind: str, is_v6: bool, port: int, options: tuple[str, ...],
              shape: str) -> list[str]:
    six = "6" * is_v6
    family, struct, prefix = f"AF_INET{six}", f"sockaddr_in{six}", f"sin{six}"
    lines = [f"int {name} = socket({family}, {kind}, 0);"]
    if options:
        lines.append("int on = 1;")
    lines += [f'if (setsockopt({name}, {LEVELS.get(option, "SOL_SOCKET")}, {option}, &on, sizeof on) != 0) '
              f'return perror("{option}"), 1;' for option in options]
    address = ", .sin_addr.s_addr = htonl(INADDR_LOOPBACK)" if shape == "client" else ""
    lines += [f"struct {struct} {name}_address = {{.{prefix}_family = {family}, "
              f".{prefix}_port = htons({port}){address}}};",
              f"if (bind({name}, (struct sockaddr *)&{name}_address, sizeof {name}_address) != 0) "
              f'return perror("bind"), 1;']
    if shape == "client":
        lines += [f"struct sockaddr_in server = {{.sin_family = AF_INET, .sin_port = htons({PORT}), "
                  ".sin_addr.s_addr = htonl(INADDR_LOOPBACK)};",
                  f"if (connect({name}, (struct sockaddr *)&server, sizeof server) != 0) "
                  'return perror("connect"), 1;']
    elif kind == "SOCK_STREAM":
        lines.append(f'if (listen({name}, SOMAXCONN) != 0) return perror("listen"), 1;')
    return lines


def _python(recipe: Recipe) -> str:
    kind = "SOCK_DGRAM" if recipe.shape == "datagrams" else "SOCK_STREAM"
    lines = ["import socket", ""]
    for place, (is_v6, host, port, options) in enumerate(_sockets(recipe)):
        name = f"s{place}" if place else "s"
        lines.append(f"{name} = socket.socket(socket.AF_INET{'6' * is_v6}, socket.{kind})")
        lines += [f"{name}.setsockopt({_python_option(option)}, 1)" for option in options]
        lines.append(f'{name}.bind(("{host}", {port}))')
        if recipe.shape == "client":
            lines.append(f'{name}.connect(("{SOURCE}", {PORT}))')
        elif kind == "SOCK_STREAM":
            lines.append(f"{name}.listen()")
    return "\n".join([*lines, ""])


def _python_option(option: str) -> str:
    level = LEVELS.get(option, "SOL_SOCKET")
    return f"socket.{level}, {NUMBERS[option]}" if option in NUMBERS else f"socket.{level}, socket.{option}"


def _go(recipe: Recipe) -> str:
    if recipe.shape == "pair":
        if "IPV6_V6ONLY" not in recipe.options:
            raise Unavailable("Go sets IPV6_V6ONLY on a listener of \"tcp6\" by itself")
        body = [f'listener6, err := net.Listen("tcp6", ":{PORT}")  // sets IPV6_V6ONLY', *GO_CHECK,
                f'listener4, err := net.Listen("tcp4", ":{PORT}")', *GO_CHECK, "_, _ = listener6, listener4"]
        return _go_program(['"net"'], body)
    control = _go_control(recipe)
    if recipe.shape == "client":
        body = [f'source := &net.TCPAddr{{IP: net.ParseIP("{SOURCE}")}}',
                "dialer := net.Dialer{LocalAddr: source, Control: control}",
                f'connection, err := dialer.Dial("tcp4", "{SOURCE}:{PORT}")', *GO_CHECK, "_ = connection"]
        return _go_program(['"net"', '"syscall"'], control + body)
    port = _sockets(recipe)[0][2]
    call = "ListenPacket(context.Background(), \"udp4\"" if recipe.shape == "datagrams" else \
        "Listen(context.Background(), \"tcp4\""
    body = ["config := net.ListenConfig{Control: control}",
            f'listener, err := config.{call}, ":{port}")', *GO_CHECK, "_ = listener"]
    return _go_program(['"context"', '"net"', '"syscall"'], control + body)


GO_CHECK = ("if err != nil {", "    panic(err)", "}")
GO_OPTIONS = {"SO_REUSEADDR": "syscall.SO_REUSEADDR", "SO_REUSEPORT": "0xf",
              "IP_FREEBIND": "syscall.IP_FREEBIND", "IP_BIND_ADDRESS_NO_PORT": "24"}
GO_NOTES = {"SO_REUSEPORT": "  // unix.SO_REUSEPORT on Linux",
            "IP_BIND_ADDRESS_NO_PORT": "  // of linux/in.h"}


def _go_control(recipe: Recipe) -> list[str]:
    """The function that Go calls before bind(). Go sets SO_REUSEADDR on TCP listeners before that."""
    is_server = recipe.shape in ("server", "any-port")
    values = {option: 1 for option in recipe.options}
    if is_server and "SO_REUSEADDR" not in values:
        values = {"SO_REUSEADDR": 0, **values}
    if any(option not in GO_OPTIONS for option in values):
        raise Unavailable(f"no option of Linux: {', '.join(set(values) - set(GO_OPTIONS))}")
    if not values:
        return ["control := func(network, address string, c syscall.RawConn) error { return nil }"]
    sets = [f"syscall.SetsockoptInt(int(fd), syscall.{LEVELS.get(option, 'SOL_SOCKET')}, "
            f"{GO_OPTIONS[option]}, {value})" for option, value in values.items()]
    notes = [_go_note(option, value) for option, value in values.items()]
    calls = [line for call, note in zip(sets[:-1], notes)
             for line in (f"if err = {call}; err != nil {{{note}", "    return", "}")]
    calls.append(f"err = {sets[-1]}{notes[-1]}")
    return ["control := func(network, address string, c syscall.RawConn) error {", "    var err error",
            "    c.Control(func(fd uintptr) {", *(f"        {line}" for line in calls), "    })",
            "    return err", "}"]


def _go_note(option: str, value: int) -> str:
    return GO_NOTES.get(option, "") if value else "  // Go has set it"


def _go_program(imports: list[str], body: list[str]) -> str:
    lines = ["package main", "", "import (", *(f"    {name}" for name in imports), ")", "", "func main() {",
             *(f"    {line}" for line in body), "}", ""]
    return "\n".join(lines).replace("    ", "\t")


def _node(recipe: Recipe) -> str:
    if recipe.shape == "client":
        if recipe.options:
            raise Unavailable(f"Node has no way to set {' or '.join(recipe.options)}")
        return ('const net = require("net");\n// Node sets SO_REUSEADDR before it binds the local address.\n'
                f'net.connect({{ port: {PORT}, host: "{SOURCE}", '
                f'localAddress: "{SOURCE}" }});\n')
    if recipe.shape == "datagrams":
        _only(recipe, ("SO_REUSEADDR",), "Node before 23.1 has no way to set it")
        word = ", reuseAddr: true" if recipe.options else ""
        return ('const dgram = require("dgram");\n'
                f'dgram.createSocket({{ type: "udp4"{word} }}).bind({PORT});\n')
    _only(recipe, ("SO_REUSEADDR", "IPV6_V6ONLY"), "Node before 23.1 has no way to set it; workers of its "
          "module `cluster` share one socket instead")
    if "SO_REUSEADDR" not in recipe.options and recipe.shape != "pair":
        raise Unavailable("Node sets SO_REUSEADDR on every TCP server by itself, and has no way to clear it")
    lines = ['const net = require("net");']
    for is_v6, host, port, options in _sockets(recipe):
        word = ", ipv6Only: true" if "IPV6_V6ONLY" in options else ""
        lines.append("// listen() sets SO_REUSEADDR.")
        lines.append(f'net.createServer().listen({{ port: {port}, host: "{host}"{word} }});')
    return "\n".join([*lines, ""])


def _only(recipe: Recipe, known: tuple[str, ...], reason: str) -> None:
    for option in recipe.options:
        if option not in known:
            raise Unavailable(f"{option}: {reason}")


def _java(recipe: Recipe) -> str:
    _only(recipe, ("SO_REUSEADDR", "SO_REUSEPORT"), "Java has no way to set it")
    if recipe.shape == "pair":
        raise Unavailable("Java has no way to set IPV6_V6ONLY; its server socket serves both families")
    port = _sockets(recipe)[0][2]
    if recipe.shape == "datagrams":
        kind = "DatagramSocket socket = new DatagramSocket(null)"
        bind = f"socket.bind(new InetSocketAddress({port}))"
    elif recipe.shape == "client":
        kind = "Socket socket = new Socket()"
        bind = (f'socket.bind(new InetSocketAddress("{SOURCE}", 0));\n        '
                f'socket.connect(new InetSocketAddress("{SOURCE}", {PORT}))')
    else:
        kind, bind = "ServerSocket socket = new ServerSocket()", f"socket.bind(new InetSocketAddress({port}))"
    lines = [f"socket.setReuseAddress({'true' if 'SO_REUSEADDR' in recipe.options else 'false'});"]
    if "SO_REUSEPORT" in recipe.options:
        lines.append("socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);")
    body = "\n        ".join([f"{kind};", *lines, f"{bind};"])
    return ("import java.net.*;\n\npublic class Main {\n"
            "    public static void main(String[] arguments) throws Exception {\n"
            f"        {body}\n    }}\n}}\n")


RUST_SETTERS = {"SO_REUSEADDR": "set_reuse_address", "SO_REUSEPORT": "set_reuse_port",
                "IPV6_V6ONLY": "set_only_v6", "IP_FREEBIND": "set_freebind"}


def _rust(recipe: Recipe) -> str:
    """With the package socket2, its feature `all`: the standard library binds as it opens."""
    _only(recipe, tuple(RUST_SETTERS), "the package socket2 has no name for it; libc::setsockopt sets it")
    kind = "DGRAM" if recipe.shape == "datagrams" else "STREAM"
    lines = ["use socket2::{Domain, Socket, Type};", "use std::net::SocketAddr;", "",
             "fn main() -> std::io::Result<()> {"]
    for place, (is_v6, host, port, options) in enumerate(_sockets(recipe)):
        name = f"socket{place}" if place else "socket"
        family = "IPV6" if is_v6 else "IPV4"
        lines.append(f"    let {name} = Socket::new(Domain::{family}, Type::{kind}, None)?;")
        lines += [f"    {name}.{RUST_SETTERS[option]}(true)?;" for option in options]
        written = f"[{host}]" if is_v6 else host
        lines.append(f'    {name}.bind(&"{written}:{port}".parse::<SocketAddr>().unwrap().into())?;')
        if recipe.shape == "client":
            lines.append(f'    {name}.connect(&"{SOURCE}:{PORT}".parse::<SocketAddr>().unwrap().into())?;')
        elif kind == "STREAM":
            lines.append(f"    {name}.listen(128)?;")
    return "\n".join([*lines, "    Ok(())", "}", ""])


LANGUAGES: Mapping[str, Callable[[Recipe], str]] = {
    "C": _c, "Python": _python, "Go": _go, "Node": _node, "Java": _java, "Rust": _rust}
