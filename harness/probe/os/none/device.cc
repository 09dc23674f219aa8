// Systems without sockets that are bound to a device: none is looked for.
#include "probe/scenarios/device.h"

#include "probe/core/case.h"

namespace probe {

Device loopback_device() { throw CaseAborted(Status::not_applicable, "needs SO_BINDTODEVICE"); }
Device another_device() { throw CaseAborted(Status::not_applicable, "needs SO_BINDTODEVICE"); }
void take_address(const Address&) {
  throw CaseAborted(Status::not_applicable, "needs an address that the suite gives to a device");
}

}  // namespace probe
