#include "mutants/kernel_options.h"

#include <linux/filter.h>

#include "mutants/real.h"
#include "mutants/rules.h"

namespace mutant {
namespace {

int count_sharing(Table* table, const TrackedSocket& newest) {
  return count_sockets(table, [&newest](TrackedSocket& sock) {
    return sock.is_udp == newest.is_udp && (sock.is_udp || sock.listens) && is_open(&sock) &&
           same_end(sock.local, newest.local);
  });
}

}  // namespace

bool set_flag(int fd, int level, int number, int value) {
  return REAL(setsockopt)(fd, level, number, &value, sizeof value) == 0;
}

void force_reuse_options(const TrackedSocket& sock, int fd) {
  set_flag(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  if (!sock.is_udp || rules().pick != Pick::system) set_flag(fd, SOL_SOCKET, SO_REUSEPORT, 1);
}

void restore_options(const TrackedSocket& sock, int fd) {
  set_flag(fd, SOL_SOCKET, SO_REUSEADDR, sock.reuseaddr ? 1 : 0);
  set_flag(fd, SOL_SOCKET, SO_REUSEPORT, sock.reuseport ? 1 : 0);
}

void set_linger(int fd, int seconds) {
  linger value{1, seconds};
  REAL(setsockopt)(fd, SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

void choose_receiver(Table* table, const TrackedSocket& newest, int fd) {
  if (rules().pick != Pick::first && rules().pick != Pick::last) return;
  const int sharing = count_sharing(table, newest);
  if (sharing < 2) return;
  const auto index = static_cast<unsigned>(rules().pick == Pick::first ? 0 : sharing - 1);
  sock_filter always[] = {{BPF_RET | BPF_K, 0, 0, index}};
  sock_fprog program{1, always};
  REAL(setsockopt)(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program, sizeof program);
}

void let_nothing_in(int fd) {
  sock_filter drop[] = {{BPF_RET | BPF_K, 0, 0, 0}};
  sock_fprog program{1, drop};
  REAL(setsockopt)(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

}  // namespace mutant
