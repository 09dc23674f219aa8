#include "probe/peer/packet.h"

#include <cstddef>

namespace probe {
namespace {

constexpr std::size_t kIpHeader = 20;   // bytes, without options
constexpr std::size_t kTcpHeader = 20;  // bytes, without options
constexpr std::uint8_t kTcp = 6;        // protocol number
constexpr std::uint8_t kTimeToLive = 64;
constexpr std::uint16_t kDoNotFragment = 0x4000;
constexpr std::size_t kIpChecksumAt = 10;
constexpr std::size_t kTcpChecksumAt = 16;

// Control bits, by their place in the header (RFC 9293, 3.1).
constexpr unsigned kFin = 1;
constexpr unsigned kSyn = 2;
constexpr unsigned kRst = 4;
constexpr unsigned kPsh = 8;
constexpr unsigned kAck = 16;

// Kinds of options (RFC 9293, 3.2; RFC 7323, 3.2).
constexpr std::uint8_t kEndOfOptions = 0;
constexpr std::uint8_t kNoOperation = 1;
constexpr std::uint8_t kMss = 2;
constexpr std::uint8_t kTimestamps = 8;
constexpr std::uint8_t kMssLength = 4;
constexpr std::uint8_t kTimestampsLength = 10;

void put8(std::string* bytes, unsigned value) { bytes->push_back(static_cast<char>(value)); }
void put16(std::string* bytes, std::uint16_t value) {
  put8(bytes, value >> 8U);
  put8(bytes, value & 0xffU);
}
void put32(std::string* bytes, std::uint32_t value) {
  put16(bytes, static_cast<std::uint16_t>(value >> 16U));
  put16(bytes, static_cast<std::uint16_t>(value & 0xffffU));
}
void put_address(std::string* bytes, const Address& address) {
  for (std::size_t i = 0; i < 4; ++i) put8(bytes, address.bytes[i]);
}

unsigned get8(const std::string& bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
std::uint16_t get16(const std::string& bytes, std::size_t at) {
  return static_cast<std::uint16_t>(get8(bytes, at) << 8U | get8(bytes, at + 1));
}
std::uint32_t get32(const std::string& bytes, std::size_t at) {
  return static_cast<std::uint32_t>(get16(bytes, at)) << 16U | get16(bytes, at + 2);
}

// The checksum of RFC 1071.
std::uint16_t checksum_of(const std::string& bytes) {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 2)
    sum += get8(bytes, at) << 8U | (at + 1 < bytes.size() ? get8(bytes, at + 1) : 0U);
  while (sum > 0xffffU) sum = (sum & 0xffffU) + (sum >> 16U);
  return static_cast<std::uint16_t>(~sum & 0xffffU);
}

void set16(std::string* bytes, std::size_t at, std::uint16_t value) {
  (*bytes)[at] = static_cast<char>(value >> 8U);
  (*bytes)[at + 1] = static_cast<char>(value & 0xffU);
}

std::string options_of(const Packet& packet) {
  std::string options;
  if (packet.mss) {
    put8(&options, kMss);
    put8(&options, kMssLength);
    put16(&options, *packet.mss);
  }
  if (packet.timestamps) {
    put8(&options, kNoOperation);
    put8(&options, kNoOperation);
    put8(&options, kTimestamps);
    put8(&options, kTimestampsLength);
    put32(&options, packet.timestamps->value);
    put32(&options, packet.timestamps->echo);
  }
  return options;
}

unsigned byte_of(const ControlBits& bits) {
  return (bits.fin ? kFin : 0) | (bits.syn ? kSyn : 0) | (bits.rst ? kRst : 0) | (bits.psh ? kPsh : 0) |
         (bits.ack ? kAck : 0);
}

ControlBits bits_of(unsigned byte) {
  ControlBits bits;
  bits.fin = (byte & kFin) != 0;
  bits.syn = (byte & kSyn) != 0;
  bits.rst = (byte & kRst) != 0;
  bits.psh = (byte & kPsh) != 0;
  bits.ack = (byte & kAck) != 0;
  return bits;
}

std::string tcp_part(const Packet& packet) {
  const std::string options = options_of(packet);
  std::string tcp;
  put16(&tcp, packet.from.port);
  put16(&tcp, packet.to.port);
  put32(&tcp, packet.sequence);
  put32(&tcp, packet.acknowledgement);
  put8(&tcp, static_cast<unsigned>((kTcpHeader + options.size()) / 4) << 4U);
  put8(&tcp, byte_of(packet.bits));
  put16(&tcp, packet.window);
  put32(&tcp, 0);  // checksum, urgent pointer
  tcp += options + packet.payload;
  std::string pseudo_header;
  put_address(&pseudo_header, packet.from);
  put_address(&pseudo_header, packet.to);
  put16(&pseudo_header, kTcp);
  put16(&pseudo_header, static_cast<std::uint16_t>(tcp.size()));
  set16(&tcp, kTcpChecksumAt, checksum_of(pseudo_header + tcp));
  return tcp;
}

// Reads the options between these places; false if they are malformed.
bool read_options(const std::string& bytes, std::size_t at, std::size_t end, Packet* packet) {
  while (at < end) {
    const unsigned kind = get8(bytes, at);
    if (kind == kEndOfOptions) return true;
    if (kind == kNoOperation) {
      ++at;
      continue;
    }
    if (at + 2 > end) return false;
    const std::size_t length = get8(bytes, at + 1);
    if (length < 2 || at + length > end) return false;
    if (kind == kMss && length == kMssLength) packet->mss = get16(bytes, at + 2);
    if (kind == kTimestamps && length == kTimestampsLength)
      packet->timestamps = Timestamps{get32(bytes, at + 2), get32(bytes, at + 6)};
    at += length;
  }
  return true;
}

Address address_at(const std::string& bytes, std::size_t at, std::uint16_t port) {
  Address address;
  address.port = port;
  for (std::size_t i = 0; i < 4; ++i) address.bytes[i] = static_cast<std::uint8_t>(get8(bytes, at + i));
  return address;
}

}  // namespace

Segment Packet::segment() const {
  Segment segment;
  segment.bits = bits;
  segment.payload = payload;
  segment.window = window;
  return segment;
}

std::string bytes_of_packet(const Packet& packet) {
  const std::string tcp = tcp_part(packet);
  std::string ip;
  put16(&ip, 0x4500);  // version 4, five words of header; no type of service
  put16(&ip, static_cast<std::uint16_t>(kIpHeader + tcp.size()));
  put16(&ip, 0);  // identification: of no use to a packet that is no fragment (RFC 6864)
  put16(&ip, kDoNotFragment);
  put8(&ip, kTimeToLive);
  put8(&ip, kTcp);
  put16(&ip, 0);  // checksum
  put_address(&ip, packet.from);
  put_address(&ip, packet.to);
  set16(&ip, kIpChecksumAt, checksum_of(ip));
  return ip + tcp;
}

std::optional<Packet> packet_of_bytes(const std::string& bytes) {
  if (bytes.size() < kIpHeader + kTcpHeader || get8(bytes, 0) >> 4U != 4) return std::nullopt;
  const std::size_t tcp = (get8(bytes, 0) & 0xfU) * std::size_t{4};
  const std::size_t end = get16(bytes, 2);
  if (get8(bytes, 9) != kTcp || tcp < kIpHeader || end > bytes.size() || tcp + kTcpHeader > end)
    return std::nullopt;
  const std::size_t data = tcp + (get8(bytes, tcp + 12) >> 4U) * std::size_t{4};
  if (data < tcp + kTcpHeader || data > end) return std::nullopt;
  Packet packet;
  packet.from = address_at(bytes, 12, get16(bytes, tcp));
  packet.to = address_at(bytes, 16, get16(bytes, tcp + 2));
  packet.sequence = get32(bytes, tcp + 4);
  packet.acknowledgement = get32(bytes, tcp + 8);
  packet.bits = bits_of(get8(bytes, tcp + 13));
  packet.window = get16(bytes, tcp + 14);
  packet.payload = bytes.substr(data, end - data);
  if (!read_options(bytes, tcp + kTcpHeader, data, &packet)) return std::nullopt;
  return packet;
}

}  // namespace probe
