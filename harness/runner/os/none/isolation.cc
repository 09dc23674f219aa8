// Systems without private stacks: cases take their ports from the system and keep out of each other's way.
#include "runner/isolation.h"

#include <stdexcept>

namespace runner {

Isolation isolate(Isolation wanted) {
  if (wanted != Isolation::automatic && wanted != Isolation::none)
    throw std::runtime_error("this system has no " + name_of(wanted));
  return Isolation::none;
}

}  // namespace runner
