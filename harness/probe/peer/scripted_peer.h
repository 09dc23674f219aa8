// A TCP peer that sends exactly what a case tells it to, and never answers by itself.
//
//   ScriptedPeer peer;
//   Socket listener = listening("server", {}, peer.here());
//   peer.connect(listener);
//   Socket server = listener.accept("accepted");
//   GIVEN(server.close());
//   peer.expect(fin());
//   peer.send(fin());
//
// Every packet is a step of the transcript, and so is the state of the system's end when it has changed.
#pragma once
#include <memory>
#include <string>

#include "probe/core/outcome.h"
#include "probe/net/socket.h"
#include "probe/peer/endpoint.h"
#include "probe/peer/segment.h"
#include "probe/peer/wire.h"

namespace probe {

enum class PeerTimestamps : std::uint8_t { off, on };

class ScriptedPeer {
 public:
  // Whether it offers timestamps (RFC 7323) in its SYN. Ends the case as not-applicable if the system does not
  // let the suite write packets.
  explicit ScriptedPeer(PeerTimestamps timestamps = PeerTimestamps::off);

  // The address of this stack that the peer talks to, and the peer's own, in the running variant's family; the
  // port of `here` is 0 before the connection.
  Address here() const;
  Address there() const;
  // The state of the system's end: "TIME_WAIT", or "none" if there is no such connection.
  Outcome state_here() const;
  // The state that a TCP in the peer's place is in after these segments.
  Outcome state_there() const { return to_string(endpoint_.state()); }

  // Connects to `listener` with the usual three segments, from a port that it has not used before.
  void connect(const Socket& listener);
  // The first of them alone.
  void start_connecting(const Socket& listener);
  // Lets `client`, which it binds to here(), connect to the peer with the usual three segments.
  void accept(Socket& client);
  // The first of them alone: the SYN is on its way.
  void start_accepting(Socket& client);

  void send(const Segment& segment);
  // Waits for the next segment of the system, which is of this kind. Repetitions are passed over, unless
  // `segment` is one, and so are acknowledgements that come before data or a FIN. Ends the case as broken if
  // another kind comes, or none within `timeout` seconds.
  void expect(const Segment& segment, double timeout = kDefaultTimeout_s);
  // The kind of the system's next segment that is no repetition; "nothing" if none comes within `timeout`
  // seconds.
  [[nodiscard]] Outcome answer(double timeout = kAnswerTimeout_s);

  // The segment with the numbers that the peer has now, for a packet that the network delays.
  Packet delayed(const Segment& segment);
  // Sends such a packet, late.
  void deliver(const Packet& packet);

  // Forgets the connection, as after a restart. Its next one has the same ports; its first sequence number is
  // `offset` from the next one of the old connection.
  void start_over(std::int64_t offset);
  // After the peer has started over and a SYN-ACK has come: where the system's new numbers begin, compared with
  // the end of its old ones. "just above" is less than 2^17 above it; else "above" or "below".
  [[nodiscard]] Outcome first_sequence() const;

  static constexpr double kAnswerTimeout_s = 1.0;

 private:
  Packet complete(const Segment& segment);
  void put_on_wire(const Packet& packet, const std::string& note);
  std::optional<Packet> next_packet(double timeout);
  std::string text_of(const Packet& packet, bool is_own) const;
  void log_state();

  PeerTimestamps timestamps_;
  std::unique_ptr<Wire> wire_;
  Address here_;
  Address there_;
  Endpoint endpoint_;
  std::uint32_t old_end_ = 0;     // of the system's numbers, when the peer started over
  std::uint32_t clock_;           // of its timestamps
  std::uint32_t last_clock_ = 0;  // the system's last timestamp
  std::string last_states_;
};

}  // namespace probe
