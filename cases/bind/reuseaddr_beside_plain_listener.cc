/*---
claim = """If another socket listens on that exact address and port, SO_REUSEADDR on a new socket does not
           let it bind; the listener set nothing."""
question = "Can a socket with SO_REUSEADDR bind the address of a listener that set no option?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: listening on that exact address"},
        {doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on the newcomer: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-1694148", at = "TCP: only one program listens on a TCP port at a time, on one address"}]
disputed_by = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then SO_REUSEADDR, both specific: ACCESS", on = ["winsock"], predicts = "EACCES"},
               {doc = "stackoverflow-14388707", at = "Windows: on Windows SO_REUSEADDR on the newcomer alone binds exactly the address of another socket", on = ["winsock"], predicts = "ok"},
               {doc = "go-net", at = "setDefaultListenerSockopts, Windows: on Windows SO_REUSEADDR takes a port that another socket uses", on = ["winsock"], predicts = "ok"},
               {doc = "rust-std-socket2", at = "socket2 set_reuse_address: with SO_REUSEADDR a socket may bind even where one is already listening on the port", predicts = "ok"},
               {doc = "rust-std-socket2", at = "TcpListener::bind (source): on Windows SO_REUSEADDR would take sockets in use", on = ["winsock"], predicts = "ok"},
               {doc = "boost-asio", at = "basic_socket_acceptor (endpoint): so on Windows an acceptor takes the port of a plain server (unchecked)", on = ["winsock"], predicts = "ok"}]
catalogue = ["ar-5", "so-t1-on-newcomer", "so-w-newcomer-only", "go-windows-force", "rs-ra-listening",
             "rs-windows", "ai-windows", "sa-one"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("server");

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(server.local()), fails_with("EADDRINUSE"));
}
