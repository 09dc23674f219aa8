// Systems without private stacks: cases take their ports from the system and keep out of each other's way.
#include "runner/isolation.h"

#include <stdexcept>

namespace runner {

Isolation isolate(Isolation wanted) {
  if (wanted == Isolation::network_namespace || wanted == Isolation::user_network_namespace)
    throw std::runtime_error("this system has no network namespaces");
  return Isolation::none;
}

}  // namespace runner
