// The steps that are calls on one socket.
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "explorer/calls.h"
#include "explorer/world.h"
#include "grid/core/tracer.h"
#include "os/sequence.h"

namespace explorer {
namespace {

using grid::Result;
using Kind = Step::Kind;

constexpr unsigned char kFillByte = 255;  // no slot has that number
constexpr int kSendBuffer = 4096;         // bytes

std::string word_of(Result result) { return std::string(grid::name(result)); }

std::string kind_text(SocketKind kind) {
  return std::string(kind.family == grid::Family::ipv4 ? "AF_INET, " : "AF_INET6, ") +
         (kind.protocol == grid::Protocol::tcp ? "SOCK_STREAM" : "SOCK_DGRAM");
}

// What a byte in the stream says of its sender: the slot's number.
std::string senders(const unsigned char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && bytes[i] == bytes[i - 1]) continue;
    text += text.empty() ? ",from=" : "+";
    text += bytes[i] < kSlots ? "s" + std::to_string(bytes[i]) : bytes[i] == kFillByte ? "fill" : "probe";
  }
  return text;
}

// Acts as the socket's user while it lives.
class ActingAs {
 public:
  explicit ActingAs(bool other) : other_(other && act_as_other_user(true)) {}
  ~ActingAs() {
    if (other_) act_as_other_user(false);
  }
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;

 private:
  bool other_;
};

}  // namespace

std::string World::open(const Step& step, std::uint8_t slot) {
  Socket& socket = sockets_[slot];
  const ActingAs user(step.other_user);
  const Result result = grid::raw::open(socket.handle, step.socket.family, step.socket.protocol);
  socket.kind = step.socket;
  socket.other_user = step.other_user;
  socket.state = grid::TcpState::closed;
  if (result == Result::ok)
    grid::raw::local_address(socket.handle, socket.local);
  else
    socket.handle = grid::kNoHandle;
  note(slot, "socket(" + kind_text(step.socket) + ")" + (step.other_user ? " of another user" : ""),
       grid::name(result));
  return word_of(result);
}

Result World::accept_next(std::uint8_t listener, grid::Handle& accepted) {
  for (auto stashed = stash_.begin(); stashed != stash_.end(); ++stashed) {
    if (stashed->slot != listener || stashed->connection == grid::kNoHandle) continue;
    accepted = stashed->connection;
    stash_.erase(stashed);
    return Result::ok;
  }
  const Socket& socket = sockets_[listener];
  // Where a sleeper waits the call would wait, too.
  if (socket.blocking && !is_readable(socket.handle)) return Result::kEAGAIN;
  return grid::raw::accept(accepted, socket.handle);
}

std::string World::accept(const Step& step, std::uint8_t slot) {
  if (sockets_[step.other].kind.protocol != grid::Protocol::tcp) return "-";
  Socket& socket = sockets_[slot];
  const Result result = accept_next(step.other, socket.handle);
  note(step.other, "accept()" + std::string(result == Result::ok ? " gives s" + std::to_string(slot) : ""),
       grid::name(result));
  if (result != Result::ok) {
    socket.handle = grid::kNoHandle;
    return word_of(result);
  }
  socket.kind = sockets_[step.other].kind;
  socket.other_user = sockets_[step.other].other_user;
  socket.state = grid::TcpState::established;
  grid::raw::local_address(socket.handle, socket.local);
  grid::SocketAddress peer;
  if (peer_address(socket.handle, peer) != Result::ok) return "ok,from=nobody";
  const std::string owner = owner_of(grid::port_of(peer), grid::Protocol::tcp, slot);
  return "ok,from=" + (owner.empty() ? "gone" : owner) + place_text(socket.local);
}

std::string World::receive(std::uint8_t slot) {
  for (auto stashed = stash_.begin(); stashed != stash_.end(); ++stashed) {
    if (stashed->slot != slot || stashed->connection != grid::kNoHandle) continue;
    const std::string answer = "data" + senders(&stashed->byte, 1) + stashed->place;
    stash_.erase(stashed);
    return answer;
  }
  unsigned char bytes[64];
  std::size_t count = 0;
  grid::SocketAddress sender;
  const Result result = receive_bytes(sockets_[slot].handle, bytes, sizeof bytes, count, &sender);
  const std::string answer = result != Result::ok ? word_of(result)
                             : count == 0         ? "eof"
                                                  : "data" + senders(bytes, count) + place_text(sender);
  note(slot, "recv()", answer);
  return answer;
}

// The number itself is random; what follows from an earlier connection is not (RFC 9293, section 3.4.1).
std::string World::read_sequence(std::uint8_t slot) {
  constexpr std::int32_t kNear = 100000;
  std::uint32_t number = 0;
  const Result result = next_sequence(sockets_[slot].handle, number);
  std::string answer = word_of(result);
  if (result == Result::ok && last_sequence_) {
    const auto distance = static_cast<std::int32_t>(number - *last_sequence_);
    const bool near = distance >= -kNear && distance <= kNear;
    answer += near ? ",after=" + std::to_string(distance) : ",far";
  }
  if (result == Result::ok) last_sequence_ = number;
  note(slot, "the next sequence number", answer);
  return answer;
}

std::string World::read_option(const Step& step, std::uint8_t slot) {
  if (step.option == OptionName::sequence) return read_sequence(slot);
  int value = 0;
  const Result result = get_option(sockets_[slot].handle, step.option, value);
  // Systems report a switch as 1 or by its number, a range of ports would name ports, and a processor comes
  // by chance.
  const bool is_number = step.option == OptionName::defer_accept;
  const std::string answer = result != Result::ok ? word_of(result)
                             : is_number          ? std::to_string(value)
                             : value != 0         ? "set"
                                                  : "not-set";
  note(slot, "getsockopt(" + std::string(system_name(step.option)) + ")", answer);
  return answer;
}

