/*---
claim = """With SO_LINGER on and five seconds, close() does not return before the data are delivered or the
           five seconds are over: here the peer does not read."""
question = "Does close() block with SO_LINGER while the peer does not read?"
says = [{doc = "linux-socket-7", at = "SO_LINGER: or the linger timeout has been reached", on = ["linux"]},
        {doc = "bernat-time-wait-2014", at = "Socket lingering, second flavor: with a time limit close() sleeps until everything was sent and acknowledged, or the time is over"},
        {doc = "stevens-unp-1", at = "SO_LINGER (retold): on with a time that runs out: close() returns EWOULDBLOCK"},
        {doc = "java-net", at = "StandardSocketOptions.SO_LINGER: zero or more: close() blocks up to that time while data are unsent; negative: it does not wait"},
        {doc = "rust-std-socket2", at = "socket2 set_linger: with SO_LINGER close() waits until everything is sent or the time is over; without it it returns at once"},
        {doc = "posix-2017-setsockopt", at = "SO_LINGER: close() blocks until the data are sent or the interval has run out"}]
catalogue = ["linger-timeout", "vb-linger-sleeps", "st-linger-ewouldblock", "jv-linger", "rs-linger-close",
             "px-linger"]
tags = ["tcp", "close", "SO_LINGER", "duration"]
slow = 6
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.server.set_linger(5));
  fill_send_path(connection.server);
  CLAIM(close_takes(connection.server), "5 s");
}
