// Which stack answers: asked of the stack itself, never taken from a name that somebody gave it.
#pragma once
#include <optional>
#include <string>

#include "probe/core/outcome.h"

namespace probe {

// "linux", "gvisor", "lwip", "freebsd", … (stack_*.cc say how each is told).
std::string network_stack_name();

// The stack that the run says it is about, where it says so.
std::optional<std::string> expected_network_stack();
void expect_network_stack(const std::string& name);

}  // namespace probe
