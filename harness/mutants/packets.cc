// Segments between the stack and a peer that a case plays (harness/probe/peer): what a packet socket sends is what the
// stack receives, and what it receives is what the stack has sent. A mutant changes or loses some of them.
#include "mutants/packets.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "mutants/rules.h"

namespace mutant {
namespace {

// Bits of the TCP header (RFC 9293, 3.1), and where things are in it.
constexpr std::uint8_t kFin = 1;
constexpr std::uint8_t kSyn = 2;
constexpr std::uint8_t kRst = 4;
constexpr std::uint8_t kAck = 16;
constexpr std::size_t kSmallest = 40;  // bytes: both headers without options
constexpr std::size_t kSequenceAt = 4;
constexpr std::size_t kFlagsAt = 13;
constexpr std::size_t kChecksumAt = 16;

// A segment of an IPv4 packet.
struct Segment {
  std::uint8_t* tcp = nullptr;
  std::uint8_t* payload = nullptr;
  std::size_t payload_size = 0;

  std::uint8_t flags() const { return tcp[kFlagsAt]; }
  bool has(std::uint8_t bit) const { return (flags() & bit) != 0; }
  std::uint32_t number(std::size_t at) const {
    return static_cast<std::uint32_t>(tcp[at]) << 24U | static_cast<std::uint32_t>(tcp[at + 1]) << 16U |
           static_cast<std::uint32_t>(tcp[at + 2]) << 8U | tcp[at + 3];
  }
  std::uint32_t sequence() const { return number(kSequenceAt); }
  std::uint32_t acknowledgement() const { return number(8); }
  void set_sequence(std::uint32_t sequence) const {
    for (std::size_t i = 0; i < 4; ++i)
      tcp[kSequenceAt + i] = static_cast<std::uint8_t>(sequence >> (24U - 8U * i));
  }
};

bool read_segment(void* packet, std::size_t size, Segment* segment) {
  auto* bytes = static_cast<std::uint8_t*>(packet);
  if (size < kSmallest || bytes[0] >> 4U != 4 || bytes[9] != IPPROTO_TCP) return false;
  const std::size_t ip = (bytes[0] & 0xfU) * std::size_t{4};
  segment->tcp = bytes + ip;
  const std::size_t headers = ip + (segment->tcp[12] >> 4U) * std::size_t{4};
  if (headers > size) return false;
  segment->payload = bytes + headers;
  segment->payload_size = size - headers;
  return true;
}

// What has passed so far. A case has few peers, and one thread.
std::uint32_t last_acknowledgement = 0;
std::uint32_t last_syn_ack = 0;
bool stack_has_sent_fin = false;

constexpr std::uint32_t kFarAway = 1U << 20U;  // sequence numbers

constexpr std::size_t kMostBytes = 64;
struct Payload {
  std::size_t size = 0;
  std::uint8_t bytes[kMostBytes];
};
Payload payloads[2];  // of the peer's last two segments with data, the last one first

void remember(const Segment& segment) {
  if (segment.payload_size == 0 || segment.payload_size > kMostBytes) return;
  payloads[1] = payloads[0];
  payloads[0].size = segment.payload_size;
  memcpy(payloads[0].bytes, segment.payload, segment.payload_size);
}

// The reset becomes an acknowledgement; the checksum follows (RFC 1624).
void make_acknowledgement(const Segment& reset) {
  reset.tcp[kFlagsAt] = static_cast<std::uint8_t>((reset.flags() & ~kRst) | kAck);
  std::uint32_t sum = static_cast<std::uint32_t>(reset.tcp[kChecksumAt]) << 8U | reset.tcp[kChecksumAt + 1];
  sum = (~sum & 0xffffU) + kAck - kRst;
  sum = ~((sum & 0xffffU) + (sum >> 16U)) & 0xffffU;
  reset.tcp[kChecksumAt] = static_cast<std::uint8_t>(sum >> 8U);
  reset.tcp[kChecksumAt + 1] = static_cast<std::uint8_t>(sum);
}

bool begins_another_connection(const Segment& segment) {
  return segment.has(kSyn) && last_syn_ack != 0 && last_syn_ack != segment.sequence();
}

// The checksum stays as it is: the peer does not look at it.
void change_numbers(const Segment& segment) {
  if (begins_another_connection(segment) && !rules().numbers_go_on)
    segment.set_sequence(segment.sequence() + kFarAway);
}

// Whether this segment of the stack's gets lost.
bool loses(const Segment& segment) {
  if (segment.has(kRst)) return !rules().stack_sends_resets;
  if (segment.has(kSyn)) {
    const bool is_another = begins_another_connection(segment);
    last_syn_ack = segment.sequence();
    last_acknowledgement = segment.acknowledgement();
    return is_another && !rules().ports_connect_again;
  }
  if (segment.has(kFin)) stack_has_sent_fin = true;
  const bool is_old = segment.acknowledgement() == last_acknowledgement;
  last_acknowledgement = segment.acknowledgement();
  const bool says_nothing_new = is_old && !segment.has(kFin) && segment.payload_size == 0;
  return says_nothing_new && !rules().stack_answers_what_does_not_fit;
}

}  // namespace

bool peer_sends(void* packet, std::size_t size) {
  Segment segment;
  if (!read_segment(packet, size, &segment)) return true;
  remember(segment);
  if (segment.has(kRst) && !rules().stack_hears_resets) make_acknowledgement(segment);
  return segment.payload_size == 0 || !stack_has_sent_fin || rules().stack_hears_after_fin;
}

bool peer_receives(void* packet, std::size_t size) {
  Segment segment;
  if (!read_segment(packet, size, &segment)) return true;
  change_numbers(segment);
  return !loses(segment);
}

void change_what_is_read(void* bytes, std::size_t size) {
  if (rules().bytes_that_win == Bytes::as_numbered) return;
  const Payload& payload = payloads[rules().bytes_that_win == Bytes::newest ? 0 : 1];
  if (payload.size != 0 && payload.size == size) memcpy(bytes, payload.bytes, size);
}

}  // namespace mutant
