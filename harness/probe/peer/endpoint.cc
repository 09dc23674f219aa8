#include "probe/peer/endpoint.h"

namespace probe {
namespace {

// Whether sequence number `a` is before `b` (RFC 9293, 3.4: modulo 2**32).
bool is_before(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }

std::uint32_t moved(std::uint32_t sequence, std::int64_t offset) {
  return sequence + static_cast<std::uint32_t>(offset);
}

TcpState after_sent(TcpState state, const ControlBits& bits) {
  if (bits.rst) return TcpState::closed;
  if (bits.syn) return bits.ack ? TcpState::syn_received : TcpState::syn_sent;
  if (!bits.fin) return state;
  if (state == TcpState::close_wait) return TcpState::last_ack;
  const bool is_open = state == TcpState::established || state == TcpState::syn_received;
  return is_open ? TcpState::fin_wait_1 : state;
}

}  // namespace

Packet Endpoint::numbered(const Segment& segment) const {
  Packet packet;
  packet.bits = segment.bits;
  packet.payload = segment.payload;
  packet.sequence = moved(next_, segment.sequence_offset);
  if (segment.is_repeated) packet.sequence -= segment.length();
  if (segment.bits.ack) packet.acknowledgement = moved(expected_, segment.acknowledgement_offset);
  return packet;
}

bool Endpoint::is_repetition(const Packet& packet) const {
  if (packet.bits.syn && packet.bits.ack && !has_acknowledgement_) return false;
  const std::uint32_t length = packet.segment().length();
  return has_heard_ && length > 0 && !is_before(expected_, packet.sequence + length);
}

void Endpoint::note_sent(const Packet& packet) {
  const std::uint32_t end = packet.sequence + packet.segment().length();
  if (packet.sequence == next_) next_ = end;
  state_ = after_sent(state_, packet.bits);
}

void Endpoint::note_received(const Packet& packet) {
  if (packet.bits.rst) {
    state_ = TcpState::closed;
    return;
  }
  if (packet.bits.syn && !has_heard_) {
    other_initial_ = expected_ = packet.sequence;
    has_heard_ = true;
    if (state_ == TcpState::syn_sent)
      state_ = packet.bits.ack ? TcpState::established : TcpState::syn_received;
  }
  if (packet.bits.ack) has_acknowledgement_ = true;
  if (packet.bits.ack && packet.acknowledgement == next_) advance_on_acknowledgement();
  if (packet.sequence != expected_) return;
  expected_ += packet.segment().length();
  if (packet.bits.fin) advance_on_fin();
}

void Endpoint::advance_on_acknowledgement() {
  if (state_ == TcpState::syn_received)
    state_ = TcpState::established;
  else if (state_ == TcpState::fin_wait_1)
    state_ = TcpState::fin_wait_2;
  else if (state_ == TcpState::closing)
    state_ = TcpState::time_wait;
  else if (state_ == TcpState::last_ack)
    state_ = TcpState::closed;
}

void Endpoint::advance_on_fin() {
  if (state_ == TcpState::established)
    state_ = TcpState::close_wait;
  else if (state_ == TcpState::fin_wait_1)
    state_ = TcpState::closing;
  else if (state_ == TcpState::fin_wait_2)
    state_ = TcpState::time_wait;
}

}  // namespace probe
