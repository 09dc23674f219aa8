/*---
claim = """Without TCP timestamps, connecting again from a port in TIME_WAIT to the same destination is
           refused."""
question = "Can a client reconnect from a port in TIME_WAIT if TCP timestamps are off?"
says = [
  {doc = "linux-tcp-ipv4", at = "tcp_twsk_unique: without ts_recent_stamp not reusable", on = ["linux"]},
  {doc = "linux-inet-hashtables", at = "__inet_check_established", on = ["linux"]},
  {doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on port 1010: except foobar.com port 300", predicts = ["EADDRINUSE", "EADDRNOTAVAIL"]},
]
disputed_by = [{doc = "linux-connect-2", at = "ERRORS: EADDRINUSE", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["connect-4tuple-timewait-nots", "fi-25", "fi-26"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR", "settings", "timestamps"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_timestamps", "0"));
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "0"));
  Connection old = connected({}, loopback(), {reuseaddr});
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));
  CLAIM(again.connect(old.listener.local()), fails_with("EADDRNOTAVAIL"));
}
