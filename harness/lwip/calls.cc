// The socket calls of this process, performed by lwIP. Its descriptors begin where no other of the process is.
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <vector>

#include "lwip/real.h"
#include "lwip/sockets.h"
#include "lwip/stack.h"

namespace in_front {
namespace {

constexpr int kFirst = 1 << 20;
constexpr int kTypeFlags = SOCK_CLOEXEC | SOCK_NONBLOCK;

bool is_ours(int fd) { return fd >= kFirst; }
int inner(int fd) { return fd - kFirst; }
int outer(int fd) { return fd < 0 ? fd : fd + kFirst; }

int refused(int error) {
  errno = error;
  return -1;
}

// What the next one in line has of a call whose first argument is a descriptor that is not lwIP's.
template <typename Result, typename... Arguments>
Result passed_on(const char* name, Arguments... arguments) {
  return next_symbol<Result(Arguments...)>(name)(arguments...);
}

// lwIP takes the device's name in a whole ifreq, Linux a text of any length.
int set_device(int fd, const void* name, socklen_t size) {
  ifreq request{};
  std::memcpy(request.ifr_name, name, std::min<std::size_t>(size, sizeof request.ifr_name - 1));
  return lwip_setsockopt(inner(fd), SOL_SOCKET, SO_BINDTODEVICE, &request, sizeof request);
}

int fcntl_of_ours(int fd, int command, int argument) {
  switch (command) {
    case F_GETFD:
    case F_SETFD:
      return 0;  // nothing of lwIP's outlives exec
    case F_GETFL:
    case F_SETFL:
      return lwip_fcntl(inner(fd), command, argument);
    default:
      return refused(ENOSYS);
  }
}

}  // namespace
}  // namespace in_front

using namespace in_front;

extern "C" {

// Other families are Linux's and would answer as Linux: a case has none of them.
int socket(int family, int type, int protocol) {
  const bool is_internet = family == AF_INET || family == AF_INET6;
  if (!is_internet)
    return is_case() ? refused(EAFNOSUPPORT) : passed_on<int>("socket", family, type, protocol);
  start_stack();
  const int fd = lwip_socket(family, type & ~kTypeFlags, protocol);
  if (fd >= 0 && (type & SOCK_NONBLOCK) != 0) lwip_fcntl(fd, F_SETFL, O_NONBLOCK);
  return outer(fd);
}

int bind(int fd, const sockaddr* address, socklen_t size) {
  return is_ours(fd) ? lwip_bind(inner(fd), address, size) : passed_on<int>("bind", fd, address, size);
}

int listen(int fd, int backlog) {
  return is_ours(fd) ? lwip_listen(inner(fd), backlog) : passed_on<int>("listen", fd, backlog);
}

int connect(int fd, const sockaddr* address, socklen_t size) {
  return is_ours(fd) ? lwip_connect(inner(fd), address, size) : passed_on<int>("connect", fd, address, size);
}

int accept(int fd, sockaddr* address, socklen_t* size) {
  return is_ours(fd) ? outer(lwip_accept(inner(fd), address, size))
                     : passed_on<int>("accept", fd, address, size);
}

int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
  if (!is_ours(fd)) return passed_on<int>("accept4", fd, address, size, flags);
  const int made = lwip_accept(inner(fd), address, size);
  if (made >= 0 && (flags & SOCK_NONBLOCK) != 0) lwip_fcntl(made, F_SETFL, O_NONBLOCK);
  return outer(made);
}

int shutdown(int fd, int how) noexcept {
  return is_ours(fd) ? lwip_shutdown(inner(fd), how) : passed_on<int>("shutdown", fd, how);
}

int close(int fd) { return is_ours(fd) ? lwip_close(inner(fd)) : passed_on<int>("close", fd); }

int getsockname(int fd, sockaddr* address, socklen_t* size) noexcept {
  return is_ours(fd) ? lwip_getsockname(inner(fd), address, size)
                     : passed_on<int>("getsockname", fd, address, size);
}

int getpeername(int fd, sockaddr* address, socklen_t* size) noexcept {
  return is_ours(fd) ? lwip_getpeername(inner(fd), address, size)
                     : passed_on<int>("getpeername", fd, address, size);
}

