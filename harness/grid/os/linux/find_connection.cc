// sock_diag(7): one connection by its two ends. The kernel's module for it (tcp_diag) may be absent.
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

#include "grid/core/system.h"
#include "os/linux_settings.h"
#include "os/linux_tcp_states.h"
#include "probe/os/linux/sock_diag.h"

namespace grid::sys {
namespace {

namespace sock_diag = probe::sock_diag;

constexpr std::uint8_t kTimerOfRecord = 3;  // of a connection that is kept as a small record (inet_diag.c)

union Reply {
  nlmsghdr header;
  char bytes[1024];
};

// The socket belongs to the namespace in which it was opened.
int diag_socket = -1;

// An end of the connection as the request has it; false if it has no address. A mapped address is asked as the
// IPv4 address that it names.
bool read_end(const SocketAddress& end, sock_diag::End& read) {
  read = {AF_INET, end.bytes + offsetof(sockaddr_in, sin_addr), port_of(end)};
  if (end.length == sizeof(sockaddr_in)) return true;
  if (end.length != sizeof(sockaddr_in6)) return false;
  const auto* const bytes = end.bytes + offsetof(sockaddr_in6, sin6_addr);
  in6_addr address{};
  std::memcpy(&address, bytes, sizeof address);
  const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&address) != 0;
  read.family = is_mapped ? AF_INET : AF_INET6;
  read.address = is_mapped ? bytes + 12 : bytes;
  return true;
}

bool ask(const sock_diag::Request& request, Reply& reply) {
  if (::send(diag_socket, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request)) return false;
  const ssize_t length = ::recv(diag_socket, &reply, sizeof reply, 0);
  return length >= static_cast<ssize_t>(NLMSG_LENGTH(sizeof(inet_diag_msg)));
}

}  // namespace

void reopen_diag() {
  if (diag_socket >= 0) ::close(diag_socket);
  diag_socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

TableEntry find_connection(const SocketAddress& local, const SocketAddress& remote) {
  sock_diag::End local_end{};
  sock_diag::End remote_end{};
  Reply reply{};
  if (diag_socket < 0 || !read_end(local, local_end) || !read_end(remote, remote_end) ||
      local_end.family != remote_end.family || !ask(sock_diag::request_for(local_end, remote_end), reply))
    return {};
  const auto* const found = sock_diag::connection_in(reply.header, remote_end.port);
  if (found == nullptr) return {};
  return {tcp_state_numbered(found->idiag_state), found->idiag_timer == kTimerOfRecord};
}

}  // namespace grid::sys
