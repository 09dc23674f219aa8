/*---
claim = """The 4-tuple exception, second half: connecting again from a port in TIME_WAIT to the destination
           that the TIME_WAIT is towards is refused, whatever the error."""
question = "Can a client reconnect from a port in TIME_WAIT to the same server?"
says = [
  {doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on port 1010: except foobar.com port 300"},
  {doc = "hpux-sockets-guide", at = "ch.3 p.65: checks at connection time", on = ["hpux"]},
  {doc = "bernat-time-wait-2014", at = "Connection table slot: for that minute no other connection with the same four values can exist"}
]
disputed_by = [{doc = "linux-tcp-ipv4", at = "tcp_twsk_unique: reusable with timestamps", on = ["linux"], predicts = "connected"}]
catalogue = ["fi-25", "vb-slot"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection old = connected({}, loopback(), {reuseaddr});
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));

  CLAIM(again.connect(old.listener.local()).is_ok() ? "connected" : "refused", "refused");
}
