// Socket calls on POSIX systems.
#include "probe/net/calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "probe/net/reserved_port.h"
#include "probe/net/tcp_state.h"

namespace probe {
namespace {

struct SystemAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

SystemAddress to_system(const Address& address) {
  SystemAddress system;
  switch (address.family) {
    case Family::ipv4: {
      auto* in = reinterpret_cast<sockaddr_in*>(&system.storage);
      in->sin_family = AF_INET;
      in->sin_port = htons(address.port);
      std::memcpy(&in->sin_addr, address.bytes.data(), 4);
      system.size = sizeof(sockaddr_in);
      break;
    }
    case Family::ipv6: {
      auto* in = reinterpret_cast<sockaddr_in6*>(&system.storage);
      in->sin6_family = AF_INET6;
      in->sin6_port = htons(address.port);
      std::memcpy(&in->sin6_addr, address.bytes.data(), 16);
      system.size = sizeof(sockaddr_in6);
      break;
    }
    case Family::unix_path: {
      auto* un = reinterpret_cast<sockaddr_un*>(&system.storage);
      un->sun_family = AF_UNIX;
      const std::size_t length = std::min(std::strlen(address.path.data()), sizeof un->sun_path - 1);
      std::memcpy(un->sun_path, address.path.data(), length);
      const bool is_abstract = address.path[0] == '@';
      if (is_abstract) un->sun_path[0] = '\0';
      system.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length + (is_abstract ? 0 : 1));
      break;
    }
  }
  return system;
}

Address from_system(const sockaddr_storage& storage) {
  Address address;
  if (storage.ss_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(&storage);
    address.port = ntohs(in->sin_port);
    std::memcpy(address.bytes.data(), &in->sin_addr, 4);
  } else if (storage.ss_family == AF_INET6) {
    const auto* in = reinterpret_cast<const sockaddr_in6*>(&storage);
    address.family = Family::ipv6;
    address.port = ntohs(in->sin6_port);
    std::memcpy(address.bytes.data(), &in->sin6_addr, 16);
  }
  return address;
}

int system_family(Family family) {
  switch (family) {
    case Family::ipv6:
      return AF_INET6;
    case Family::unix_path:
      return AF_UNIX;
    case Family::ipv4:
      break;
  }
  return AF_INET;
}

Result done(long value) {
  Result result;
  result.value = value;
  result.error = value < 0 ? errno : 0;
  return result;
}

Result open_socket(const Call& call) {
  const int type = static_cast<Protocol>(call.b) == Protocol::udp ? SOCK_DGRAM : SOCK_STREAM;
  const int family = system_family(static_cast<Family>(call.a));
#ifdef SOCK_CLOEXEC  // Linux and the BSDs: one call instead of two
  return done(::socket(family, type | SOCK_CLOEXEC, 0));
#else
  const int fd = ::socket(family, type, 0);
  if (fd >= 0) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return done(fd);
#endif
}

Result accept_socket(int fd) {
  SystemAddress peer;
  Result result = done(::accept(fd, peer.raw(), &peer.size));
  result.address = from_system(peer.storage);
  return result;
}

Result address_of(int fd, int (*ask)(int, sockaddr*, socklen_t*)) {
  SystemAddress system;
  Result result = done(ask(fd, system.raw(), &system.size));
  if (result.error == 0) result.address = from_system(system.storage);
  return result;
}

Result send_bytes(int fd, const Call& call) {
  int flags = 0;
#ifdef MSG_NOSIGNAL  // elsewhere the runner ignores SIGPIPE
  flags = MSG_NOSIGNAL;
#endif
  if (!call.has_address) return done(::sendto(fd, call.data.at.data(), call.data.size, flags, nullptr, 0));
  SystemAddress to = to_system(call.address);
  return done(::sendto(fd, call.data.at.data(), call.data.size, flags, to.raw(), to.size));
}

Result receive_bytes(int fd, bool peek) {
  SystemAddress from;
  Result result;
  const ssize_t size = ::recvfrom(fd, result.data.at.data(), result.data.at.size(), peek ? MSG_PEEK : 0,
                                  from.raw(), &from.size);
  result.value = size;
  result.error = size < 0 ? errno : 0;
  result.data.size = size > 0 ? static_cast<std::uint32_t>(size) : 0;
  result.address = from_system(from.storage);
  return result;
}

Result get_option(int fd, const Call& call) {
  Result result;
  socklen_t size = static_cast<socklen_t>(result.data.at.size());
  const int rc = ::getsockopt(fd, call.a, call.b, result.data.at.data(), &size);
  result.error = rc < 0 ? errno : 0;
  result.data.size = rc < 0 ? 0 : size;
  return result;
}

Result wait_for(int fd, const Call& call) {
  pollfd ready{fd, static_cast<short>(call.a == 2 ? POLLOUT : POLLIN), 0};
  int rc = ::poll(&ready, 1, call.b);
  while (rc < 0 && errno == EINTR) rc = ::poll(&ready, 1, call.b);
  return done(rc);
}

// The cases' sockets have no other flag that could be set so (fcntl(2), F_SETFL).
Result set_blocking(int fd, bool blocking) { return done(::fcntl(fd, F_SETFL, blocking ? 0 : O_NONBLOCK)); }

Result to_address(int fd, const Address& address, int (*call)(int, const sockaddr*, socklen_t)) {
  SystemAddress system = to_system(address);
  return done(call(fd, system.raw(), system.size));
}

Result disconnect(int fd) {
  sockaddr unspecified{};
  unspecified.sa_family = AF_UNSPEC;
  return done(::connect(fd, &unspecified, sizeof unspecified));
}

int system_how(How how) {
  switch (how) {
    case How::read:
      return SHUT_RD;
    case How::write:
      return SHUT_WR;
    case How::both:
      break;
  }
  return SHUT_RDWR;
}

}  // namespace

Result carry_out(const Call& call) {
  const int fd = static_cast<int>(call.handle);
  switch (call.op) {
    case Op::open:
      return open_socket(call);
    case Op::close:
      return done(::close(fd));
    case Op::duplicate:
      return done(::dup(fd));
    case Op::bind:
      return to_address(fd, call.address, ::bind);
    case Op::listen:
      return done(::listen(fd, call.a));
    case Op::connect:
      return to_address(fd, call.address, ::connect);
    case Op::accept:
      return accept_socket(fd);
    case Op::shutdown:
      return done(::shutdown(fd, system_how(static_cast<How>(call.a))));
    case Op::set_option:
      return done(::setsockopt(fd, call.a, call.b, call.data.at.data(), call.data.size));
    case Op::get_option:
      return get_option(fd, call);
    case Op::local:
      return address_of(fd, ::getsockname);
    case Op::peer:
      return address_of(fd, ::getpeername);
    case Op::send:
      return send_bytes(fd, call);
    case Op::receive:
      return receive_bytes(fd, call.a == 1);
    case Op::wait:
      return wait_for(fd, call);
    case Op::blocking:
      return set_blocking(fd, call.a != 0);
    case Op::disconnect:
      return disconnect(fd);
    case Op::tcp_state:
      return tcp_state_of(call.handle);
    case Op::bind_reserved:
      return bind_reserved_port(call.handle);
    case Op::exit_process:
      ::_exit(0);
  }
  return {};
}

}  // namespace probe
