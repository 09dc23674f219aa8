/*---
claim = "A socket that listens can be made to listen again."
question = "Can a listening socket call listen() again?"
says = [{doc = "linux-af-inet", at = "inet_listen: only allow the backlog to be adjusted", on = ["linux"]}]
catalogue = ["listen-twice"]
tags = ["tcp", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("server");
  CLAIM(server.listen(1), succeeds());
}
