// Datagrams of which several sockets may receive a copy: to multicast groups and broadcast addresses of the
// loopback device.
#pragma once
#include "probe/net/socket.h"

namespace probe {

// A group of the running variant's family: 239.255.77.1 (RFC 2365), ff05::4d01 (RFC 4291), each with this
// port.
Address multicast_group(Port port = 0);

// Makes the socket a member of the group on the loopback device, where the group has one.
Outcome join(Socket& member, const Address& group);

// Sends kManyTries datagrams to the group over the loopback device; the word for who received them is that of
// who_receives (delivery.h): "first", "second", "both", "each", "none", "some lost". The counts are details.
// Ends the case as not-applicable where no datagram can be sent to the group.
Outcome who_receives_of_group(Socket& first, Socket& second, const Address& group);

// The same for datagrams to the loopback device's broadcast address, 127.255.255.255, and the port of
// `first`.
Outcome who_receives_of_broadcast(Socket& first, Socket& second);

// The same for datagrams that `sender` sends to the address of `first`.
Outcome receiver_of(Socket& first, Socket& second, Socket& sender);

// Two fresh sockets bind the group one after the other, seven times: neither sets an option, the first alone
// sets SO_REUSEADDR, the second alone, both; then the same three with SO_REUSEPORT. The word: what the second
// bind() comes to, seven times in this order: "EADDRINUSE, EADDRINUSE, EADDRINUSE, ok, …". Ends the case as
// not-applicable if a group cannot be bound.
Outcome group_bound_twice_by_each_mode();

}  // namespace probe
