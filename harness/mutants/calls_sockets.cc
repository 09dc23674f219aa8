// Sockets come and go: socket, accept, dup, fork, close, _exit.
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <initializer_list>

#include "mutants/answers.h"
#include "mutants/kernel_options.h"
#include "mutants/real.h"
#include "mutants/sockets.h"
#include "mutants/states.h"

using namespace mutant;

namespace {

bool is_internet(int family) { return family == AF_INET || family == AF_INET6; }

int plain_type(int type) { return type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK); }

void start_ending_rules(int fd) {
  if (rules().close_resets) set_linger(fd, 0);
  if (rules().default_linger >= 0) set_linger(fd, rules().default_linger);
  if (!rules().probes_by_default) return;
  for (const int option : {TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT}) set_flag(fd, IPPROTO_TCP, option, 1);
  set_flag(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
}

// With a mutant that has one of several processes accept, the others wait for ever.
void wait_unless_first(int listener) {
  if (rules().all_accept) return;
  bool is_other = false;
  {
    Locked table;
    TrackedSocket* sock = socket_of(table.operator->(), listener);
    if (sock == nullptr) return;
    if (sock->accepting == 0) sock->accepting = ::getpid();
    is_other = sock->accepting != ::getpid();
  }
  if (!is_other) return;
  for (;;) ::pause();
}

void inherit(TrackedSocket* accepted, const TrackedSocket& listener, int fd) {
  accepted->is_connection = true;
  accepted->user = listener.user;
  accepted->device = listener.device;
  accepted->reuseaddr = rules().accepted_inherit_reuse && listener.reuseaddr;
  accepted->reuseport = rules().accepted_inherit_reuse && listener.reuseport;
  accepted->v6only = listener.v6only;
  accepted->tells_wildcard = !rules().accepted_tell_own_address && listener.local.is_wildcard;
  if (!rules().accepted_inherit_reuse && !rules().models_conflicts) restore_options(*accepted, fd);
  refresh_local(accepted, fd);
  refresh_remote(accepted, fd);
}

bool is_last_descriptor(const TrackedSocket& sock) {
  int descriptors = 0;
  for (const Holder& holder : sock.holders) descriptors += holder.descriptors;
  return descriptors <= 1;
}

void read_what_is_there(int fd) {
  char bytes[4096];
  while (REAL(recvfrom)(fd, bytes, sizeof bytes, MSG_DONTWAIT, nullptr, nullptr) > 0) {
  }
}

void end_pending_connections(int listener) {
  ::fcntl(listener, F_SETFL, ::fcntl(listener, F_GETFL) | O_NONBLOCK);
  for (int fd = REAL(accept)(listener, nullptr, nullptr); fd >= 0;
       fd = REAL(accept)(listener, nullptr, nullptr)) {
    read_what_is_there(fd);
    REAL(close)(fd);
  }
}

// Another socket, which nobody has, takes the port of a listener.
void take_port_of(int listener) {
  sockaddr_storage address{};
  socklen_t size = 0;
  const int fd = fresh_socket_like(listener, &address, &size);
  set_flag(listener, SOL_SOCKET, SO_REUSEPORT, 1);
  set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1);
  REAL(close)(listener);
  REAL(bind)(fd, reinterpret_cast<sockaddr*>(&address), size);
  set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 0);
}

// What a mutant does when the last descriptor of a socket is closed. False: the system is not to hear of it.
bool before_last_close(const TrackedSocket& sock, int fd) {
  if (sock.is_connection) {
    if (!rules().unread_data_resets) read_what_is_there(fd);
    if (rules().close_resets) set_linger(fd, 0);
    if (rules().short_fin_wait_2) set_flag(fd, IPPROTO_TCP, TCP_LINGER2, 1);
    if (rules().close_says_nothing) return false;
    if (rules().orphans_stay) {
      REAL(shutdown)(fd, SHUT_WR);
      return false;
    }
  } else if (sock.listens) {
    if (rules().pending_connections_get_fin) end_pending_connections(fd);
    if (rules().listener_port_stays_taken) {
      take_port_of(fd);
      return false;
    }
  }
  return true;
}

// What a mutant does when a descriptor of a socket is closed and others of it stay. False: as above.
bool before_other_close(const TrackedSocket& sock, int fd) {
  if (rules().close_of_one_ends_all && (sock.is_connection || sock.listens)) REAL(shutdown)(fd, SHUT_RDWR);
  if (!sock.listens || !rules().inherited_port_stays_taken) return true;
  take_port_of(fd);
  return false;
}

// What follows an accepted connection, by either call.
int accepted(int listener, int fd) {
  Locked table;
  const TrackedSocket* its = socket_of(table.operator->(), listener);
  if (its == nullptr) return fd;
  TrackedSocket* sock = remember(table.operator->(), fd, false, its->family);
  if (sock != nullptr) inherit(sock, *its, fd);
  start_ending_rules(fd);
  return fd;
}

}  // namespace

extern "C" {

int socket(int family, int type, int protocol) {
  if (family == AF_INET6 && !rules().has_ipv6) return refuse(EAFNOSUPPORT);
  if (family == AF_NETLINK && protocol == NETLINK_SOCK_DIAG && changes_tables())
    return refuse(EPROTONOSUPPORT);
  if (family == AF_INET6 && !rules().opens_ipv6) return refuse(EMFILE);
  const int fd = REAL(socket)(family, type, protocol);
  if (fd < 0 || !is_internet(family)) return answer("socket", fd);
  Locked table;
  TrackedSocket* sock = remember(table.operator->(), fd, plain_type(type) == SOCK_DGRAM, family);
  if (sock == nullptr) return fd;
  sock->user = ::geteuid();
  if (family == AF_INET6 && rules().v6only_by_default) set_flag(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
  return fd;
}

int accept(int listener, sockaddr* address, socklen_t* size) {
  wait_unless_first(listener);
  const int fd = REAL(accept)(listener, address, size);
  return fd < 0 ? answer("accept", fd) : accepted(listener, fd);
}

int accept4(int listener, sockaddr* address, socklen_t* size, int flags) {
  const int fd = REAL(accept4)(listener, address, size, flags);
  return fd < 0 ? answer("accept", fd) : accepted(listener, fd);
}

int dup(int fd) {
  const int copy = REAL(dup)(fd);
  Locked table;
  remember_duplicate(table.operator->(), fd, copy);
  return copy;
}

pid_t fork() {
  Locked table;
  const pid_t pid = REAL(fork)();
  if (pid == 0) table.leave_to_parent();
  if (pid > 0) share_with_child(table.operator->(), pid);
  return pid;
}

int close(int fd) {
  bool tell_system = true;
  {
    Locked table;
    const TrackedSocket* sock = socket_of(table.operator->(), fd);
    if (sock != nullptr && !sock->is_udp)
      tell_system = is_last_descriptor(*sock) ? before_last_close(*sock, fd) : before_other_close(*sock, fd);
    forget(table.operator->(), fd);
  }
  return tell_system ? answer("close", REAL(close)(fd)) : 0;
}

int execv(const char* path, char* const* words) {
  {
    Locked table;
    if (rules().exec_closes_descriptors)
      forget_what_exec_closes(table.operator->());
    else
      for_each_descriptor([](int fd) { ::fcntl(fd, F_SETFD, 0); });
  }
  return REAL(execv)(path, words);
}

void _exit(int status) {
  if (rules().exit_lingers) for_each_descriptor([](int fd) { REAL(close)(fd); });
  REAL(_exit)(status);
  __builtin_unreachable();
}
}
