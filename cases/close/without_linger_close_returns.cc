/*---
claim = "Without SO_LINGER close() returns at once, although the peer has not taken the data that were sent."
question = "Does close() return at once although data are still unsent?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: Otherwise, the call returns immediately", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: data that send() accepted are not lost when the socket is closed: the system goes on to deliver them"},
        {doc = "bernat-time-wait-2014", at = "Socket lingering: without SO_LINGER close() returns at once and the data are sent in the background"},
        {doc = "java-net", at = "StandardSocketOptions.SO_LINGER: zero or more: close() blocks up to that time while data are unsent; negative: it does not wait"},
        {doc = "rust-std-socket2", at = "socket2 set_linger: with SO_LINGER close() waits until everything is sent or the time is over; without it it returns at once"}]
catalogue = ["linger-timeout", "so-close-keeps-data", "vb-linger-off", "jv-linger", "rs-linger-close"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  CLAIM(close_takes(connection.server), "none");
}