int setsockopt(int fd, int level, int option, const void* value, socklen_t size) noexcept {
  if (is_ours(fd) && level == SOL_SOCKET && option == SO_BINDTODEVICE) return set_device(fd, value, size);
  return is_ours(fd) ? lwip_setsockopt(inner(fd), level, option, value, size)
                     : passed_on<int>("setsockopt", fd, level, option, value, size);
}

int getsockopt(int fd, int level, int option, void* value, socklen_t* size) noexcept {
  return is_ours(fd) ? lwip_getsockopt(inner(fd), level, option, value, size)
                     : passed_on<int>("getsockopt", fd, level, option, value, size);
}

ssize_t send(int fd, const void* data, size_t size, int flags) {
  return is_ours(fd) ? lwip_send(inner(fd), data, size, flags)
                     : passed_on<ssize_t>("send", fd, data, size, flags);
}

ssize_t sendto(int fd, const void* data, size_t size, int flags, const sockaddr* to, socklen_t to_size) {
  return is_ours(fd) ? lwip_sendto(inner(fd), data, size, flags, to, to_size)
                     : passed_on<ssize_t>("sendto", fd, data, size, flags, to, to_size);
}

ssize_t recv(int fd, void* data, size_t size, int flags) {
  return is_ours(fd) ? lwip_recv(inner(fd), data, size, flags)
                     : passed_on<ssize_t>("recv", fd, data, size, flags);
}

ssize_t recvfrom(int fd, void* data, size_t size, int flags, sockaddr* from, socklen_t* from_size) {
  return is_ours(fd) ? lwip_recvfrom(inner(fd), data, size, flags, from, from_size)
                     : passed_on<ssize_t>("recvfrom", fd, data, size, flags, from, from_size);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  return is_ours(fd) ? lwip_sendmsg(inner(fd), message, flags)
                     : passed_on<ssize_t>("sendmsg", fd, message, flags);
}

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  return is_ours(fd) ? lwip_recvmsg(inner(fd), message, flags)
                     : passed_on<ssize_t>("recvmsg", fd, message, flags);
}

ssize_t read(int fd, void* data, size_t size) {
  return is_ours(fd) ? lwip_read(inner(fd), data, size) : passed_on<ssize_t>("read", fd, data, size);
}

ssize_t write(int fd, const void* data, size_t size) {
  return is_ours(fd) ? lwip_write(inner(fd), data, size) : passed_on<ssize_t>("write", fd, data, size);
}

// Cases wait for their own sockets only, so all of them are lwIP's or none is.
int poll(pollfd* fds, nfds_t count, int milliseconds) {
  std::vector<pollfd> ours(fds, fds + count);
  for (pollfd& one : ours) {
    if (!is_ours(one.fd)) return passed_on<int>("poll", fds, count, milliseconds);
    one.fd = inner(one.fd);
  }
  if (ours.empty()) return passed_on<int>("poll", fds, count, milliseconds);
  const int ready = lwip_poll(ours.data(), count, milliseconds);
  for (nfds_t i = 0; i < count; ++i) fds[i].revents = ours[i].revents;
  return ready;
}

int ioctl(int fd, unsigned long request, ...) noexcept {
  va_list rest;
  va_start(rest, request);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  return is_ours(fd) ? lwip_ioctl(inner(fd), static_cast<long>(request), argument)
                     : next_symbol<int(int, unsigned long, ...)>("ioctl")(fd, request, argument);
}

int fcntl(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  return is_ours(fd) ? fcntl_of_ours(fd, command, static_cast<int>(reinterpret_cast<long>(argument)))
                     : next_symbol<int(int, int, ...)>("fcntl")(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* argument = va_arg(rest, void*);
  va_end(rest);
  return is_ours(fd) ? fcntl_of_ours(fd, command, static_cast<int>(reinterpret_cast<long>(argument)))
                     : next_symbol<int(int, int, ...)>("fcntl64")(fd, command, argument);
}

// lwIP has no second descriptor for a socket.
int dup(int fd) noexcept { return is_ours(fd) ? refused(ENOSYS) : passed_on<int>("dup", fd); }

// The C library's would go past this library to the system's bind().
int bindresvport(int fd, sockaddr_in* address) noexcept {
  return is_ours(fd) ? refused(ENOSYS) : passed_on<int>("bindresvport", fd, address);
}

// A copy of the process would be without lwIP's thread, or with an lwIP of its own: another stack than the case's.
pid_t fork() noexcept { return is_case() ? refused(ENOSYS) : passed_on<pid_t>("fork"); }

}  // extern "C"
