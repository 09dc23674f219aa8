#include "mutants/sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "mutants/real.h"

namespace mutant {
namespace {

Table* table = nullptr;
pid_t table_of_group = -1;
int socket_number[kMostDescriptors];  // of this process's descriptors: slot + 1

// A case's process makes its table when it first needs it; its helpers, forked later, share it.
Table* own_table() {
  const pid_t group = ::getpgrp();
  if (table != nullptr && table_of_group == group) return table;
  void* memory = ::mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) ::abort();
  table = static_cast<Table*>(memory);
  table_of_group = group;
  memset(socket_number, 0, sizeof socket_number);
  return table;
}

void hold(TrackedSocket* sock, pid_t process, int descriptors) {
  Holder* free_place = nullptr;
  for (Holder& holder : sock->holders) {
    if (holder.process == process && holder.descriptors > 0) {
      holder.descriptors += descriptors;
      return;
    }
    if (holder.descriptors == 0 && free_place == nullptr) free_place = &holder;
  }
  if (free_place != nullptr) *free_place = {process, descriptors};
}

void let_go(TrackedSocket* sock, pid_t process) {
  for (Holder& holder : sock->holders)
    if (holder.process == process && holder.descriptors > 0) --holder.descriptors;
}

bool is_gone(pid_t process) {
  const int before = errno;
  const bool gone = ::kill(process, 0) != 0 && errno == ESRCH;
  errno = before;
  return gone;
}

TrackedSocket* free_slot(Table* in) {
  for (int i = 0; i < in->count; ++i)
    if (!in->sockets[i].used) return &in->sockets[i];
  return in->count < kMostSockets ? &in->sockets[in->count++] : nullptr;
}

bool is_zero(const std::uint8_t* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    if (bytes[i] != 0) return false;
  return true;
}

}  // namespace

Locked::Locked() : table_(own_table()) {
  while (__atomic_exchange_n(&table_->lock, 1, __ATOMIC_ACQUIRE) != 0) ::sched_yield();
}

Locked::~Locked() {
  if (table_ != nullptr) __atomic_store_n(&table_->lock, 0, __ATOMIC_RELEASE);
}

TrackedSocket* socket_of(Table* in, int fd) {
  if (fd < 0 || fd >= kMostDescriptors || socket_number[fd] == 0) return nullptr;
  return &in->sockets[socket_number[fd] - 1];
}

bool is_remembered(int fd) { return socket_number[fd] != 0; }

TrackedSocket* remember(Table* in, int fd, bool is_udp, int family) {
  if (fd < 0 || fd >= kMostDescriptors) return nullptr;
  TrackedSocket* sock = free_slot(in);
  if (sock == nullptr) return nullptr;
  memset(sock, 0, sizeof *sock);
  sock->used = true;
  sock->is_udp = is_udp;
  sock->family = family;
  socket_number[fd] = static_cast<int>(sock - in->sockets) + 1;
  hold(sock, ::getpid(), 1);
  return sock;
}

void remember_duplicate(Table* in, int fd, int copy) {
  TrackedSocket* sock = socket_of(in, fd);
  if (sock == nullptr || copy < 0 || copy >= kMostDescriptors) return;
  socket_number[copy] = socket_number[fd];
  hold(sock, ::getpid(), 1);
}

void forget(Table* in, int fd) {
  TrackedSocket* sock = socket_of(in, fd);
  if (sock == nullptr) return;
  socket_number[fd] = 0;
  let_go(sock, ::getpid());
  is_open(sock);
}

void forget_what_exec_closes(Table* in) {
  for_each_descriptor([in](int fd) {
    if ((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0) forget(in, fd);
  });
}

void share_with_child(Table* in, pid_t child) {
  for (const int number : socket_number)
    if (number != 0) hold(&in->sockets[number - 1], child, 1);
}

bool is_open(TrackedSocket* sock) {
  if (sock->ended > 0) return false;
  bool open = false;
  for (Holder& holder : sock->holders) {
    if (holder.descriptors > 0 && is_gone(holder.process)) holder.descriptors = 0;
    open = open || holder.descriptors > 0;
  }
  if (open) return true;
  sock->ended = seconds();
  // Only a connection leaves anything behind.
  if (!sock->is_connection) sock->used = false;
  return false;
}

Endpoint end_of(const sockaddr* address, socklen_t size, bool v6only) {
  Endpoint end{};
  if (address->sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(address);
    end.port = ntohs(in->sin_port);
    end.ip[10] = end.ip[11] = 0xff;
    memcpy(end.ip + 12, &in->sin_addr, 4);
    end.covers_ipv4 = true;
    end.is_wildcard = in->sin_addr.s_addr == 0;
  } else if (address->sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    const auto* in6 = reinterpret_cast<const sockaddr_in6*>(address);
    end.port = ntohs(in6->sin6_port);
    memcpy(end.ip, &in6->sin6_addr, 16);
    const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr);
    end.is_wildcard = is_mapped ? is_zero(end.ip + 12, 4) : is_zero(end.ip, 16);
    end.covers_ipv6 = !is_mapped;
    end.covers_ipv4 = is_mapped || (end.is_wildcard && !v6only);
  }
  return end;
}

void release_port(TrackedSocket* sock) {
  sock->was_refused = true;
  sock->listens = false;
  sock->is_connection = false;
  if (sock->chose_its_port) return;
  sock->has_own_port = false;
  sock->local.port = 0;
}

bool same_ip(const Endpoint& a, const Endpoint& b) { return memcmp(a.ip, b.ip, sizeof a.ip) == 0; }

bool same_end(const Endpoint& a, const Endpoint& b) { return a.port == b.port && same_ip(a, b); }

void refresh_local(TrackedSocket* sock, int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (sock->family == AF_INET6) {
    int v6only = 0;
    socklen_t length = sizeof v6only;
    if (REAL(getsockopt)(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, &length) == 0) sock->v6only = v6only != 0;
  }
  if (REAL(getsockname)(fd, address, &size) == 0) sock->local = end_of(address, size, sock->v6only);
}

void refresh_remote(TrackedSocket* sock, int fd) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  auto* address = reinterpret_cast<sockaddr*>(&storage);
  if (REAL(getpeername)(fd, address, &size) == 0) sock->remote = end_of(address, size, false);
}

int fresh_socket_like(int fd, sockaddr_storage* address, socklen_t* size) {
  *size = sizeof *address;
  REAL(getsockname)(fd, reinterpret_cast<sockaddr*>(address), size);
  return REAL(socket)(address->ss_family, SOCK_STREAM, 0);
}

double seconds() {
  timespec now{};
  REAL(clock_gettime)(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace mutant
