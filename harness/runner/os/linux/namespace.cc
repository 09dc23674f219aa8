// Linux: network_namespaces(7), netdevice(7), rtnetlink(7).
#include "runner/namespace.h"

#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/ipv6.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <net/route.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace runner {
namespace {

void bring_loopback_up() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
  ifreq device{};
  std::snprintf(device.ifr_name, sizeof device.ifr_name, "lo");
  // gVisor brings it up itself, and has no call for it.
  const bool is_up = ::ioctl(fd, SIOCGIFFLAGS, &device) == 0 && (device.ifr_flags & IFF_UP) != 0;
  device.ifr_flags = IFF_UP | IFF_RUNNING;
  const int rc = is_up ? 0 : ::ioctl(fd, SIOCSIFFLAGS, &device);
  ::close(fd);
  if (rc != 0) throw std::system_error(errno, std::generic_category(), "bringing the loopback device up");
}

// Whether a datagram that a socket sends to its own address arrives.
bool reaches_itself(int fd, sockaddr_in6 address) {
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(fd, raw, size) != 0 || ::getsockname(fd, raw, &size) != 0) return false;
  pollfd arrival{fd, POLLIN, 0};
  return ::sendto(fd, "", 1, 0, raw, size) == 1 && ::poll(&arrival, 1, 1) == 1;
}

constexpr int kTries = 100;
constexpr int kNextTry_ms = 10;

// The kernel adds the route to a new address in a thread of its own (addrconf_dad_work in net/ipv6/addrconf.c): until
// then the address can be bound and connected to, and nothing arrives there. `routes` is a socket that the kernel tells of
// new IPv6 routes (rtnetlink(7), RTMGRP_IPV6_ROUTE): to wait for it takes fewer calls than to try every half millisecond.
void await_route_to(const in6_addr& address, int routes) {
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_addr = address;
  for (int tries = 0; tries < kTries; ++tries) {
    const int fd = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    const bool reached = reaches_itself(fd, to);
    ::close(fd);
    if (reached) return;
    pollfd news{routes, POLLIN, 0};
    char message[4096];
    if (::poll(&news, 1, kNextTry_ms) == 1) (void)!::recv(routes, message, sizeof message, 0);
  }
}

// A netlink socket that also gets the messages of these groups; negative if there is none.
int netlink_socket(unsigned groups) {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  sockaddr_nl own{};
  own.nl_family = AF_NETLINK;
  own.nl_groups = groups;
  if (fd >= 0) (void)::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own);  // gVisor has no groups
  return fd;
}

// A second local IPv6 address, as 127.0.0.2 is for IPv4, without duplicate address detection: it can be bound at once
// (rtnetlink(7), IFA_F_NODAD). A stack without IPv6 does without.
void add_second_ipv6_address() {
  struct {
    nlmsghdr header;
    ifaddrmsg address;
    rtattr attribute;
    in6_addr value;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_NEWADDR;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE;
  request.address.ifa_family = AF_INET6;
  request.address.ifa_prefixlen = 128;
  request.address.ifa_flags = IFA_F_NODAD | IFA_F_PERMANENT;
  request.address.ifa_index = ::if_nametoindex("lo");
  request.attribute.rta_type = IFA_LOCAL;
  request.attribute.rta_len = RTA_LENGTH(sizeof request.value);
  ::inet_pton(AF_INET6, "fd00:add::2", &request.value);
  const int fd = netlink_socket(RTMGRP_IPV6_ROUTE);
  if (fd < 0 || ::access("/proc/net/if_inet6", F_OK) != 0) {  // no IPv6 in this kernel
    ::close(fd);
    return;
  }
  ::send(fd, &request, sizeof request, 0);  // it can be bound when the call returns ...
  await_route_to(request.value, fd);        // ... and be reached a little later
  ::close(fd);
}

// IPv6 multicast over the loopback device, which works for IPv4 without a route. A stack without IPv6 does without.
void add_ipv6_multicast_route() {
  const int fd = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  in6_rtmsg route{};
  route.rtmsg_dst.s6_addr[0] = 0xff;  // ff00::/8
  route.rtmsg_dst_len = 8;
  route.rtmsg_type = RTN_LOCAL;
  route.rtmsg_flags = RTF_UP | RTF_LOCAL;
  route.rtmsg_metric = 1024;
  route.rtmsg_ifindex = static_cast<int>(::if_nametoindex("lo"));
  ::ioctl(fd, SIOCADDRT, &route);
  ::close(fd);
}

}  // namespace

void configure_loopback() {
  bring_loopback_up();
  add_second_ipv6_address();
  add_ipv6_multicast_route();
}

}  // namespace runner
