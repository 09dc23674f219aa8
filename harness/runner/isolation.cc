#include "runner/isolation.h"

namespace runner {

std::string name_of(Isolation isolation) {
  switch (isolation) {
    case Isolation::automatic:
      return "auto";
    case Isolation::network_namespace:
      return "netns";
    case Isolation::user_network_namespace:
      return "user-netns";
    case Isolation::none:
      break;
  }
  return "none";
}

}  // namespace runner
