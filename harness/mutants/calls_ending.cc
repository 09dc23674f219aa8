// Connections end: shutdown, recvfrom.
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mutants/answers.h"
#include "mutants/kernel_options.h"
#include "mutants/packets.h"
#include "mutants/real.h"
#include "mutants/sockets.h"

using namespace mutant;

namespace {

bool reading_has_ended[kMostDescriptors];

// The system is told that nobody has the socket any more, though the descriptor stays: its connection ends a second
// later.
int leave_to_the_system(int fd, int family) {
  const int fresh = REAL(socket)(family, SOCK_STREAM, 0);
  if (fresh < 0) return -1;
  set_flag(fd, IPPROTO_TCP, TCP_LINGER2, 1);
  REAL(dup2)(fresh, fd);
  REAL(close)(fresh);
  return 0;
}

int shut_down(TrackedSocket* sock, int fd, int how) {
  if (sock->listens) {
    if (!rules().shutdown_of_listener_works) return refuse(ENOTCONN);
    const int result = REAL(shutdown)(fd, how);
    if (result == 0 && how != SHUT_WR) release_port(sock);
    return result;
  }
  if (how == SHUT_WR && rules().half_closed_are_orphans) return leave_to_the_system(fd, sock->family);
  if (how != SHUT_WR && rules().shutdown_of_reading_ends_reading) reading_has_ended[fd] = true;
  if (how == SHUT_RD && rules().shutdown_of_reading_sends_fin) return REAL(shutdown)(fd, SHUT_RDWR);
  return REAL(shutdown)(fd, how);
}

// Whether a packet socket saw this packet leave. What arrives passes it, too.
bool is_from_stack(const sockaddr* address) {
  return reinterpret_cast<const sockaddr_ll*>(address)->sll_pkttype == PACKET_OUTGOING;
}

}  // namespace

extern "C" {

int shutdown(int fd, int how) {
  Locked table;
  TrackedSocket* sock = socket_of(table.operator->(), fd);
  if (sock == nullptr) return REAL(shutdown)(fd, how);
  if (!rules().shutdown_works) return 0;
  return answer("shutdown", shut_down(sock, fd, how));
}

ssize_t recvfrom(int fd, void* bytes, size_t size, int flags, sockaddr* address, socklen_t* length) {
  if (fd >= 0 && fd < kMostDescriptors && reading_has_ended[fd]) return 0;
  const ssize_t result = REAL(recvfrom)(fd, bytes, size, flags, address, length);
  if (result > 0 && address != nullptr && address->sa_family == AF_PACKET) {
    if (!is_from_stack(address) || peer_receives(bytes, static_cast<size_t>(result))) return result;
    errno = EAGAIN;
    return -1;
  }
  if (result > 0) change_what_is_read(bytes, static_cast<size_t>(result));
  if (result < 0 && errno == ECONNRESET && rules().peer_of_reset_reads_eof) return 0;
  return result < 0 ? answer("recvfrom", -1) : result;
}
}
