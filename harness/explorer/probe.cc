// Who receives: fresh clients send to an address, and every socket of the story is asked what came. What was
// there before is kept for the steps that take it later.
#include <algorithm>

#include "explorer/calls.h"
#include "explorer/world.h"
#include "grid/core/tracer.h"

namespace explorer {
namespace {

using grid::Result;

constexpr unsigned char kProbeByte = 254;  // no slot has that number

// Which of many receive is a matter of chance: each of three is left out by forty clients once in ten million
// times ((2/3)^40), one of ten once in 70 times.
constexpr std::size_t kMostNamed = 3;

void reset_all(const std::vector<grid::Handle>& sockets) {
  for (const grid::Handle socket : sockets) {
    set_option(socket, OptionName::linger, 0, 0);
    grid::raw::close(socket);
  }
}

std::string receivers_text(std::vector<std::uint8_t> receivers) {
  std::sort(receivers.begin(), receivers.end());
  receivers.erase(std::unique(receivers.begin(), receivers.end()), receivers.end());
  if (receivers.size() > kMostNamed) return "several";
  std::string text;
  for (const std::uint8_t slot : receivers) text += (text.empty() ? "s" : "+s") + std::to_string(slot);
  return text;
}

bool is_group(grid::Address address) {
  return address == grid::Address::multicast4 || address == grid::Address::multicast6;
}

// Adds a word to those that are there, once.
void add_word(std::string& words, std::string_view word) {
  if (words.find(word) == std::string::npos) words += (words.empty() ? "" : "+") + std::string(word);
}

}  // namespace

std::string World::probe(const Step& step) {
  if (is_missing(step)) return "-";
  const grid::SocketAddress address = grid::socket_address(step.address, port(step.port));
  std::vector<grid::Handle> clients;
  for (int i = 0; i < step.value; ++i) {
    grid::Handle client = grid::kNoHandle;
    if (grid::raw::open(client, step.socket.family, step.socket.protocol) != Result::ok) continue;
    if (is_group(step.address)) send_to_groups_on_loopback(client);
    clients.push_back(client);
  }
  if (clients.empty() || grid::port_of(address) == 0) {
    reset_all(clients);
    return "-";
  }
  const bool tcp = step.socket.protocol == grid::Protocol::tcp;
  const std::string answer = tcp ? probe_tcp(step, address, clients) : probe_udp(step, address, clients);
  reset_all(clients);
  if (settings_.transcript)
    settings_.transcript(std::to_string(clients.size()) + " client(s) to " + grid::text_of(address) + " -> " +
                         answer);
  return answer;
}

std::string World::probe_tcp(const Step&, const grid::SocketAddress& target,
                             std::vector<grid::Handle>& clients) {
  std::string errors;
  std::vector<std::uint8_t> receivers;
  std::vector<grid::Port> ports;
  for (const grid::Handle client : clients) {
    const Result result = grid::raw::connect_and_wait(client, target, connect_timeout_ms());
    if (result != Result::ok) {
      add_word(errors, result == Result::timeout ? "no-answer" : grid::name(result));
      continue;
    }
    grid::SocketAddress local;
    if (grid::raw::local_address(client, local) == Result::ok) ports.push_back(grid::port_of(local));
    take_connections(ports, receivers);
  }
  std::string text = receivers_text(receivers);
  if (receivers.size() < ports.size()) add_word(text, "none");
  if (!errors.empty()) add_word(text, errors);
  return text;
}

void World::take_connections(const std::vector<grid::Port>& ports, std::vector<std::uint8_t>& receivers) {
  settle();
  sleepers_.settle();  // those that wait for it come first
  for (std::uint8_t slot = 0; slot < used_; ++slot) {
    const Socket& socket = sockets_[slot];
    if (!socket.is_open() || !socket.may_listen()) continue;
    while (is_readable(socket.handle)) {
      grid::Handle accepted = grid::kNoHandle;
      if (grid::raw::accept(accepted, socket.handle) != Result::ok) break;
      grid::SocketAddress peer;
      const bool known = peer_address(accepted, peer) == Result::ok;
      if (!known || std::find(ports.begin(), ports.end(), grid::port_of(peer)) == ports.end()) {
        stash_.push_back({slot, accepted, 0, {}});
        continue;
      }
      receivers.push_back(slot);
      reset_all({accepted});
    }
  }
}

std::string World::probe_udp(const Step&, const grid::SocketAddress& target,
                             std::vector<grid::Handle>& clients) {
  std::string errors;
  std::vector<std::uint8_t> receivers;
  std::size_t lost = 0;
  for (const grid::Handle client : clients) {
    const std::size_t before = receivers.size();
    // A connected socket learns that nobody is there (RFC 1122, section 4.1.3.3).
    Result result = grid::raw::connect_and_wait(client, target, connect_timeout_ms());
    if (result == Result::ok) result = send_bytes(client, &kProbeByte, 1, nullptr);
    if (result == Result::ok) take_datagrams(receivers, kProbeByte);
    unsigned char byte = 0;
    std::size_t count = 0;
    if (result == Result::ok && receivers.size() == before) {
      result = receive_bytes(client, &byte, 1, count);
      if (result == Result::kEAGAIN) result = Result::ok;
      if (result == Result::ok) ++lost;
    }
    if (result != Result::ok) add_word(errors, grid::name(result));
  }
  std::string text = receivers_text(receivers);
  if (lost > 0) add_word(text, "none");
  if (!errors.empty()) add_word(text, errors);
  return text;
}

std::string World::receivers_of(std::uint8_t slot) {
  if (sockets_[slot].kind.protocol != grid::Protocol::udp) return {};
  std::vector<std::uint8_t> receivers;
  take_datagrams(receivers, slot);
  const std::string text = receivers_text(receivers);
  return ",to=" + (text.empty() ? "nobody" : text);
}

void World::take_datagrams(std::vector<std::uint8_t>& receivers, unsigned char wanted) {
  settle();
  sleepers_.settle();  // those that wait for it come first
  for (std::uint8_t slot = 0; slot < used_; ++slot) {
    const Socket& socket = sockets_[slot];
    if (!socket.is_open() || socket.kind.protocol != grid::Protocol::udp) continue;
    unsigned char byte = 0;
    std::size_t count = 0;
    grid::SocketAddress sender;
    while (receive_bytes(socket.handle, &byte, 1, count, &sender) == Result::ok && count == 1) {
      if (byte == wanted) receivers.push_back(slot);
      if (byte != kProbeByte) stash_.push_back({slot, grid::kNoHandle, byte, place_text(sender)});
    }
  }
}

}  // namespace explorer
