/*---
claim = """Many connections in TIME_WAIT can keep a server from taking new ones: beside 2,000 of them a
           client is not served."""
question = "Does a listener still take clients when it has 2,000 connections in TIME_WAIT?"
says = [{doc = "stackoverflow-13088864", at = "TIME_WAIT: many TIME_WAIT sockets on a server can in the end keep new connections from being accepted"}]
catalogue = ["sl-many-refuse"]
tags = ["tcp", "time-wait", "many"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4) {
  Socket listener = listening("listener", {}, loopback());
  leave_entries(listener, 2000);
  Socket client = tcp("client");
  CLAIM(client.connect(listener.local()).is_ok() ? "connected" : "refused", "refused");
}
