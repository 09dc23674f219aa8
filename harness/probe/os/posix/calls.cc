// Socket calls on POSIX systems.
#include "probe/net/calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "probe/net/reserved_port.h"
#include "probe/net/tcp_state.h"
#include "probe/os/sockets/system_address.h"

namespace probe {
namespace {

SystemAddress local_path(const Address& address) {
  SystemAddress system;
  auto* un = reinterpret_cast<sockaddr_un*>(&system.storage);
  un->sun_family = AF_UNIX;
  const std::size_t length = std::min(std::strlen(address.path.data()), sizeof un->sun_path - 1);
  std::memcpy(un->sun_path, address.path.data(), length);
  const bool is_abstract = address.path[0] == '@';
  if (is_abstract) un->sun_path[0] = '\0';
  system.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length + (is_abstract ? 0 : 1));
  return system;
}

SystemAddress to_system(const Address& address) {
  return address.family == Family::unix_path ? local_path(address) : internet_address(address);
}

int number_of(Family family) {
  switch (family) {
    case Family::ipv6:
      return AF_INET6;
    case Family::unix_path:
      return AF_UNIX;
    case Family::unspecified:
    case Family::ipv4:
      break;
  }
  return AF_INET;
}

// The user number that stands for "somebody else". It needs no name: Linux calls it nobody.
constexpr uid_t kOtherUser = 65534;

struct Posix {
  using SocketType = int;

  static Result done(long value) {
    Result result;
    result.value = value;
    result.error = value < 0 ? errno : 0;
    return result;
  }

  static Result open(const Call& call) {
    const int type = call.protocol() == Protocol::udp ? SOCK_DGRAM : SOCK_STREAM;
#ifdef SOCK_CLOEXEC  // Linux and the BSDs: one call instead of two
    return done(::socket(probe::number_of(call.family()), type | SOCK_CLOEXEC, 0));
#else
    const int fd = ::socket(probe::number_of(call.family()), type, 0);
    if (fd >= 0) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return done(fd);
#endif
  }

  static Result close(int fd) { return done(::close(fd)); }
  static Result duplicate(int fd) { return done(::dup(fd)); }

  static Result bind(int fd, const Address& address) {
    SystemAddress system = to_system(address);
    return done(::bind(fd, system.raw(), system.size));
  }

  static Result connect(int fd, const Address& address) {
    SystemAddress system = to_system(address);
    return done(::connect(fd, system.raw(), system.size));
  }

  static Result disconnect(int fd) {
    sockaddr unspecified{};
    unspecified.sa_family = AF_UNSPEC;
    return done(::connect(fd, &unspecified, sizeof unspecified));
  }

  static Result accept(int fd) {
    SystemAddress peer;
    Result result = done(::accept(fd, peer.raw(), &peer.size));
    result.address = from_system(peer.storage);
    return result;
  }

  static int number_of(How how) {
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

  static Result set_option(int fd, const Call& call) {
    return done(::setsockopt(fd, call.level(), call.option(), call.data.at.data(), call.data.size));
  }

  static Result get_option(int fd, const Call& call) {
    Result result;
    socklen_t size = static_cast<socklen_t>(result.data.at.size());
    const int rc = ::getsockopt(fd, call.level(), call.option(), result.data.at.data(), &size);
    result.error = rc < 0 ? errno : 0;
    result.data.size = rc < 0 ? 0 : size;
    return result;
  }

  static Result local(int fd) { return address_of(fd, ::getsockname); }
  static Result peer(int fd) { return address_of(fd, ::getpeername); }

  static Result send(int fd, const Call& call) {
    int flags = 0;
#ifdef MSG_NOSIGNAL  // elsewhere the runner ignores SIGPIPE
    flags = MSG_NOSIGNAL;
#endif
    if (!call.has_address) return done(::sendto(fd, call.data.at.data(), call.data.size, flags, nullptr, 0));
    SystemAddress to = to_system(call.address);
    return done(::sendto(fd, call.data.at.data(), call.data.size, flags, to.raw(), to.size));
  }

  static Result receive(int fd) {
    SystemAddress from;
    Result result;
    result.value = ::recvfrom(fd, result.data.at.data(), result.data.at.size(), 0, from.raw(), &from.size);
    result.error = result.value < 0 ? errno : 0;
    result.data.size = result.value > 0 ? static_cast<std::uint32_t>(result.value) : 0;
    result.address = from_system(from.storage);
    return result;
  }

  static Result wait(int fd, const Call& call) {
    pollfd ready{fd, static_cast<short>(call.waits_to_write() ? POLLOUT : POLLIN), 0};
    int rc = ::poll(&ready, 1, call.timeout_ms());
    while (rc < 0 && errno == EINTR) rc = ::poll(&ready, 1, call.timeout_ms());
    return done(rc);
  }

  // The cases' sockets have no other flag that could be set so (fcntl(2), F_SETFL).
  static Result set_blocking(int fd, bool is_blocking) {
    return done(::fcntl(fd, F_SETFL, is_blocking ? 0 : O_NONBLOCK));
  }

  static Result tcp_state(int fd) { return tcp_state_of(fd); }
  static Result bind_reserved(int fd) { return bind_reserved_port(fd); }
  static Result keep_on_exec(int fd) { return done(::fcntl(fd, F_SETFD, 0)); }

  static Result change_user() {
    const bool is_changed =
        ::setgroups(0, nullptr) == 0 && ::setgid(kOtherUser) == 0 && ::setuid(kOtherUser) == 0;
    return done(is_changed ? 0 : -1);
  }

  // The child does nothing but keep what it has, also after its parent's end, until the pipe's other end is
  // closed.
  static Result leave_child(int pipe) {
    const pid_t child = ::fork();
    if (child != 0) return done(child);
    char byte = 0;
    while (::read(pipe, &byte, 1) > 0 || errno == EINTR) {
    }
    ::_exit(0);
  }

  [[noreturn]] static void exit_process() { ::_exit(0); }

 private:
  static Result address_of(int fd, int (*ask)(int, sockaddr*, socklen_t*)) {
    SystemAddress system;
    Result result = done(ask(fd, system.raw(), &system.size));
    if (result.error == 0) result.address = from_system(system.storage);
    return result;
  }
};

}  // namespace

Result carry_out(const Call& call) { return carry_out_with<Posix>(call, static_cast<int>(call.handle)); }

}  // namespace probe
