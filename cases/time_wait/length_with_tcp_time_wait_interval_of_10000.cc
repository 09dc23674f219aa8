/*---
claim = """A system setting shortens TIME_WAIT: with tcp_time_wait_interval at 10000 milliseconds it lasts 10
           seconds."""
question = "How long does TIME_WAIT last with tcp_time_wait_interval = 10000?"
says = [
  {doc = "solaris-tunables", at = "tcp_time_wait_interval", on = ["sunos"]},
  {doc = "hpux-tcp-performance", at = "p.76", on = ["hpux"]},
  {doc = "fine-address-in-use", at = "Timeout reduction: a system setting reduces it (none is named)", on = ["sunos", "hpux"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: on most systems that time can be set for the whole system"}
]
catalogue = ["fi-40", "il-tw-interval", "so-tw-setting"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "duration", "settings"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("tcp_time_wait_interval", "10000"));
  Connection connection = connected();
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "10 s");
}
