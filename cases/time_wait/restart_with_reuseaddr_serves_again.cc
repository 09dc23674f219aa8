/*---
claim = "SO_REUSEADDR lets a new server bind an address and port in TIME_WAIT, listen there, and serve."
question = "Can a server with SO_REUSEADDR bind, listen and serve on a port in TIME_WAIT?"
says = [
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue: okay to reuse"},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: with SO_REUSEADDR on the newcomer TIME_WAIT is ignored, for exactly the same address and port"},
  {doc = "beej-bgnet", at = "bind(); Common Questions: SO_REUSEADDR on the listening socket is the cure"},
  {doc = "stackoverflow-577905", at = "577905: for TCP the option restarts a closed or killed server on its address"}
]
catalogue = ["ar-8", "so-tw-reuseaddr", "bj-fix", "su-restart"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(serve_once(std::move(again), address), "serves");
}
