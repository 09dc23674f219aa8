#include "probe/scenarios/peer_connection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/scenarios/time_wait.h"

namespace probe {
namespace {

constexpr double kTimeWait = 60;            // seconds
constexpr double kTolerance = 0.05;         // of that
constexpr double kLongestProbePause = 150;  // seconds; Linux probes at least every 120 (TCP_RTO_MAX)

Socket listening_to(const ScriptedPeer& peer, int backlog) {
  Socket listener = listening("server", {}, peer.here());
  given(listener.listen(backlog), "a listener with a short queue");
  return listener;
}

// What becomes of one handshake that is complete after a second listener has joined.
Outcome handshake_beside_a_newcomer() {
  ScriptedPeer peer;
  Socket first = listening("first", {reuseport}, peer.here());
  peer.start_connecting(first);
  peer.expect(syn_ack());
  Socket second = listening("second", {reuseport}, first.local());
  peer.send(ack());
  Outcome end = words::lost;
  wait_until([&] {
    if (first.is_readable(0) || second.is_readable(0)) end = words::passed_on;
    if (end == words::lost && peer.answer(0.01) == words::rst) end = words::reset;
    return end != words::lost;
  });
  return end;
}

}  // namespace

PeerConnection connected_to_peer(PeerTimestamps timestamps) {
  ScriptedPeer peer(timestamps);
  Socket listener = listening("server", {}, peer.here());
  peer.connect(listener);
  Socket server = listener.accept("accepted");
  return {std::move(peer), std::move(listener), std::move(server)};
}

void close_before_peer(PeerConnection& connection) {
  given(connection.server.close(), "the server closes");
  connection.peer.expect(fin());
  connection.peer.send(fin());
  connection.peer.expect(ack());
  needs(settled_state(connection.peer.here(), connection.peer.there()) == Outcome(words::time_wait),
        "TIME_WAIT on the side that closes first");
}

void reset_connection(PeerConnection& connection) {
  given(connection.server.set_linger(0), "SO_LINGER of zero");
  given(connection.server.close(), "the server closes");
  connection.peer.expect(rst());
}

void reconnect(PeerConnection& connection, std::int64_t sequence_offset) {
  connection.peer.start_over(sequence_offset);
  connection.peer.connect(connection.listener);
  connection.server = connection.listener.accept("accepted again");
}

Segment late_data() { return bytes("late!"); }

Outcome fate_of_late_data(PeerConnection& connection, const Packet& late) {
  connection.peer.deliver(late);
  connection.peer.send(bytes("fresh"));
  const Received received = connection.server.receive();
  given(received.outcome, words::data, "the server reads something");
  return received.text == late_data().payload ? words::delivered : words::not_delivered;
}

Outcome port_is_free(PeerConnection& connection, double timeout, const Outcome& if_taken) {
  given(connection.listener.close(), "the listener closes");
  const auto took = seconds_until_plain_bind(connection.peer.here(), timeout);
  if (!took) return if_taken;
  detail("seconds", took->seconds);
  if (std::abs(took->seconds - kTimeWait) <= kTimeWait * kTolerance) return words::with_time_wait;
  return took->seconds < kTimeWait ? words::sooner : words::later;
}

Outcome end_with_closed_window(PeerConnection& connection, double timeout) {
  const double deadline = now() + timeout;
  while (now() < deadline) {
    if (connection.peer.state_here() == Outcome(words::none)) return words::ends;
    const Outcome probe = connection.peer.answer(std::min(kLongestProbePause, deadline - now()));
    if (probe == Outcome(words::ack)) connection.peer.send(ack().with_window(0));
  }
  return words::no_end_seen;
}

Outcome answer_to_ack_at_full_queue() {
  std::array<ScriptedPeer, 4> peers;
  Socket listener = listening_to(peers[0], 2);
  peers[0].connect(listener);
  peers[1].connect(listener);
  for (ScriptedPeer* peer : {&peers[2], &peers[3]}) {
    peer->start_connecting(listener);
    peer->expect(syn_ack());
  }
  peers[2].send(ack());
  peers[3].send(ack());
  return peers[3].answer();
}

Outcome answer_to_syn_at_full_queue() {
  std::array<ScriptedPeer, 3> peers;
  Socket listener = listening_to(peers[0], 1);
  for (ScriptedPeer& peer : peers) peer.start_connecting(listener);
  return peers[2].answer();
}

Outcome answer_beside_fins(ScriptedPeer& peer) {
  const double deadline = now() + ScriptedPeer::kAnswerTimeout_s;
  Outcome answer = words::fin;
  while (answer == words::fin && now() < deadline) answer = peer.answer(deadline - now());
  return answer == words::fin ? Outcome(words::nothing) : answer;
}

Outcome handshakes_beside_a_newcomer() {
  constexpr int kHandshakes = 24;
  const AbridgedTranscript alike(std::to_string(kHandshakes) + " handshakes, each beside a newcomer");
  Outcome end = words::passed_on;
  for (int i = 0; i < kHandshakes && end == words::passed_on; ++i) end = handshake_beside_a_newcomer();
  return end;
}

}  // namespace probe
