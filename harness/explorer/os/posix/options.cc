// socket(7), ip(7), ipv6(7), tcp(7). Numbers that older headers lack are written out; they are Linux's.
#include <net/if.h>

#include <cerrno>
#include <cstring>

#include "explorer/option.h"
#include "os/device.h"
#include "os/filter.h"
#include "os/program.h"
#include "os/sockets.h"

namespace explorer {
namespace {

struct Number {
  int level = -1;
  int number = -1;
};

#ifdef __linux__
constexpr Number kNoPort = {IPPROTO_IP, 24};
constexpr Number kPortRange = {IPPROTO_IP, 51};
constexpr Number kDevice = {SOL_SOCKET, SO_BINDTODEVICE};
constexpr Number kFreebind = {IPPROTO_IP, 15};
constexpr Number kDeferAccept = {IPPROTO_TCP, TCP_DEFER_ACCEPT};
constexpr Number kIncomingCpu = {SOL_SOCKET, 49};
constexpr Number kTransparent = {IPPROTO_IP, 19};
constexpr Number kRepair = {IPPROTO_TCP, 19};
constexpr Number kAddrform = {IPPROTO_IPV6, 1};
constexpr Number kLinger2 = {IPPROTO_TCP, TCP_LINGER2};
constexpr Number kFastopen = {IPPROTO_TCP, 23};
constexpr Number kUserTimeout = {IPPROTO_TCP, 18};
constexpr Number kReceiveErrors = {IPPROTO_IP, 11};
#else
constexpr Number kNoPort, kPortRange, kDevice, kFreebind, kDeferAccept, kIncomingCpu, kTransparent, kRepair,
    kAddrform, kLinger2, kFastopen, kUserTimeout, kReceiveErrors;
#endif

Number number_of(OptionName option) {
  switch (option) {
    case OptionName::reuseaddr:
      return {SOL_SOCKET, SO_REUSEADDR};
    case OptionName::reuseport:
      return {SOL_SOCKET, SO_REUSEPORT};
    case OptionName::v6only:
      return {IPPROTO_IPV6, IPV6_V6ONLY};
    case OptionName::no_port:
      return kNoPort;
    case OptionName::port_range:
      return kPortRange;
    case OptionName::device:
      return kDevice;
    case OptionName::freebind:
      return kFreebind;
    case OptionName::defer_accept:
      return kDeferAccept;
    case OptionName::incoming_cpu:
      return kIncomingCpu;
    case OptionName::transparent:
      return kTransparent;
    case OptionName::repair:
      return kRepair;
    case OptionName::addrform:
      return kAddrform;
    case OptionName::linger2:
      return kLinger2;
    case OptionName::fastopen:
      return kFastopen;
    case OptionName::broadcast:
      return {SOL_SOCKET, SO_BROADCAST};
    case OptionName::user_timeout:
      return kUserTimeout;
    case OptionName::receive_errors:
      return kReceiveErrors;
    default:
      return {};
  }
}

grid::Result set_raw(grid::Handle socket, Number where, const void* value, socklen_t length) {
  return ::setsockopt(static_cast<int>(socket), where.level, where.number, value, length) == 0
             ? grid::Result::ok
             : grid::result_of(errno);
}

in_addr in4_of(grid::Address address) {
  in_addr result{};
  std::memcpy(&result, grid::facts(address).bytes, sizeof result);
  return result;
}

in6_addr in6_of(grid::Address address) {
  in6_addr result{};
  std::memcpy(&result, grid::facts(address).bytes, sizeof result);
  return result;
}

grid::Result set_linger(grid::Handle socket, int seconds) {
  const linger value{seconds < 0 ? 0 : 1, seconds < 0 ? 0 : seconds};
  return set_raw(socket, {SOL_SOCKET, SO_LINGER}, &value, sizeof value);
}

// ip(7), IP_ADD_MEMBERSHIP; RFC 3493, section 5.2. The group is the one of the stories' multicast addresses, on
// the loopback device.
grid::Result join_group(grid::Handle socket, bool join) {
  sockaddr_storage own{};
  socklen_t length = sizeof own;
  ::getsockname(static_cast<int>(socket), reinterpret_cast<sockaddr*>(&own), &length);
  if (own.ss_family == AF_INET6) {
    ipv6_mreq group{};
    group.ipv6mr_multiaddr = in6_of(grid::Address::multicast6);
    group.ipv6mr_interface = ::if_nametoindex("lo");
    return set_raw(socket, {IPPROTO_IPV6, join ? IPV6_JOIN_GROUP : IPV6_LEAVE_GROUP}, &group, sizeof group);
  }
  ip_mreq group{in4_of(grid::Address::multicast4), in4_of(grid::Address::lo4)};
  return set_raw(socket, {IPPROTO_IP, join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP}, &group, sizeof group);
}

grid::Result set_device(grid::Handle socket, Number where, int number) {
  const char* const name = device_named(number);
  if (name == nullptr) return grid::Result::unavailable;
  return set_raw(socket, where, name, static_cast<socklen_t>(std::strlen(name) + 1));
}

// ip(7): the upper 16 bits are the highest port, the lower ones the lowest; 0 removes the range.
unsigned range_of(int count, grid::Port narrow) {
  if (count == 0) return 0;
  if (count < 0) return (static_cast<unsigned>(narrow + kNarrowPorts - 1) << 16U) + narrow + kNarrowPorts - 1;
  return (static_cast<unsigned>(narrow + count - 1) << 16U) | narrow;
}

}  // namespace

grid::Result set_option(grid::Handle socket, OptionName option, int value, grid::Port narrow) {
  if (option == OptionName::linger) return set_linger(socket, value);
  if (option == OptionName::join) return join_group(socket, value != 0);
  if (option == OptionName::group_filter) return set_group_filter(socket, value);
  if (option == OptionName::group_program) return set_group_program(socket, value);
  const Number where = number_of(option);
  if (where.number < 0) return grid::Result::unavailable;
  if (option == OptionName::device) return set_device(socket, where, value);
  if (option == OptionName::port_range) {
    const unsigned range = range_of(value, narrow);
    return set_raw(socket, where, &range, sizeof range);
  }
  return set_raw(socket, where, &value, sizeof value);
}

void send_to_groups_on_loopback(grid::Handle socket) {
  const in_addr lo = in4_of(grid::Address::lo4);
  set_raw(socket, {IPPROTO_IP, IP_MULTICAST_IF}, &lo, sizeof lo);
  const unsigned index = ::if_nametoindex("lo");
  set_raw(socket, {IPPROTO_IPV6, IPV6_MULTICAST_IF}, &index, sizeof index);
}

grid::Result get_option(grid::Handle socket, OptionName option, int& value) {
  const Number where = number_of(option);
  if (where.number < 0 || option == OptionName::device) return grid::Result::unavailable;
  socklen_t length = sizeof value;
  return ::getsockopt(static_cast<int>(socket), where.level, where.number, &value, &length) == 0
             ? grid::Result::ok
             : grid::result_of(errno);
}

}  // namespace explorer
