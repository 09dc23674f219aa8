// Systems where the suite leaves the range of automatic ports as it is.
#include "probe/scenarios/ports.h"

#include "probe/core/case.h"

namespace probe {

PortRange narrow_automatic_ports(int) {
  throw CaseAborted(Status::not_applicable,
                    "needs the range of automatic ports changed, which the suite does not do here");
}

}  // namespace probe
