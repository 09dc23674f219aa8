// One TCP connection's state on Linux, through sock_diag(7).
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "probe/net/tcp_state.h"
#include "probe/os/linux/sock_diag.h"
#include "probe/os/linux/tcp_state.h"

namespace probe {
namespace {

sock_diag::Request request_for(const Address& local, const Address& remote) {
  const int family = local.family == Family::ipv4 ? AF_INET : AF_INET6;
  return sock_diag::request_for({family, local.bytes.data(), local.port},
                                {family, remote.bytes.data(), remote.port});
}

struct Answer {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default): `bytes` is filled as needed
  Answer() {}
  alignas(nlmsghdr) std::array<char, 8192> bytes;
  const nlmsghdr* header() const { return reinterpret_cast<const nlmsghdr*>(bytes.data()); }
};

// The sock_diag socket of the stack in which it was opened, kept open as long as that stack is used: a case
// that waits asks hundreds of times.
int& diagnosis_socket() {
  static int fd = -1;
  return fd;
}

// False where the system has no such interface at all.
bool diagnose(const sock_diag::Request& request, Answer* answer) {
  int& fd = diagnosis_socket();
  if (fd < 0) fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return false;
  const bool sent = ::send(fd, &request, sizeof request, 0) == static_cast<ssize_t>(sizeof request);
  const ssize_t size = sent ? ::recv(fd, answer->bytes.data(), answer->bytes.size(), 0) : -1;
  if (size >= static_cast<ssize_t>(sizeof(nlmsghdr))) return true;
  leave_stack();  // an answer that comes later is not to be taken for the next one's
  return false;
}

// A kernel that lacks the module answers ENOENT to everything, as it does for a connection that is not there.
// A dump of no states tells the two apart: it ends in good order where the module is there.
bool diagnosis_works() {
  static const bool works = [] {
    sock_diag::Request request = request_for(Address{}, Address{});
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_states = 0;
    Answer answer;
    return diagnose(request, &answer) && answer.header()->nlmsg_type == NLMSG_DONE;
  }();
  return works;
}

std::optional<TcpState> look_for(const sock_diag::Request& request, const Address& remote) {
  Answer answer;
  if (!diagnose(request, &answer)) return std::nullopt;
  const auto* found = sock_diag::connection_in(*answer.header(), remote.port);
  return found == nullptr ? TcpState::closed : from_linux(found->idiag_state);
}

constexpr useconds_t kInstant_us = 1000;

}  // namespace

void leave_stack() {
  int& fd = diagnosis_socket();
  if (fd >= 0) ::close(fd);
  fd = -1;
}

// A connection that begins to wait as a smaller record (FIN_WAIT_2 without a socket, TIME_WAIT) is for an
// instant neither the socket it was nor that record (tcp_time_wait() in net/ipv4/tcp_minisocks.c): only what
// is missing twice is gone.
std::optional<TcpState> ask_connection_state(const Address& local, const Address& remote) {
  if (!diagnosis_works()) return std::nullopt;
  const sock_diag::Request request = request_for(local.unmapped(), remote.unmapped());
  const auto state = look_for(request, remote);
  if (state != TcpState::closed) return state;
  ::usleep(kInstant_us);
  return look_for(request, remote);
}

}  // namespace probe
