// Packets past the system's own TCP: what a peer that nobody else plays sends and receives.
#pragma once
#include <memory>
#include <optional>

#include "probe/peer/packet.h"

namespace probe {

// A wire between this stack and an address that belongs to nobody. Only this process reads it, and nothing
// answers by itself.
class Wire {
 public:
  Wire() = default;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  virtual ~Wire() = default;

  // Puts the packet on the wire, as if the peer had sent it.
  virtual void send(const Packet& packet) = 0;
  // The next packet that the stack has sent to the peer, in their order; nothing when `timeout` seconds have
  // passed.
  virtual std::optional<Packet> receive(double timeout) = 0;
};

// The two ends of the wire: an address of this stack and the peer's, IPv4 whatever the variant.
Address wire_end_here();
Address wire_end_there();

// Ends the case as not-applicable if the stack is shared, or if the system does not let it read and write
// packets.
std::unique_ptr<Wire> open_wire();

}  // namespace probe
