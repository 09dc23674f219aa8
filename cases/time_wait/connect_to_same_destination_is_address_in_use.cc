/*---
claim = """Connecting again from a port in TIME_WAIT to the same destination is refused with the words
           Address already in use."""
question = "Does reconnecting from a port in TIME_WAIT fail with EADDRINUSE?"
says = [
  {doc = "fine-address-in-use", at = "Ways to Avoid Problems, third paragraph"},
  {doc = "freebsd-connect-2", at = "ERRORS: EADDRINUSE", on = ["freebsd"]},
  {doc = "posix-2017-connect", at = "ERRORS: may fail, EADDRINUSE"},
]
disputed_by = [
  {doc = "linux-inet-hashtables", at = "__inet_check_established", on = ["linux"], predicts = "EADDRNOTAVAIL"},
  {doc = "linux-tcp-ipv4", at = "tcp_twsk_unique: reusable with timestamps", on = ["linux"], predicts = "ok"},
  {doc = "hurd-pfinet", at = "tcp_v4_connect", on = ["hurd"], predicts = "EADDRNOTAVAIL"},
]
catalogue = ["fi-26"]
tags = ["tcp", "time-wait", "4-tuple", "SO_REUSEADDR", "errno"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection old = connected({}, loopback(), {reuseaddr});
  close_client_first(old);

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(old.client_address));

  CLAIM(again.connect(old.listener.local()), fails_with("EADDRINUSE"));
}
