// The sockets, processes and threads of one story, and the answers to its steps.
//
// The answer to a step: WORD [ "," property ]... [ " " slots ":" STATE ]... [ " !" sleeper ":" word ]...
//   WORD        `ok`, an error's name, `-` (not made), `eof`, `data`, who received;
//               for several slots `ok*3+EADDRINUSE*5`
//   properties  to=s2: who received a datagram that was sent; at=ADDRESS: a datagram's sender, or the own address of an accepted connection; peer: the
//               socket still has a peer after connect(AF_UNSPEC); @ADDRESS:PORT where a socket's address has changed by itself (PORT: P0 … P3, 0, any, even, odd, udp,
//               the last three with -narrow or -outside); =s3: a port that another open socket has;
//               again: one that a socket of the story had before; from=s1: whose connection or byte it was;
//               after=65538, far: how far a sequence number lies from the one that was read before
//               lower-half, both-halves: where the ports of a crowd lie
//   STATE       the TCP state of a socket, if the step has changed it
//   sleeper     what the call of a sleeper answered, if the step has woken it
#pragma once
#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "explorer/children.h"
#include "explorer/settings.h"
#include "explorer/sleepers.h"
#include "explorer/story.h"

namespace explorer {

inline constexpr grid::Port kPortsPerStory = 12;  // four of its own, then the narrow ones; even

struct WorldSettings {
  int settle_ms = 0;            // how long to wait after each step for what the system does later
  int max_wait_ms = 0;          // longer waits are not made
  int processor = 0;            // on which the stories run: what "incoming-cpu 0" stands for
  bool has_port_range = false;  // the system chooses ports from the range of settings.h
  // The network stack is part of this process, which ends after its story: then no step forks, because a child
  // would have no stack, and nothing is cleaned up, because no signal wakes a thread that waits in the stack.
  bool stack_in_process = false;
  std::function<void(const std::string&)> transcript;  // receives a line for every call; may be empty
};

struct Socket {
  grid::Handle handle = grid::kNoHandle;
  SocketKind kind;
  bool other_user = false;
  bool blocking = false;
  bool listened = false;
  grid::TcpState state = grid::TcpState::closed;
  grid::SocketAddress local;  // as the system gave it last
  bool is_open() const { return handle != grid::kNoHandle; }
  // Whether it is a listener, as far as the system says so.
  bool may_listen() const {
    return listened && (state == grid::TcpState::listen || state == grid::TcpState::unknown);
  }
};

// A connection or datagram that a probe came across and that is not its own.
struct Stashed {
  std::uint8_t slot = 0;
  grid::Handle connection = grid::kNoHandle;
  unsigned char byte = 0;
  std::string place;  // where the datagram came from, as a property
};

class World {
 public:
  explicit World(WorldSettings settings) : settings_(std::move(settings)) {}

  // Runs a story on ports from `base` on (even), and returns the answers, separated by ";". Everything is
  // closed then. `global`: whether the addresses global4 and global6 are there; steps that name them are not
  // made otherwise.
  std::string run(const Story& story, grid::Port base, bool global = false);

 private:
  std::string answer_to(const Step& step);
  std::string on_slots(const Step& step);
  std::string on_slot(const Step& step, std::uint8_t slot);
  std::string on_others(const Step& step);

  std::string open(const Step& step, std::uint8_t slot);
  std::string accept(const Step& step, std::uint8_t slot);
  grid::Result accept_next(std::uint8_t listener, grid::Handle& accepted);
  std::string receive(std::uint8_t slot);
  std::string read_option(const Step& step, std::uint8_t slot);
  std::string read_sequence(std::uint8_t slot);
  grid::Result call(const Step& step, std::uint8_t slot);
  int value_of(const Step& step) const;
  grid::Result connect(const Step& step, std::uint8_t slot);
  grid::Result send(const Step& step, std::uint8_t slot);
  grid::Result fill(std::uint8_t slot);
  grid::Result close(std::uint8_t slot);
  std::string fork(const Step& step);
  std::string block(const Step& step);
  std::string wait(const Step& step) const;

  std::string probe(const Step& step);
  std::string probe_tcp(const Step& step, const grid::SocketAddress& target,
                        std::vector<grid::Handle>& clients);
  std::string probe_udp(const Step& step, const grid::SocketAddress& target,
                        std::vector<grid::Handle>& clients);
  void take_connections(const std::vector<grid::Port>& ports, std::vector<std::uint8_t>& receivers);
  void take_datagrams(std::vector<std::uint8_t>& receivers, unsigned char byte);
  // Who received the datagram that this slot has just sent, as a property. It is kept for them.
  std::string receivers_of(std::uint8_t slot);

  // Whether this system lacks the address or device, so that a step that names it says nothing. Devices are
  // made in a stack of our own only: one that has the global addresses.
  bool is_missing(const Step& step) const {
    const bool is_made = step.kind == Step::Kind::set && step.option == OptionName::device && step.value > 1;
    return !has_global_ &&
           (is_made || step.address == grid::Address::global4 || step.address == grid::Address::global6);
  }
  grid::SocketAddress target(const Step& step, const Socket& socket) const;
  grid::Port port(const PortChoice& choice) const;
  // What has become of the socket's own address, as properties.
  std::string address_change(std::uint8_t slot, const grid::SocketAddress* asked);
  bool has_peer(std::uint8_t slot) const;
  static std::string place_text(const grid::SocketAddress& address);
  std::string port_text(const Socket& socket, grid::Port port) const;
  std::string relations(std::uint8_t slot, grid::Port port) const;
  std::string halves(const Step& step) const;
  std::string owner_of(grid::Port port, grid::Protocol protocol, std::uint8_t except) const;
  std::string state_changes();
  std::string woken();
  bool is_open(std::uint8_t slot) const { return slot < kSlots && sockets_[slot].is_open(); }
  std::vector<grid::Handle> handles() const;
  // How long connect() may take. Longer than other things: only a connection that is not answered takes it all.
  int connect_timeout_ms() const { return 8 * settings_.settle_ms; }
  // Waits for what the system does later.
  void settle() const;
  void note(std::uint8_t slot, const std::string& call, std::string_view result) const;
  void clean_up();
  void reset(Socket& socket);

  WorldSettings settings_;
  Settings stack_;
  Children children_;
  Sleepers sleepers_;
  std::array<Socket, kSlots> sockets_{};
  std::vector<std::pair<grid::Protocol, grid::Port>> past_ports_;
  std::deque<Stashed> stash_;
  std::optional<std::uint32_t> last_sequence_;  // the number that was read last in this story
  std::uint8_t used_ = 0;                       // no slot from here on was used in this story
  grid::Port base_ = 0;
  bool has_global_ = false;
};

}  // namespace explorer
