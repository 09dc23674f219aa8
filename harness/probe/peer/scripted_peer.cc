#include "probe/peer/scripted_peer.h"

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"
#include "probe/core/words.h"

namespace probe {
namespace {

constexpr std::uint32_t kFirstSequence = 1000000;
constexpr std::uint32_t kFirstClock = 1000000;
constexpr std::uint16_t kMss = 1460;          // bytes
constexpr std::uint16_t kWindow = 65535;      // bytes
constexpr std::int32_t kJustAbove = 1 << 17;  // sequence numbers: two of the largest unscaled windows

// A port of the peer's own stack, of which nobody else has one.
Port next_port() {
  static Port port = 40000;
  return ++port;
}

Address in_variant(const Address& address) {
  if (family_of(variant()) != AddressStyle::v4mapped) return address;
  Address mapped = v4mapped(address);
  mapped.port = address.port;
  return mapped;
}

}  // namespace

ScriptedPeer::ScriptedPeer(PeerTimestamps timestamps)
    : timestamps_(timestamps),
      wire_(open_wire()),
      here_(wire_end_here()),
      there_(wire_end_there().at(next_port())),
      endpoint_(kFirstSequence),
      clock_(kFirstClock) {
  log_step("a scripted peer at " + there_.text(),
           timestamps == PeerTimestamps::on ? "with timestamps" : "without timestamps");
}

Address ScriptedPeer::here() const { return in_variant(here_); }
Address ScriptedPeer::there() const { return in_variant(there_); }

Outcome ScriptedPeer::state_here() const {
  const auto state = connection_state(here_, there_);
  if (!state) return Outcome::missing("needs a table of TCP states that the suite can read");
  return *state == TcpState::closed ? words::none : to_string(*state);
}

void ScriptedPeer::start_connecting(const Socket& listener) {
  here_.port = listener.port();
  send(syn());
}

void ScriptedPeer::connect(const Socket& listener) {
  start_connecting(listener);
  expect(syn_ack());
  send(ack());
}

void ScriptedPeer::start_accepting(Socket& client) {
  given(client.bind(here()), "the client binds");
  here_.port = client.port();
  given(client.start_connecting(there()), "EINPROGRESS", "the client starts to connect");
}

void ScriptedPeer::accept(Socket& client) {
  start_accepting(client);
  expect(syn());
  send(syn_ack());
  expect(ack());
}

void ScriptedPeer::send(const Segment& segment) {
  const Packet packet = complete(segment);
  endpoint_.note_sent(packet);
  put_on_wire(packet, segment.is_repeated ? ", again" : "");
}

void ScriptedPeer::expect(const Segment& segment, double timeout) {
  const double deadline = now() + timeout;
  while (true) {
    const auto packet = next_packet(deadline - now());
    const std::string text = "the system sends " + segment.kind();
    if (!packet) given(Outcome(words::nothing), segment.kind(), text);
    if (endpoint_.is_repetition(*packet) != segment.is_repeated) {
      if (endpoint_.is_repetition(*packet)) continue;
    }
    endpoint_.note_received(*packet);
    log_state();
    if (is_early_acknowledgement(packet->segment(), segment)) continue;
    given(Outcome(packet->segment().kind()), segment.kind(), text);
    return;
  }
}

Outcome ScriptedPeer::answer(double timeout) {
  const double deadline = now() + timeout;
  while (const auto packet = next_packet(deadline - now())) {
    if (endpoint_.is_repetition(*packet)) continue;
    endpoint_.note_received(*packet);
    log_state();
    return packet->segment().kind();
  }
  log_step("system -> peer", words::nothing);
  log_state();
  return words::nothing;
}

Packet ScriptedPeer::delayed(const Segment& segment) { return complete(segment); }

void ScriptedPeer::deliver(const Packet& packet) { put_on_wire(packet, ", delayed"); }

void ScriptedPeer::start_over(std::int64_t offset) {
  old_end_ = endpoint_.expected_sequence();
  endpoint_ = Endpoint(endpoint_.next_sequence() + static_cast<std::uint32_t>(offset));
  last_clock_ = 0;
  log_step("the peer starts over", "it knows of no connection");
}

Outcome ScriptedPeer::first_sequence() const {
  const std::uint32_t first = endpoint_.expected_sequence() - 1;  // the SYN takes a number
  const auto distance = static_cast<std::int32_t>(first - old_end_);
  log_step("the system's new numbers begin", std::to_string(distance) + " after the old ones");
  if (distance <= 0) return words::below;
  return distance < kJustAbove ? words::just_above : words::above;
}

Packet ScriptedPeer::complete(const Segment& segment) {
  Packet packet = endpoint_.numbered(segment);
  packet.from = there_;
  packet.to = here_;
  packet.window = segment.window.value_or(kWindow);
  if (segment.bits.syn) packet.mss = kMss;
  if (timestamps_ == PeerTimestamps::on)
    packet.timestamps = Timestamps{clock_++ + static_cast<std::uint32_t>(segment.clock_offset),
                                   segment.bits.ack ? last_clock_ : 0};
  return packet;
}

void ScriptedPeer::put_on_wire(const Packet& packet, const std::string& note) {
  log_step("peer -> system", text_of(packet, true) + note);
  wire_->send(packet);
  log_state();
}

std::optional<Packet> ScriptedPeer::next_packet(double timeout) {
  const double deadline = now() + timeout;
  if (timeout > kDefaultTimeout_s) announce_wait(timeout);
  std::optional<Packet> packet;
  do {
    packet = wire_->receive(deadline - now());
  } while (packet && (packet->from.port != here_.port || packet->to.port != there_.port));
  if (timeout > kDefaultTimeout_s) announce_wait(0);
  if (!packet) return packet;
  if (packet->timestamps) last_clock_ = packet->timestamps->value;
  log_step("system -> peer", text_of(*packet, false) + (endpoint_.is_repetition(*packet) ? ", again" : ""));
  return packet;
}

// "FIN seq 1 ack 6 win 65535", with the numbers counted from each side's SYN.
std::string ScriptedPeer::text_of(const Packet& packet, bool is_own) const {
  const Segment segment = packet.segment();
  const bool is_first = packet.bits.syn;  // its number is where its side begins
  const std::uint32_t sequence = is_own ? endpoint_.relative_own(packet.sequence)
                                        : (is_first ? 0 : endpoint_.relative_other(packet.sequence));
  const std::uint32_t acknowledgement = is_own ? endpoint_.relative_other(packet.acknowledgement)
                                               : endpoint_.relative_own(packet.acknowledgement);
  std::string text = segment.kind() + " seq " + std::to_string(static_cast<std::int32_t>(sequence));
  if (packet.bits.ack) text += " ack " + std::to_string(static_cast<std::int32_t>(acknowledgement));
  text += " win " + std::to_string(packet.window);
  if (!packet.payload.empty()) text += " len " + std::to_string(packet.payload.size());
  if (packet.timestamps) text += " ts " + std::to_string(packet.timestamps->value);
  return text;
}

void ScriptedPeer::log_state() {
  const Outcome here = state_here();
  const std::string states = here.text() + " / " + state_there().text();
  if (states == last_states_) return;
  last_states_ = states;
  log_step("states of system / peer", states);
}

}  // namespace probe
