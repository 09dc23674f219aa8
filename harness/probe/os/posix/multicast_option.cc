// Multicast options of POSIX systems (ip(7), RFC 3493, 5.2).
#include "probe/net/multicast_option.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

namespace probe {
namespace {

// The loopback device has the name lo on Linux and lo0 on the others; 0 leaves the choice to the system.
unsigned index_of_loopback() {
  const unsigned index = ::if_nametoindex("lo");
  return index != 0 ? index : ::if_nametoindex("lo0");
}

in_addr loopback_in() {
  in_addr address{};
  address.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

OptionWithValue membership_on_loopback(const Address& group) {
  if (group.family == Family::ipv6) {
    ipv6_mreq request{};
    std::memcpy(&request.ipv6mr_multiaddr, group.bytes.data(), 16);
    request.ipv6mr_interface = index_of_loopback();
    return {{"IPV6_JOIN_GROUP", IPPROTO_IPV6, IPV6_JOIN_GROUP, true}, bytes_of(request)};
  }
  ip_mreq request{};
  std::memcpy(&request.imr_multiaddr, group.bytes.data(), 4);
  request.imr_interface = loopback_in();
  return {{"IP_ADD_MEMBERSHIP", IPPROTO_IP, IP_ADD_MEMBERSHIP, true}, bytes_of(request)};
}

OptionWithValue sending_over_loopback(const Address& group) {
  if (group.family == Family::ipv6)
    return {{"IPV6_MULTICAST_IF", IPPROTO_IPV6, IPV6_MULTICAST_IF, true}, bytes_of(index_of_loopback())};
  return {{"IP_MULTICAST_IF", IPPROTO_IP, IP_MULTICAST_IF, true}, bytes_of(loopback_in())};
}

}  // namespace probe
