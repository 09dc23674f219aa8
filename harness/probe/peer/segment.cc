#include "probe/peer/segment.h"

#include "probe/core/words.h"

namespace probe {

Segment Segment::without_ack() const {
  Segment copy = *this;
  copy.bits.ack = false;
  return copy;
}

Segment Segment::at(std::int64_t offset) const {
  Segment copy = *this;
  copy.sequence_offset = offset;
  return copy;
}

Segment Segment::again() const {
  Segment copy = *this;
  copy.is_repeated = true;
  return copy;
}

Segment Segment::acknowledging_all_but(int bytes) const {
  Segment copy = *this;
  copy.acknowledgement_offset = -bytes;
  return copy;
}

Segment Segment::with_window(std::uint16_t bytes) const {
  Segment copy = *this;
  copy.window = bytes;
  return copy;
}

Segment Segment::with_clock_at(std::int64_t offset) const {
  Segment copy = *this;
  copy.clock_offset = offset;
  return copy;
}

std::uint32_t Segment::length() const {
  return static_cast<std::uint32_t>(payload.size()) + (bits.syn ? 1U : 0U) + (bits.fin ? 1U : 0U);
}

std::string Segment::kind() const {
  if (bits.rst) return words::rst;
  if (bits.syn) return bits.ack ? words::syn_ack : words::syn;
  if (bits.fin) return words::fin;
  if (!payload.empty()) return words::data;
  return words::ack;
}

Segment syn() {
  Segment segment;
  segment.bits.syn = true;
  return segment;
}

Segment syn_ack() {
  Segment segment = syn();
  segment.bits.ack = true;
  return segment;
}

Segment ack() {
  Segment segment;
  segment.bits.ack = true;
  return segment;
}

Segment fin() {
  Segment segment = ack();
  segment.bits.fin = true;
  return segment;
}

Segment rst() {
  Segment segment;
  segment.bits.rst = true;
  return segment;
}

Segment bytes(const std::string& payload) {
  Segment segment = ack();
  segment.bits.psh = true;
  segment.payload = payload;
  return segment;
}

bool is_early_acknowledgement(const Segment& segment, const Segment& expected) {
  return segment.kind() == ack().kind() && expected.length() > 0 && !expected.bits.syn;
}

}  // namespace probe
