// Network devices, for sockets that are bound to one (SO_BINDTODEVICE, SO_BINDTOIFINDEX).
#pragma once
#include <string>

#include "probe/net/address.h"
#include "probe/net/socket.h"

namespace probe {

struct Device {
  std::string name;
  int index = 0;
  Address address;  // of the running variant's family, at which this device is reached from this machine
};

Device loopback_device();
// A device other than the loopback device, up and with an address: one that is there, or, where the stack is
// the case's own, one made for it. Ends the case as not-applicable where there is none and none can be made.
Device another_device();

// Gives the loopback device of the case's own stack this address, which nobody has. Ends the case as
// not-applicable where the stack is shared, or the suite cannot do so there.
void take_address(const Address& address);

// `second` binds the wildcard address and the port of `first`, and for TCP both listen. Then kManyTries
// connections or datagrams go to the address of each one's device. The word: "each its own", "mixed", "some
// lost", or the step at which the second socket is refused: "bind: EADDRINUSE", "listen: EADDRINUSE".
Outcome share_by_device(Socket& first, const Device& of_first, Socket& second, const Device& of_second);

}  // namespace probe
