/*---
claim = """With tcp_rfc1337 at 0, a reset that fits ends TIME_WAIT at once: here the reset of a new client on
           the old addresses and ports, to which TIME_WAIT has answered with the acknowledgement of the old
           connection."""
question = "Does a reset end TIME_WAIT early with tcp_rfc1337 = 0?"
says = [
  {doc = "linux-tcp-7", at = "tcp_rfc1337", on = ["linux"]},
  {doc = "linux-tcp-minisocks", at = "tcp_timewait_state_process", on = ["linux"]},
  {doc = "bernat-time-wait-2014", at = "footnote on RFC 1337: resets end TIME_WAIT unless tcp_rfc1337 is on, which it is not by default"}
]
disputed_by = [{doc = "linux-ip-sysctl", at = "tcp_rfc1337: if unset, prevent assassination", on = ["linux"], predicts = "TIME_WAIT"}]
catalogue = ["tw-rfc1337", "vb-rfc1337"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "time-wait", "4-tuple", "settings", "reset"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_rfc1337", "0"));
  Connection old = connected();
  close_server_first(old);

  Socket again = tcp("client again");
  GIVEN(again.bind(old.client_address));
  GIVEN(again.start_connecting(old.server_address), "EINPROGRESS");
  const auto ended = seconds_of_time_wait(old.server_address, old.client_address, 0.5);
  CLAIM(ended ? "none" : "TIME_WAIT", "none");
}
