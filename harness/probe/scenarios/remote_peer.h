// A peer that is not on this machine, as far as a stack can tell: some stacks treat their own addresses in another way.
#pragma once
#include <string>

#include "probe/net/address.h"
#include "probe/net/process.h"

namespace probe {

// A process whose sockets are in a second stack, joined to this one by a link of its own.
struct RemotePeer {
  Process process;
  Address here;   // this stack's end of the link, in the running variant's family
  Address there;  // the neighbour's
};

// Starts one. Ends the case as not-applicable where the stack is not the case's own, or no second one can be made.
RemotePeer remote_peer(const std::string& name);

}  // namespace probe
