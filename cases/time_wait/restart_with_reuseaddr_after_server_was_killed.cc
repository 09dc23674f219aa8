/*---
claim = "SO_REUSEADDR lets a server that was killed while it had a connection start again at once."
question = "Can a server with SO_REUSEADDR restart at once after it was killed during a connection?"
says = [{doc = "reuseaddr-reuseport-article", at = "last paragraphs: restart quickly after a crash"},
        {doc = "beej-bgnet", at = "setsockopt(): table: it lets a server restart after a crash"},
        {doc = "unix-socket-faq", at = "4.5: it is of use when a server restarts while sockets are still active on its port"},
        {doc = "stackoverflow-577905", at = "577905: for TCP the option restarts a closed or killed server on its address"}]
catalogue = ["ar-19", "bj-crash", "fq-restart-active", "su-restart"]
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
