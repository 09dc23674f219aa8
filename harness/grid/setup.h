// Brings a cell's first sockets into their state.
#pragma once
#include "grid/cell.h"
#include "grid/core/slots.h"
#include "grid/helpers.h"

namespace grid {

// What a scan keeps about a cell while it is worked on.
struct Work {
  const Cell* cell = nullptr;
  Port port = 0;
  Port peer_port = 0;  // of the first socket's peer, if it has one
  // The ends of the first socket's connection, if its descriptor is closed.
  SocketAddress first_end;
  SocketAddress peer_end;
  Slots slots;
  Answer answer;
  bool ready = false;  // the first sockets are in their state
};

// What the functions of a scan share.
struct Batch {
  Calls& calls;
  Ports& ports;
  Helpers& helpers;
  const Environment& environment;
};

// Sets IPV6_V6ONLY as the address says, if the system's default is another, and the options.
Result set_options(Batch& batch, Work& work, std::uint8_t slot, Address address, Options options, int value);

// Makes the first sockets. False if a call failed that had to succeed.
bool set_up(Batch& batch, Work& work);

// The state that the first socket has to be in; `unknown` if it needs no proof (bind() and listen()
// succeeded).
TcpState expected_state(const Cell& cell);
// Whether the first socket's descriptor is closed, so that only a table shows its state.
bool has_no_descriptor(const Cell& cell);

// Where the socket of `address` finds a peer on the loopback address of its family.
Address peer_address(Address address);

}  // namespace grid
