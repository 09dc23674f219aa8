// A connection whose other end is a scripted peer, and what becomes of it.
#pragma once
#include <optional>

#include "probe/core/words.h"
#include "probe/peer/scripted_peer.h"
#include "probe/scenarios/connection.h"

namespace probe {

struct PeerConnection {
  ScriptedPeer peer;
  Socket listener;
  Socket server;  // the end that the listener accepted
};

// A listener to which the peer has connected.
PeerConnection connected_to_peer(PeerTimestamps timestamps = PeerTimestamps::off);

// Both sides close, the server's first; the listener stays. Returns when the server's end is in TIME_WAIT.
void close_before_peer(PeerConnection& connection);
// The server's end is closed by a reset, so that neither side keeps anything of the connection.
void reset_connection(PeerConnection& connection);
// The peer, which has forgotten the old connection, connects once more from the same port (start_over);
// `server` is then the new connection's.
void reconnect(PeerConnection& connection, std::int64_t sequence_offset);

// Delivers a delayed packet with five bytes to the server's end, then five bytes that belong to the connection:
// "not delivered" if the server reads the latter, "delivered" if it reads the former.
Outcome fate_of_late_data(PeerConnection& connection, const Packet& late);
// The five bytes of such a packet.
Segment late_data();

// From now on the peer is gone. How long until a plain socket gets the server's port: "with TIME_WAIT" if that
// takes as long as a TIME_WAIT of 60 seconds (within 5 %), "sooner", "later", or `if_taken` if it does not get
// it within `timeout` seconds, which are more than those of TIME_WAIT. The detail seconds has the figure.
Outcome port_is_free(PeerConnection& connection, double timeout,
                     const Outcome& if_taken = words::no_end_seen);

// The peer announces a window of zero, and then again for each probe. Whether the server's end, which waits to
// send, is given up within `timeout` seconds: "ends", "no end seen".
Outcome end_with_closed_window(PeerConnection& connection, double timeout);

// What the listener's stack sends to a peer that completes its handshake while the queue of complete
// connections is full (two may wait, and Linux lets one more), and to one whose SYN finds the queue of incomplete
// ones full (one may wait).
Outcome answer_to_ack_at_full_queue();
Outcome answer_to_syn_at_full_queue();

// The kind of the system's next segment that is no FIN, which it repeats while nobody acknowledges it;
// "nothing" if none comes within a second.
Outcome answer_beside_fins(ScriptedPeer& peer);

// Again and again a peer begins a handshake with the listener of a SO_REUSEPORT group, a second listener
// joins, and the peer completes the handshake: twenty-four times, so that chance leads all of them to the
// first listener less than once in a million times (2^-24). The word: "reset" if one is answered by a reset,
// "lost" if nobody accepts one, "passed on" otherwise.
Outcome handshakes_beside_a_newcomer();

}  // namespace probe
