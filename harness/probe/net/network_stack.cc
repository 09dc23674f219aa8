#include "probe/net/network_stack.h"

namespace probe {
namespace {

std::optional<std::string> expected;

}  // namespace

std::optional<std::string> expected_network_stack() { return expected; }
void expect_network_stack(const std::string& name) { expected = name; }

}  // namespace probe
