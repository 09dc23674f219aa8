/*---
claim = "A port in TIME_WAIT keeps a new server without any option from binding."
question = "Can a port in TIME_WAIT be bound without any option?"
says = [
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue"},
  {doc = "linux-ip-7", at = "DESCRIPTION: unavailable for some time after closing", on = ["linux"]},
]
disputed_by = [
  {doc = "netbsd-in-pcb", at = "inpcb_bind_port: accepted sockets are not found by inpcb_lookup_port", on = ["netbsd"], predicts = "ok"},
  {doc = "haiku-endpoint-manager", at = "_BindToAddress: closing local connection, snooze and retry", on = ["haiku"], predicts = "ok"},
]
catalogue = ["ar-7", "tw-blocks-plain-bind", "hk-local-tw"]
tags = ["tcp", "time-wait", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
