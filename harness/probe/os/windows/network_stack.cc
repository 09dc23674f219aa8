// Winsock, be it Windows's own or Wine's: which of the two is a fact of the run (facts_windows.cc).
#include "probe/net/network_stack.h"

namespace probe {

std::string network_stack_name() { return "winsock"; }

}  // namespace probe
