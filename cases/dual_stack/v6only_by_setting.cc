/*---
claim = "Where the setting net.ipv6.bindv6only is 1, a new IPv6 socket has IPV6_V6ONLY on."
question = "Does net.ipv6.bindv6only = 1 turn IPV6_V6ONLY on for new sockets?"
says = [{doc = "linux-ipv6-7", at = "IPV6_V6ONLY, last paragraph", on = ["linux"]},
        {doc = "linux-ip-sysctl", at = "bindv6only", on = ["linux"]},
        {doc = "systemd-socket-5", at = "BindIPv6Only=: by default the setting bindv6only decides, and that means both families"}]
catalogue = ["bindv6only-default", "sd-v6default"]
needs = ["ipv6", "own-stack"]
tags = ["tcp", "udp", "dual-stack", "IPV6_V6ONLY"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  GIVEN(change_setting("net.ipv6.bindv6only", "1"));
  Socket six = ipv6_socket("six");
  CLAIM(six.is_set(v6only), "set");
}
