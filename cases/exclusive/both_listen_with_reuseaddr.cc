/*---
claim = """Two sockets that both set SO_REUSEADDR bind and listen on the same address and port; every connection goes to
           the first of them."""
question = "If two sockets with SO_REUSEADDR listen on one port, does the first one get every connection?"
says = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: delivered to the first socket", on = ["winsock"]},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR: non-deterministic", on = ["winsock"], predicts = ["not stolen", "stolen", "shared"]},
        {doc = "ms-so-exclusiveaddruse", at = "note under the table: undefined which socket will receive", on = ["winsock"], predicts = ["not stolen", "stolen", "shared"]},
        {doc = "stackoverflow-14388707", at = "Windows: on Windows SO_REUSEADDR works as both options do in BSD: both sockets bind and listen", on = ["winsock"]},
        {doc = "go-net", at = "setDefaultListenerSockopts, Windows: which of the two then gets a connection is not certain", on = ["winsock"], predicts = ["stolen", "not stolen"]},
        {doc = "dotnet-socket", at = "remarks: only one of them can work on the traffic to the port (unchecked)", on = ["winsock"], predicts = ["stolen", "not stolen"]},
        {doc = "erlang-inet", at = "change of 2022-11: on Windows SO_REUSEADDR does what both options do on BSD", on = ["winsock"]}]
disputed_by = [{doc = "stackoverflow-14388707", at = "Windows: so one program can take the port of another one away", on = ["winsock"], predicts = "stolen"}]
catalogue = ["win-ra-winner", "so-w-as-both", "so-w-steal", "go-windows-which", "dn-one-only",
             "er-windows-both"]
tags = ["tcp", "udp", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(hijack(first, second, first.local()), "not stolen");
}
