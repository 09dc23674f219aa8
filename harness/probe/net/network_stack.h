// Which network stack answers: the stack itself is asked, never the name that a user gave it.
#pragma once
#include <optional>
#include <string>

#include "probe/core/outcome.h"

namespace probe {

// "linux", "gvisor", "lwip", "freebsd", … (os/*/network_stack.cc recognise them).
std::string network_stack_name();

// The stack that the run is about, if the run names one.
std::optional<std::string> expected_network_stack();

}  // namespace probe
