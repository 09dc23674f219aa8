/*---
claim = """With SO_REUSEADDR a server can be restarted as often and as quickly as one likes: fifty times in a
           row, each time with a connection that the server closes first."""
question = "Can a server with SO_REUSEADDR be restarted fifty times in a row without waiting?"
says = [{doc = "python-list-2009", at = "Smith, last paragraph: restart it quickly whenever you want"},
        {doc = "beej-bgnet", at = "bind(); Common Questions: SO_REUSEADDR on the listening socket is the cure"}]
catalogue = ["py-11", "bj-fix"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Outcome last = "serves";
  int restarts = 0;
  for (; restarts < 50 && last == Outcome("serves"); ++restarts) {
    Socket again = tcp("restarted server");
    GIVEN(again.set(reuseaddr));
    last = serve_once(std::move(again), address);
  }
  detail("restarts", restarts);
  CLAIM(last, "serves");
}