int World::value_of(const Step& step) const {
  const bool is_own = step.option == OptionName::incoming_cpu && step.value == 0;
  return is_own ? settings_.processor : step.value;
}

Result World::call(const Step& step, std::uint8_t slot) {
  Socket& socket = sockets_[slot];
  const ActingAs user(socket.other_user);
  Result result = Result::not_made;
  switch (step.kind) {
    case Kind::set:
      result = set_option(socket.handle, step.option, value_of(step),
                          static_cast<grid::Port>(base_ + kExplicitPorts));
      note(slot,
           "setsockopt(" + std::string(system_name(step.option)) + ", " + std::to_string(step.value) + ")",
           grid::name(result));
      return result;
    case Kind::bind: {
      const grid::SocketAddress address = target(step, socket);
      result = grid::raw::bind(socket.handle, address);
      note(slot, "bind(" + grid::text_of(address) + ")", grid::name(result));
      return result;
    }
    case Kind::listen:
      result = grid::raw::listen(socket.handle, step.value);
      socket.listened = socket.listened || result == Result::ok;
      note(slot, "listen(" + std::to_string(step.value) + ")", grid::name(result));
      return result;
    case Kind::connect:
      return connect(step, slot);
    case Kind::disconnect:
      result = disconnect(socket.handle);
      note(slot, "connect(AF_UNSPEC)", grid::name(result));
      return result;
    case Kind::send:
      return send(step, slot);
    case Kind::fill:
      return fill(slot);
    case Kind::shutdown: {
      static constexpr const char* kHow[] = {"SHUT_RD", "SHUT_WR", "SHUT_RDWR"};
      result = shutdown_socket(socket.handle, step.how);
      note(slot, std::string("shutdown(") + kHow[static_cast<int>(step.how)] + ")", grid::name(result));
      return result;
    }
    default:
      return close(slot);
  }
}

Result World::connect(const Step& step, std::uint8_t slot) {
  const Socket& socket = sockets_[slot];
  if (socket.blocking || (step.other != kNoSlot && !is_open(step.other))) return Result::not_made;
  const grid::SocketAddress address = target(step, socket);
  Result result = grid::raw::connect_and_wait(socket.handle, address, connect_timeout_ms());
  if (result == Result::timeout) result = Result::kEINPROGRESS;
  note(slot, "connect(" + grid::text_of(address) + ")", grid::name(result));
  return result;
}

Result World::send(const Step& step, std::uint8_t slot) {
  const Socket& socket = sockets_[slot];
  const unsigned char byte = slot;
  if (step.other != kNoSlot && !is_open(step.other)) return Result::not_made;
  const bool addressed = step.has_place || step.other != kNoSlot;
  const grid::SocketAddress address = addressed ? target(step, socket) : grid::SocketAddress{};
  const Result result = send_bytes(socket.handle, &byte, 1, addressed ? &address : nullptr);
  note(slot, addressed ? "sendto(" + grid::text_of(address) + ")" : "send()", grid::name(result));
  return result;
}

Result World::fill(std::uint8_t slot) {
  static const auto kData = [] {
    std::array<unsigned char, 65536> data{};
    data.fill(kFillByte);
    return data;
  }();
  constexpr int kTries = 256;
  const Socket& socket = sockets_[slot];
  if (socket.kind.protocol == grid::Protocol::udp) return Result::not_made;
  set_send_buffer(socket.handle, kSendBuffer);
  Result result = Result::ok;
  for (int i = 0; i < kTries && result == Result::ok; ++i)
    result = send_bytes(socket.handle, kData.data(), kData.size(), nullptr);
  note(slot, "send() until the system takes no more", grid::name(result));
  return result;
}

Result World::close(std::uint8_t slot) {
  Socket& socket = sockets_[slot];
  const grid::Port port = socket.local.length > 0 ? grid::port_of(socket.local) : grid::Port{0};
  if (port != 0) past_ports_.emplace_back(socket.kind.protocol, port);
  const Result result = grid::raw::close(socket.handle);
  socket = {};
  note(slot, "close()", grid::name(result));
  return result;
}

std::string World::fork(const Step& step) {
  if (!is_open(step.other) || settings_.stack_in_process) return "-";
  const Result result = children_.start(step.first, sockets_[step.other].handle, handles());
  note(step.other, "inherited by the child p" + std::to_string(step.first), grid::name(result));
  return word_of(result);
}

std::string World::block(const Step& step) {
  if (!is_open(step.other)) return "-";
  Socket& socket = sockets_[step.other];
  const bool needs_blocking = step.waits_for == Wait::accept || step.waits_for == Wait::receive;
  // recv() of a socket that is not connected, or accept() of none that listens, would answer at once.
  if (needs_blocking && !socket.blocking) {
    set_blocking(socket.handle, true);
    socket.blocking = true;
  }
  const bool started = sleepers_.start(step.first, socket.handle, step.waits_for);
  static constexpr const char* kCalls[] = {"accept()", "recv()", "poll(POLLIN)", "epoll_wait(EPOLLIN)"};
  note(step.other,
       std::string(kCalls[static_cast<int>(step.waits_for)]) + " in thread w" + std::to_string(step.first),
       started ? "waits" : "-");
  return started ? "ok" : "-";
}

std::string World::wait(const Step& step) const {
  if (step.value > settings_.max_wait_ms) return "-";
  ::usleep(static_cast<useconds_t>(step.value) * 1000);
  return "ok";
}

}  // namespace explorer
