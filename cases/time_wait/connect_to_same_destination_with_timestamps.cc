/*---
claim = """With TCP timestamps, connecting again from a port in TIME_WAIT to the same destination succeeds at
           once, though tcp_tw_reuse is off."""
question = "Do TCP timestamps let a client reconnect at once from a port in TIME_WAIT?"
says = [{doc = "linux-tcp-ipv4", at = "tcp_twsk_unique: ts_recent_stamp and !twp", on = ["linux"]}]
disputed_by = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on port 1010: except foobar.com port 300", predicts = ["EADDRINUSE", "EADDRNOTAVAIL"]},
               {doc = "bernat-time-wait-2014", at = "Connection table slot: for that minute no other connection with the same four values can exist", predicts = ["refused", "EADDRNOTAVAIL", "EADDRINUSE"]}]
catalogue = ["connect-4tuple-timewait-ts", "fi-25", "vb-slot"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR", "settings", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_timestamps", "1"));
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "0"));
  Connection old = connected({}, loopback(), {reuseaddr});
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));
  CLAIM(again.connect(old.listener.local()), succeeds());
}
