/*---
claim = """TIME_WAIT skips the test of users: a server of another user with SO_REUSEPORT binds over what a
           server with SO_REUSEPORT left."""
question = "Can another user's server with SO_REUSEPORT bind over the TIME_WAIT of mine?"
says = [{doc = "linux-inet-connection-sock", at = "inet_bind_conflict: sk_state != TCP_TIME_WAIT", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: SO_REUSEPORT on both binds over TIME_WAIT"}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEPORT: all processes, same effective UID", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["tw-reuseport-ignores-uid", "so-rp-tw-both"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "time-wait", "users", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process stranger = process_of_another_user("stranger");
  const Address address = leave_time_wait({reuseport});

  Socket again = tcp(stranger, "stranger's server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(address), succeeds());
}
