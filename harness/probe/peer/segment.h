// The segments of a scripted peer, as a story writes them: syn(), fin().without_ack(), rst().at(10).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace probe {

// The control bits of a TCP header that stories use (RFC 9293, 3.1).
struct ControlBits {
  bool fin = false;
  bool syn = false;
  bool rst = false;
  bool psh = false;
  bool ack = false;
};

// One segment. What it does not state the peer fills in when it sends it: the next sequence number, the next
// acknowledgement, its window and its clock.
struct Segment {
  ControlBits bits;
  std::string payload;
  std::int64_t sequence_offset = 0;         // from the peer's next sequence number
  std::int64_t acknowledgement_offset = 0;  // from the next byte that the peer expects
  bool is_repeated = false;                 // the same numbers as the last time
  std::optional<std::uint16_t> window;      // bytes, not scaled
  std::int64_t clock_offset = 0;            // of its timestamp, from the peer's clock

  // The segment with one thing changed.
  Segment without_ack() const;
  Segment at(std::int64_t offset) const;             // this many bytes beyond the next sequence number
  Segment again() const;                             // a repetition of the last segment of this length
  Segment acknowledging_all_but(int bytes) const;    // acknowledges less than the peer has received
  Segment with_window(std::uint16_t bytes) const;    // the window that it announces
  Segment with_clock_at(std::int64_t offset) const;  // a timestamp that is earlier or later
  // How many sequence numbers it takes (RFC 9293, 3.4): its bytes, and one each for SYN and FIN.
  std::uint32_t length() const;
  // "SYN", "SYN-ACK", "ACK", "FIN", "RST", "data", which are also the words that cases observe. The ACK bit
  // of a FIN, a RST and of data is not named: it goes without saying.
  std::string kind() const;
};

Segment syn();
Segment syn_ack();
Segment ack();
Segment fin();  // with an acknowledgement
Segment rst();  // without one, as for a segment that has one (RFC 9293, 3.10.7.1)
Segment bytes(const std::string& payload);

// Whether a segment only acknowledges, before the data or the FIN that is expected. How long a TCP delays an
// acknowledgement is its own choice (RFC 9293, 3.8.6.3): it can come alone, or with what follows.
bool is_early_acknowledgement(const Segment& segment, const Segment& expected);

}  // namespace probe
