#include "probe/scenarios/remote_peer.h"

#include "probe/core/case.h"

namespace probe {

RemotePeer remote_peer(const std::string&) {
  throw CaseAborted(Status::not_applicable, "needs a second stack, to have a peer that is not local");
}

}  // namespace probe
