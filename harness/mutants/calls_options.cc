// Options: setsockopt, getsockopt.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mutants/answers.h"
#include "mutants/kernel_options.h"
#include "mutants/ports.h"
#include "mutants/real.h"
#include "mutants/sockets.h"
#include "mutants/states.h"

#ifndef IPV6_MULTICAST_ALL
#define IPV6_MULTICAST_ALL 29  // include/uapi/linux/in6.h
#endif

using namespace mutant;

namespace {

const OptionRule* rule_for(int level, int number) {
  for (const OptionRule& rule : rules().options)
    if (rule.fate != OptionFate::kept && rule.level == level && rule.number == number) return &rule;
  return nullptr;
}

bool is_reuse(int level, int number) {
  return level == SOL_SOCKET && (number == SO_REUSEADDR || number == SO_REUSEPORT);
}

int after_swap(int level, int number) {
  if (!rules().reuse_options_swapped || !is_reuse(level, number)) return number;
  return number == SO_REUSEADDR ? SO_REUSEPORT : SO_REUSEADDR;
}

int int_of(const void* value, socklen_t size) {
  int number = 0;
  memcpy(&number, value, size < sizeof number ? size : sizeof number);
  return number;
}

bool is_device(int level, int number) {
  return level == SOL_SOCKET && (number == SO_BINDTODEVICE || number == SO_BINDTOIFINDEX);
}

// A socket that is bound to a device is root's to change (socket(7)), whom a pretended user is for the system.
bool has_device(int fd) {
  Locked table;
  const TrackedSocket* sock = socket_of(table.operator->(), fd);
  return sock != nullptr && sock->device != 0;
}

bool is_joining(int level, int number) {
  return (level == IPPROTO_IP && number == IP_ADD_MEMBERSHIP) ||
         (level == IPPROTO_IPV6 && number == IPV6_JOIN_GROUP);
}

// The first member of a group is the only one: the others hear nothing of it (IP_MULTICAST_ALL, ip(7)).
bool is_left_out(int fd) {
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock == nullptr) return false;
  if (!has_socket(table.operator->(), [](const TrackedSocket& other) { return other.is_member; })) {
    sock->is_member = true;
    return false;
  }
  set_flag(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
  set_flag(fd, IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
  return true;
}

bool is_local(int fd) {
  int family = 0;
  socklen_t size = sizeof family;
  return REAL(getsockopt)(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 && family == AF_UNIX;
}

void note(TrackedSocket* sock, int fd, int level, int number, int value) {
  const bool on = value != 0;
  if (is_device(level, number)) {
    socklen_t size = sizeof sock->device;
    REAL(getsockopt)(fd, SOL_SOCKET, SO_BINDTOIFINDEX, &sock->device, &size);
  }
  if (level == IPPROTO_IPV6 && number == IPV6_V6ONLY) sock->v6only = on;
  if (level == IPPROTO_IP && number == IP_FREEBIND) sock->is_freebound = on;
  if (level == IPPROTO_IP && number == kLocalPortRange) sock->range = static_cast<std::uint32_t>(value);
  if (level == SOL_SOCKET && number == SO_ATTACH_REUSEPORT_CBPF && !sock->has_own_port)
    sock->brings_program = true;
  if (!is_reuse(level, number)) return;
  (number == SO_REUSEADDR ? sock->reuseaddr : sock->reuseport) = on;
  if (rules().models_conflicts && sock->has_own_port) force_reuse_options(*sock, fd);
}

void change_told_value(int level, int number, void* value, const socklen_t* size) {
  if (*size < sizeof(int)) return;
  int told = int_of(value, *size);
  if (level == SOL_SOCKET && number == SO_ERROR) told = told_error("connect", told);
  if (level == SOL_SOCKET && number == SO_REUSEADDR)
    told = told != 0 ? rules().value_of_reuseaddr : rules().value_of_unset_reuseaddr;
  memcpy(value, &told, sizeof told);
}

}  // namespace

extern "C" {

int setsockopt(int fd, int level, int number, const void* value, socklen_t size) {
  if (const OptionRule* rule = rule_for(level, number))
    return rule->fate == OptionFate::refused ? refuse(rule->error) : 0;
  if (rules().local_sockets_take_reuseport && level == SOL_SOCKET && number == SO_REUSEPORT && is_local(fd))
    return 0;
  if (is_device(level, number) && ::geteuid() != 0 && (rules().devices_need_root || has_device(fd)))
    return refuse(EPERM);
  if (is_joining(level, number) && !rules().multicast_reaches_all && is_left_out(fd)) return 0;
  const int changed = after_swap(level, number);
  const int result = REAL(setsockopt)(fd, level, changed, value, size);
  if (result != 0) return answer("setsockopt", result);
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock != nullptr) note(sock, fd, level, changed, int_of(value, size));
  return answer("setsockopt", result);
}

int getsockopt(int fd, int level, int number, void* value, socklen_t* size) {
  const int changed = after_swap(level, number);
  const int result = REAL(getsockopt)(fd, level, changed, value, size);
  if (result != 0) return result;
  if (level == IPPROTO_TCP && number == TCP_INFO && !rules().sockets_tell_their_state)
    static_cast<tcp_info*>(value)->tcpi_state = kClosed;
  if (level != SOL_SOCKET) return result;
  if (is_reuse(level, changed) && rules().models_conflicts) {
    Locked table;
    const TrackedSocket* sock = socket_of(table.operator->(), fd);
    const int told = sock == nullptr ? 0 : changed == SO_REUSEADDR ? sock->reuseaddr : sock->reuseport;
    if (sock != nullptr) memcpy(value, &told, sizeof told);
  }
  if (number == SO_ERROR && int_of(value, *size) != 0) {
    Locked table;
    TrackedSocket* sock = socket_of(table.operator->(), fd);
    if (sock != nullptr && !sock->is_udp) release_port(sock);
  }
  change_told_value(level, number, value, size);
  return result;
}
}
