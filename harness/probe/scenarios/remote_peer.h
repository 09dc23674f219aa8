// A peer that is remote as far as the stack knows: some stacks treat their own addresses differently.
#pragma once
#include <string>

#include "probe/net/address.h"
#include "probe/net/process.h"

namespace probe {

// A process whose sockets are in a second stack, connected to this one by a link of its own.
struct RemotePeer {
  Process process;
  Address here;   // this stack's end of the link, in the running variant's family
  Address there;  // the peer's
};

// Starts one. Ends the case as not-applicable if the stack is shared, or no second one can be made.
RemotePeer remote_peer(const std::string& name);

}  // namespace probe
