/*---
claim = """A system setting shortens TIME_WAIT: with net.inet.tcp.msl at 2500 milliseconds it lasts 5
           seconds."""
question = "How long does TIME_WAIT last with net.inet.tcp.msl = 2500?"
says = [
  {doc = "freebsd-tcp-4", at = "MIB variables, msl", on = ["freebsd"]},
  {doc = "fine-address-in-use", at = "Timeout reduction: a system setting reduces it (none is named)", on = ["freebsd"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: on most systems that time can be set for the whole system"}
]
catalogue = ["fi-40", "so-tw-setting"]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "duration", "settings"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.inet.tcp.msl", "2500"));
  Connection connection = connected();
  close_server_first(connection);

  CLAIM(time_wait_lasts(connection, timeout_for(130, 7200)), "5 s");
}
