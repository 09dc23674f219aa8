// sock_diag(7): one connection by its two ends. The kernel's module for it (tcp_diag) may be absent.
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "grid/core/system.h"
#include "os/linux_settings.h"
#include "os/linux_tcp_states.h"

namespace grid::sys {
namespace {

constexpr std::uint8_t kTimerOfRecord = 3;  // of a connection that is kept as a small record (inet_diag.c)

struct Request {
  nlmsghdr header;
  inet_diag_req_v2 connection;
};

union Reply {
  nlmsghdr header;
  char bytes[1024];
};

// The socket belongs to the namespace in which it was opened.
int diag_socket = -1;

// An end of the connection as the request has it. A mapped address is asked as the IPv4 address that it names.
bool copy_end(const SocketAddress& end, std::uint8_t& family, std::uint16_t& port, std::uint32_t* address) {
  const std::uint16_t network_order = htons(port_of(end));
  std::memcpy(&port, &network_order, sizeof port);
  sockaddr_in6 ipv6{};
  if (end.length == sizeof(sockaddr_in)) {
    family = AF_INET;
    std::memcpy(address, end.bytes + offsetof(sockaddr_in, sin_addr), 4);
    return true;
  }
  if (end.length != sizeof ipv6) return false;
  std::memcpy(&ipv6, end.bytes, sizeof ipv6);
  const bool mapped = IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr) != 0;
  family = mapped ? AF_INET : AF_INET6;
  if (mapped)
    std::memcpy(address, ipv6.sin6_addr.s6_addr + 12, 4);
  else
    std::memcpy(address, ipv6.sin6_addr.s6_addr, 16);
  return true;
}

bool ask(Request& request, Reply& reply) {
  if (::send(diag_socket, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request)) return false;
  const ssize_t length = ::recv(diag_socket, &reply, sizeof reply, 0);
  return length >= static_cast<ssize_t>(NLMSG_LENGTH(sizeof(inet_diag_msg))) &&
         reply.header.nlmsg_type == SOCK_DIAG_BY_FAMILY;
}

}  // namespace

void reopen_diag() {
  if (diag_socket >= 0) ::close(diag_socket);
  diag_socket = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

TableEntry find_connection(const SocketAddress& local, const SocketAddress& remote) {
  Request request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  inet_diag_req_v2& wanted = request.connection;
  wanted.sdiag_protocol = IPPROTO_TCP;
  wanted.idiag_states = ~0U;
  wanted.id.idiag_cookie[0] = wanted.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  Reply reply{};
  if (diag_socket < 0 || !copy_end(remote, wanted.sdiag_family, wanted.id.idiag_dport, wanted.id.idiag_dst) ||
      !copy_end(local, wanted.sdiag_family, wanted.id.idiag_sport, wanted.id.idiag_src) ||
      !ask(request, reply))
    return {};
  inet_diag_msg found{};
  std::memcpy(&found, NLMSG_DATA(&reply.header), sizeof found);
  return {tcp_state_numbered(found.idiag_state), found.idiag_timer == kTimerOfRecord};
}

}  // namespace grid::sys
