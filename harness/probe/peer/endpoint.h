// The peer's own bookkeeping: the numbers that its next segment has, and the state that it is in (RFC 9293,
// 3.3.2). It does what a TCP does with both, and nothing by itself.
#pragma once
#include <cstdint>

#include "probe/net/tcp_state.h"
#include "probe/peer/packet.h"

namespace probe {

class Endpoint {
 public:
  explicit Endpoint(std::uint32_t initial_sequence) : initial_(initial_sequence), next_(initial_sequence) {}

  // The segment with its numbers filled in; ports, window and options are the caller's.
  Packet numbered(const Segment& segment) const;
  // Whether it repeats what this end has received before: it takes sequence numbers, and none is new. The
  // SYN-ACK after a SYN (simultaneous open) is no repetition.
  bool is_repetition(const Packet& packet) const;

  void note_sent(const Packet& packet);
  void note_received(const Packet& packet);

  TcpState state() const { return state_; }
  std::uint32_t next_sequence() const { return next_; }
  // Of the other side's next segment; 0 if it has sent none.
  std::uint32_t expected_sequence() const { return expected_; }
  // Sequence numbers from where each side began, as the transcript has them: its SYN is 0.
  std::uint32_t relative_own(std::uint32_t sequence) const { return sequence - initial_; }
  std::uint32_t relative_other(std::uint32_t sequence) const { return sequence - other_initial_; }

 private:
  void advance_on_fin();
  void advance_on_acknowledgement();

  std::uint32_t initial_;  // the sequence number of its SYN
  std::uint32_t next_;     // of its next segment
  std::uint32_t other_initial_ = 0;
  std::uint32_t expected_ = 0;        // of the system's next segment
  bool has_acknowledgement_ = false;  // the system has acknowledged something
  bool has_heard_ = false;            // `other_initial_` and `expected_` are known
  TcpState state_ = TcpState::closed;
};

}  // namespace probe
