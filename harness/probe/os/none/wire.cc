#include "probe/peer/wire.h"

#include "probe/core/case.h"

namespace probe {

std::unique_ptr<Wire> open_wire() {
  throw CaseAborted(Status::not_applicable,
                    "needs packets that the suite can write itself (Linux: packet(7))");
}

}  // namespace probe
