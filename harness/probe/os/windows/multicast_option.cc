// Multicast options of Windows (Microsoft Learn, IPPROTO_IP and IPPROTO_IPV6 socket options).
#include "probe/net/multicast_option.h"

#include <cstring>

#include "probe/os/windows/winsock.h"

namespace probe {
namespace {

constexpr DWORD kLoopbackIndex = 1;  // of the loopback pseudo-interface

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
    request.ipv6mr_interface = kLoopbackIndex;
    return {{"IPV6_ADD_MEMBERSHIP", IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, true}, bytes_of(request)};
  }
  ip_mreq request{};
  std::memcpy(&request.imr_multiaddr, group.bytes.data(), 4);
  request.imr_interface = loopback_in();
  return {{"IP_ADD_MEMBERSHIP", IPPROTO_IP, IP_ADD_MEMBERSHIP, true}, bytes_of(request)};
}

OptionWithValue sending_over_loopback(const Address& group) {
  if (group.family == Family::ipv6)
    return {{"IPV6_MULTICAST_IF", IPPROTO_IPV6, IPV6_MULTICAST_IF, true}, bytes_of(kLoopbackIndex)};
  return {{"IP_MULTICAST_IF", IPPROTO_IP, IP_MULTICAST_IF, true}, bytes_of(loopback_in())};
}

}  // namespace probe
