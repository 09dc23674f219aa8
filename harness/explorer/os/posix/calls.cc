#include "explorer/calls.h"

#include <fcntl.h>
#include <poll.h>

#include <cerrno>
#include <cstring>

#include "os/sockets.h"

namespace explorer {
namespace {

#ifdef MSG_NOSIGNAL
constexpr int kFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
constexpr int kFlags = MSG_DONTWAIT;
#endif

grid::Result outcome(long returned) { return returned >= 0 ? grid::Result::ok : grid::result_of(errno); }

bool is_ipv4(const grid::SocketAddress& address) { return address.length == sizeof(sockaddr_in); }

constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};

// The last four bytes of the address, and whether it is an IPv4 one, mapped or not.
bool ipv4_bytes(const grid::SocketAddress& address, std::uint8_t (&bytes)[4]) {
  const std::uint8_t* in6 = address.bytes + offsetof(sockaddr_in6, sin6_addr);
  if (is_ipv4(address))
    std::memcpy(bytes, address.bytes + offsetof(sockaddr_in, sin_addr), 4);
  else
    std::memcpy(bytes, in6 + 12, 4);
  return is_ipv4(address) || std::memcmp(in6, kMapped, sizeof kMapped) == 0;
}

bool is_any(const grid::SocketAddress& address) {
  static constexpr std::uint8_t kZero[16] = {};
  if (is_ipv4(address)) return std::memcmp(address.bytes + offsetof(sockaddr_in, sin_addr), kZero, 4) == 0;
  return std::memcmp(address.bytes + offsetof(sockaddr_in6, sin6_addr), kZero, 16) == 0;
}

grid::SocketAddress with_ipv4(const std::uint8_t (&bytes)[4], grid::Family family, grid::Port port) {
  const bool any = bytes[0] == 0;
  const bool plain = family == grid::Family::ipv4;
  grid::SocketAddress result =
      grid::socket_address(plain ? grid::Address::lo4 : grid::Address::mapped_lo, port);
  const std::size_t offset = plain ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr) + 12;
  if (!any) std::memcpy(result.bytes + offset, bytes, 4);
  return result;
}

}  // namespace

grid::Result send_bytes(grid::Handle socket, const void* data, std::size_t size,
                        const grid::SocketAddress* to) {
  const int descriptor = static_cast<int>(socket);
  if (to == nullptr) return outcome(::send(descriptor, data, size, kFlags));
  return outcome(
      ::sendto(descriptor, data, size, kFlags, reinterpret_cast<const sockaddr*>(to->bytes), to->length));
}

grid::Result receive_bytes(grid::Handle socket, void* data, std::size_t size, std::size_t& received,
                           grid::SocketAddress* from) {
  grid::SocketAddress sender;
  socklen_t length = sizeof sender.bytes;
  const ssize_t count = ::recvfrom(static_cast<int>(socket), data, size, MSG_DONTWAIT,
                                   reinterpret_cast<sockaddr*>(sender.bytes), &length);
  sender.length = static_cast<std::uint8_t>(count >= 0 ? length : 0);
  if (from != nullptr) *from = sender;
  received = count > 0 ? static_cast<std::size_t>(count) : 0;
  return outcome(count);
}

grid::Result shutdown_socket(grid::Handle socket, How how) {
  constexpr int kHow[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
  return outcome(::shutdown(static_cast<int>(socket), kHow[static_cast<int>(how)]));
}

grid::Result peer_address(grid::Handle socket, grid::SocketAddress& address) {
  socklen_t length = sizeof address.bytes;
  const int returned =
      ::getpeername(static_cast<int>(socket), reinterpret_cast<sockaddr*>(address.bytes), &length);
  address.length = static_cast<std::uint8_t>(length);
  return outcome(returned);
}

grid::Result disconnect(grid::Handle socket) {
  sockaddr address{};
  address.sa_family = AF_UNSPEC;
  return outcome(::connect(static_cast<int>(socket), &address, sizeof address));
}

bool is_readable(grid::Handle socket) {
  pollfd polled{static_cast<int>(socket), POLLIN, 0};
  return ::poll(&polled, 1, 0) > 0;
}

void set_send_buffer(grid::Handle socket, int bytes) {
  ::setsockopt(static_cast<int>(socket), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

void set_blocking(grid::Handle socket, bool blocking) {
  ::fcntl(static_cast<int>(socket), F_SETFL, blocking ? 0 : O_NONBLOCK);
}

grid::SocketAddress reach(const grid::SocketAddress& local, grid::Family family) {
  std::uint8_t bytes[4];
  const grid::Port port = grid::port_of(local);
  if (ipv4_bytes(local, bytes)) return with_ipv4(bytes, family, port);
  if (!is_any(local)) return local;
  return grid::socket_address(family == grid::Family::ipv4 ? grid::Address::lo4 : grid::Address::lo6, port);
}

std::string name_of(const grid::SocketAddress& address) {
  constexpr grid::Address kNamed[] = {
      grid::Address::any4,       grid::Address::lo4,          grid::Address::alias4,
      grid::Address::any6,       grid::Address::lo6,          grid::Address::mapped_any,
      grid::Address::mapped_lo,  grid::Address::mapped_alias, grid::Address::broadcast4,
      grid::Address::multicast4, grid::Address::foreign4,     grid::Address::foreign6,
      grid::Address::global4,    grid::Address::global6,      grid::Address::mapped_foreign};
  for (const grid::Address named : kNamed) {
    const grid::SocketAddress known = grid::socket_address(named, grid::port_of(address));
    if (known.length == address.length && std::memcmp(known.bytes, address.bytes, known.length) == 0)
      return std::string(grid::name(named));
  }
  return "other";
}

}  // namespace explorer
