/*---
claim = """With SO_REUSEPORT the user that counts is the one at bind(), not the one that opened the socket: two
           sockets share a port if both were bound by one user, though root opened the first."""
question = "Does SO_REUSEPORT compare the users at bind() or at socket()?"
says = [{doc = "lwn-542629", at = "third paragraph: the effective user at the first bind()"}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict: sock_i_uid of the socket, set when it is opened", on = ["linux"], predicts = "bind: EADDRINUSE"}]
catalogue = ["lwn-euid-at-bind"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "users", "sharing", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Process first = another_process("first process");
  const Process second = process_of_another_user("second process");
  Socket holder = tcp(first, "holder");
  GIVEN(holder.set(reuseport));
  first.change_user();
  GIVEN(holder.bind(loopback()));
  GIVEN(holder.listen());
  Socket newcomer = tcp(second, "newcomer");
  GIVEN(newcomer.set(reuseport));
  CLAIM(join_outcome(newcomer, holder, holder.local()), succeeds());
}
