/*---
claim = "SO_REUSEADDR lets a server that was killed while it had a connection start again at once."
question = "Can a server with SO_REUSEADDR restart at once after it was killed during a connection?"
says = [{doc = "reuseaddr-reuseport-article", at = "last paragraphs: restart quickly after a crash"}]
catalogue = ["ar-19"]
needs = ["two-processes"]
tags = ["tcp", "crash", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({reuseaddr}, loopback(), {}, {process, this_process()});
  process.kill();

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(serve_once(std::move(again), connection.server_address), "serves");
}
