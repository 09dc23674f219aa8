#include "probe/scenarios/remote_peer.h"

#include "probe/core/case.h"

namespace probe {

Neighbour neighbour(const std::string&) {
  throw Stop(Status::not_applicable, "needs a second stack, to have a peer that is not local");
}

}  // namespace probe
