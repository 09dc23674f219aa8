// The sockets of cases about IPv4 and IPv6 side by side: of the running variant's protocol, whatever its
// family.
#pragma once
#include <string>

#include "probe/net/socket.h"

namespace probe {

Socket ipv4_socket(const std::string& name);
// An IPv6 socket as the system makes it: IPV6_V6ONLY has its default.
Socket ipv6_socket(const std::string& name);
// One with IPV6_V6ONLY on, or off. Ends the case as not-applicable where it cannot be switched so.
Socket ipv6_only_socket(const std::string& name);
Socket dual_stack_socket(const std::string& name);

// Both listen, for TCP; then kManyTries connections or datagrams go to ::1 and 127.0.0.1 at the port of
// `six`. The word: "each its own", "mixed", "some lost", or the step at which a socket is refused: "listen:
// EADDRINUSE".
Outcome each_its_own_family(Socket& six, Socket& four);

}  // namespace probe
