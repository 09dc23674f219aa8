/*---
claim = "nginx sets SO_REUSEPORT for a listen directive with reuseport."
question = "Which options does nginx set on a listener with reuseport?"
says = [{doc = "nginx-listen", at = "listen: reuseport creates a socket for each worker, by SO_REUSEPORT", on = ["linux"]}]
catalogue = ["nx-runtime"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() { CLAIM(options_of_listener(nginx_program("reuseport")), "SO_REUSEADDR, SO_REUSEPORT"); }
