/*---
claim = "nginx sets SO_REUSEADDR on its listeners, and SO_REUSEPORT only for a listen directive with reuseport."
question = "Which options does nginx set on its listeners?"
says = [{doc = "nginx-listen", at = "listen: reuseport, ipv6only, backlog; SO_REUSEADDR is set on every listener"}]
catalogue = ["nx-runtime"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() { CLAIM(options_of_listener(nginx_program("")), "SO_REUSEADDR"); }
