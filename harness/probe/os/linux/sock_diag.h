// Questions to the kernel about single TCP connections, sock_diag(7).
#pragma once
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>

namespace probe::sock_diag {

// One end of a connection. `address`: four bytes of an IPv4 address, sixteen of an IPv6 one. `port`: in host
// byte order.
struct End {
  int family;  // AF_INET, AF_INET6
  const void* address;
  std::uint16_t port;
};

struct Request {
  nlmsghdr header;
  inet_diag_req_v2 body;
};

// The question for the connection between two ends of one family, in whatever state it is.
inline Request request_for(const End& local, const End& remote) {
  Request request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.body.sdiag_family = static_cast<std::uint8_t>(local.family);
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = ~0U;
  inet_diag_sockid& id = request.body.id;
  id.idiag_sport = htons(local.port);
  id.idiag_dport = htons(remote.port);
  const std::size_t size = local.family == AF_INET ? 4 : 16;
  std::memcpy(id.idiag_src, local.address, size);
  std::memcpy(id.idiag_dst, remote.address, size);
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return request;
}

// The connection that an answer is about; nullptr if it says that there is none. Then a listener on the local
// port is what the kernel finds instead: it has no remote port.
inline const inet_diag_msg* connection_in(const nlmsghdr& answer, std::uint16_t remote_port) {
  if (answer.nlmsg_type != SOCK_DIAG_BY_FAMILY) return nullptr;
  const auto* found = static_cast<const inet_diag_msg*>(NLMSG_DATA(&answer));
  return found->id.idiag_dport == htons(remote_port) ? found : nullptr;
}

}  // namespace probe::sock_diag
