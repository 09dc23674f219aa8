/*---
claim = """SO_REUSEADDR lets two processes use the same port at the same time: both are bound to it, and
           datagrams come."""
question = "Can two processes bind the same UDP port with SO_REUSEADDR and receive?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: different processes"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]},
        {doc = "linux-udp-c", at = "bind: both sockets have SO_REUSEADDR", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: among sockets that do not listen SO_REUSEADDR on both works like SO_REUSEPORT of the BSDs", on = ["linux"]},
        {doc = "lwn-542629", at = "SO_REUSEADDR: SO_REUSEADDR already lets several UDP sockets bind one port and receive there"},
        {doc = "deering-mcast-api", at = "paragraph quoted: several processes bind one UDP port where each sets SO_REUSEADDR before its bind"},
        {doc = "java-net", at = "DatagramSocket.setReuseAddress; StandardSocketOptions: SO_REUSEADDR lets several UDP sockets bind one address"},
        {doc = "dotnet-socket", at = "test table: UDP: the second bind succeeds only where both set ReuseAddress (both options on Unix) (unchecked)"},
        {doc = "stackoverflow-1694148", at = "UDP: for UDP several can, for multicast"}]
disputed_by = [{doc = "freebsd-in-pcb", at = "in_pcbbind_setup: only SO_REUSEPORT counts for unicast", on = ["freebsd"], predicts = "EADDRINUSE"}]
catalogue = ["fi-31", "so-l-client-as-rp", "lwn-ra-udp-share", "mc-share", "jv-udp-ra", "dn-udp-table",
             "sa-udp-multicast"]
needs = ["two-processes"]
tags = ["udp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process elsewhere = another_process("second process");
  Socket first = serving("first", {reuseaddr}, loopback());

  Socket second = udp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(with_receiver(second.bind(first.local()), first, second, first.local()), succeeds());
}
