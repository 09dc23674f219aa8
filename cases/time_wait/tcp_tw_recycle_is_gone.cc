/*---
claim = "The setting tcp_tw_recycle is not there."
question = "Does the setting tcp_tw_recycle exist?"
says = [{doc = "bernat-time-wait-2014", at = "TL;DR: tcp_tw_recycle is not there any more since Linux 4.12"}]
catalogue = ["vb-recycle-gone"]
tags = ["tcp", "time-wait", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  needs(setting("net.ipv4.tcp_fin_timeout").has_value(), "settings as Linux has them");
  CLAIM(setting("net.ipv4.tcp_tw_recycle") ? "there" : "not there", "not there");
}
