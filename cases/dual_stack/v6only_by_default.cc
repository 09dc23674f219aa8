/*---
claim = """A new IPv6 socket has IPV6_V6ONLY off, as the setting net.ipv6.bindv6only says where nobody changed
           it."""
question = "Does a new IPv6 socket also accept IPv4, that is, is IPV6_V6ONLY off by default?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY, last paragraph", on = ["linux"]},
        {doc = "linux-ip-sysctl", at = "bindv6only: FALSE by default", on = ["linux"]},
        {doc = "python-socket", at = "create_server, dualstack_ipv6: without it IPV6_V6ONLY is set, since Linux has it off by default", on = ["linux"]},
        {doc = "node-net", at = "server.listen(port, host): on most systems listening on :: also serves 0.0.0.0"},
        {doc = "systemd-socket-5", at = "BindIPv6Only=: by default the setting bindv6only decides, and that means both families"}]
disputed_by = [{doc = "ms-dual-stack", at = "Creating a Dual-Stack Socket: IPv6 only by default", on = ["winsock"], predicts = "set"},
               {doc = "freebsd-inet6-4", at = "IPV6CTL_V6ONLY: on", on = ["freebsd"], predicts = "set"}]
catalogue = ["bindv6only-default", "x-dual-default", "py-dual-off", "nd-dual", "sd-v6default"]
needs = ["ipv6"]
tags = ["tcp", "udp", "dual-stack", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Socket six = ipv6_socket("six");
  CLAIM(six.is_set(v6only), "not set");
}
