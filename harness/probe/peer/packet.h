// A TCP segment in an IPv4 packet, as it is on the wire (RFC 791, RFC 9293, RFC 7323).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "probe/net/address.h"
#include "probe/peer/segment.h"

namespace probe {

// The timestamps option (RFC 7323, 3.2).
struct Timestamps {
  std::uint32_t value = 0;
  std::uint32_t echo = 0;
};

struct Packet {
  Address from;  // IPv4, with the port
  Address to;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  ControlBits bits;
  std::uint16_t window = 0;          // as in the header: not scaled
  std::optional<std::uint16_t> mss;  // of a SYN
  std::optional<Timestamps> timestamps;
  std::string payload;

  // What it is, without the numbers.
  Segment segment() const;
};

// The packet's bytes, the IP header first, with both checksums. The options are MSS, then timestamps behind
// two bytes of padding (RFC 7323, appendix A).
std::string bytes_of_packet(const Packet& packet);

// The packet in these bytes; nothing if they are not a whole TCP segment in an IPv4 packet. Checksums are not
// verified: what a system sends to itself may leave them to hardware that is not there. Options other than
// the two above are skipped.
std::optional<Packet> packet_of_bytes(const std::string& bytes);

}  // namespace probe
