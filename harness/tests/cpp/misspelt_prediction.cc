// A case whose prediction is misspelt. It must not compile (CMakeLists.txt).
#include "probe/probe.h"

using namespace probe;

CASE(tcp4) {
  Socket victim = serving("victim", {}, wildcard_address());
  Socket thief = tcp("thief");
  CLAIM(hijack(victim, thief, loopback(victim.port())), "stollen");
}
