#include "grid/helpers.h"

namespace grid {
namespace {

constexpr int kBacklog = 4096;  // more than the cells of a round

Address loopback(bool ipv6) { return ipv6 ? Address::lo6 : Address::lo4; }

}  // namespace

void Helpers::open(Helper& helper, bool ipv6, Protocol protocol, bool small) {
  helper.port = ports_.take(protocol == Protocol::tcp);
  const Address address = loopback(ipv6);
  if (calls_.open(helper.socket, facts(address).socket, protocol, "helper") != Result::ok) return;
  if (small) calls_.set(helper.socket, Option::receive_buffer, kSmallBuffer);
  calls_.bind(helper.socket, socket_address(address, helper.port));
  if (protocol == Protocol::tcp) calls_.listen(helper.socket, kBacklog);
}

const Helpers::Helper& Helpers::ready(Helper& helper, bool ipv6, Protocol protocol, bool small) {
  if (helper.socket == kNoHandle) open(helper, ipv6, protocol, small);
  return helper;
}

const Helpers::Helper& Helpers::listener(bool ipv6, bool small) {
  return ready(listeners_[(ipv6 ? 1U : 0U) + (small ? 2U : 0U)], ipv6, Protocol::tcp, small);
}

const Helpers::Helper& Helpers::target(bool ipv6) {
  return ready(targets_[ipv6 ? 1 : 0], ipv6, Protocol::tcp, false);
}

const Helpers::Helper& Helpers::datagram(bool ipv6) {
  return ready(datagrams_[ipv6 ? 1 : 0], ipv6, Protocol::udp, false);
}

Handle Helpers::sender(bool ipv6, std::size_t number) {
  Helper& helper = senders_[(number % kSenders) + (ipv6 ? kSenders : 0)];
  if (helper.socket == kNoHandle)
    calls_.open(helper.socket, facts(loopback(ipv6)).socket, Protocol::udp, "sender");
  return helper.socket;
}

template <std::size_t N>
void Helpers::close(std::array<Helper, N>& helpers) {
  for (Helper& helper : helpers)
    if (helper.socket != kNoHandle) calls_.close(helper.socket);
}

void Helpers::close_listeners() { close(listeners_); }
void Helpers::close_targets() { close(targets_); }

void Helpers::close_all() {
  close(listeners_);
  close(targets_);
  close(datagrams_);
  close(senders_);
}

}  // namespace grid
