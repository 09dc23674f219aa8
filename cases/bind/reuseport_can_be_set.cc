/*---
claim = "SO_REUSEPORT can be set."
question = "Can SO_REUSEPORT be set on a new socket?"
says = [{doc = "reuseaddr-reuseport-article", at = "second program"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]},
        {doc = "lwn-542629", at = "first paragraph: SO_REUSEPORT is there from Linux 3.9 on, for TCP and UDP"},
        {doc = "lwn-542629", at = "last paragraph: the option is there in similar form on the BSDs", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "libuv-docs", at = "core.c: comment: Solaris 11 has SO_REUSEPORT for binding the same address, without spreading; 11.4 spreads", on = ["sunos"]}]
disputed_by = [{doc = "cpython-fcff437de3fe", at = "commit message", on = ["hurd"], predicts = "unsupported"},
               {doc = "stackoverflow-14388707", at = "Windows: Windows has no SO_REUSEPORT", on = ["winsock"], predicts = "unsupported"},
               {doc = "stackoverflow-14388707", at = "Solaris: Solaris has no SO_REUSEPORT", on = ["sunos"], predicts = "unsupported"},
               {doc = "python-asyncio", at = "create_server, reuse_port: there is no such thing on Windows", on = ["winsock"], predicts = "unsupported"}]
catalogue = ["hu-rp", "so-w-no-reuseport", "so-s-no-reuseport", "lwn-39", "lwn-bsd", "as-rp-windows",
             "uv-solaris11"]
tags = ["tcp", "udp", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket socket = make_socket("socket");
  CLAIM(socket.set(reuseport).text(), succeeds());
}
