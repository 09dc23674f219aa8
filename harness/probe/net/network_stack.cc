#include "probe/net/network_stack.h"

#include "probe/core/case_context.h"

namespace probe {

std::optional<std::string> expected_network_stack() { return case_context().expected_network_stack; }

}  // namespace probe
