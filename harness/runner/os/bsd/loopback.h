// Addresses of the loopback device on systems of BSD's kind: netintro(4) on FreeBSD and NetBSD, netintro(4) and inet6(4)
// on OpenBSD, netinet/in_var.h and netinet6/in6_var.h on macOS. The structures have the same fields on all of them.
#pragma once
#include <sys/types.h>
// before these
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
// after those
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/in_var.h>
#include <netinet6/in6_var.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>

#include "runner/os/posix/descriptor.h"

namespace runner {

inline constexpr const char* kLoopbackDevice = "lo0";
// Seconds that an address stays valid: for ever (RFC 4862, section 5.5.3; RFC 4861, section 4.6.2: all bits one). The
// system's name of it is in netinet6/nd6.h, which no C++ compiler takes on FreeBSD.
inline constexpr std::uint32_t kInfiniteLifetime = 0xffffffff;

inline bool is_ipv6(const std::string& address) { return address.find(':') != std::string::npos; }

inline sockaddr_in ipv4_of(const std::string& address) {
  sockaddr_in ipv4{};
  ipv4.sin_len = sizeof ipv4;
  ipv4.sin_family = AF_INET;
  ::inet_pton(AF_INET, address.c_str(), &ipv4.sin_addr);
  return ipv4;
}

inline sockaddr_in6 ipv6_of(const std::string& address) {
  sockaddr_in6 ipv6{};
  ipv6.sin6_len = sizeof ipv6;
  ipv6.sin6_family = AF_INET6;
  ::inet_pton(AF_INET6, address.c_str(), &ipv6.sin6_addr);
  return ipv6;
}

template <typename Request>
bool ask_device(int family, unsigned long call, Request* request) {
  const Descriptor socket(::socket(family, SOCK_DGRAM, 0));
  return socket.get() >= 0 && ::ioctl(socket.get(), call, request) == 0;
}

// Adds an address with a prefix of its own length. False, with errno set, if the system refuses.
inline bool add_loopback_address(const std::string& address) {
  if (is_ipv6(address)) {
    in6_aliasreq request{};
    ::strlcpy(request.ifra_name, kLoopbackDevice, sizeof request.ifra_name);
    request.ifra_addr = ipv6_of(address);
    request.ifra_prefixmask = ipv6_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    request.ifra_lifetime.ia6t_vltime = kInfiniteLifetime;
    request.ifra_lifetime.ia6t_pltime = kInfiniteLifetime;
    return ask_device(AF_INET6, SIOCAIFADDR_IN6, &request);
  }
  ifaliasreq request{};
  ::strlcpy(request.ifra_name, kLoopbackDevice, sizeof request.ifra_name);
  const sockaddr_in local = ipv4_of(address);
  const sockaddr_in mask = ipv4_of("255.255.255.255");
  std::memcpy(&request.ifra_addr, &local, sizeof local);
  std::memcpy(&request.ifra_mask, &mask, sizeof mask);
  return ask_device(AF_INET, SIOCAIFADDR, &request);
}

inline bool remove_loopback_address(const std::string& address) {
  if (is_ipv6(address)) {
    in6_ifreq request{};
    ::strlcpy(request.ifr_name, kLoopbackDevice, sizeof request.ifr_name);
    request.ifr_addr = ipv6_of(address);
    return ask_device(AF_INET6, SIOCDIFADDR_IN6, &request);
  }
  ifreq request{};
  ::strlcpy(request.ifr_name, kLoopbackDevice, sizeof request.ifr_name);
  const sockaddr_in local = ipv4_of(address);
  std::memcpy(&request.ifr_addr, &local, sizeof local);
  return ask_device(AF_INET, SIOCDIFADDR, &request);
}

// Whether a socket can be bound to the address: then this system has it already.
inline bool is_local_address(const std::string& address) {
  const bool ipv6 = is_ipv6(address);
  const Descriptor socket(::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0));
  const sockaddr_in ipv4_address = ipv4_of(address);
  const sockaddr_in6 ipv6_address = ipv6_of(address);
  const auto* const raw = ipv6 ? reinterpret_cast<const sockaddr*>(&ipv6_address)
                               : reinterpret_cast<const sockaddr*>(&ipv4_address);
  return socket.get() >= 0 && ::bind(socket.get(), raw, raw->sa_len) == 0;
}

// Throws std::system_error if the device does not come up.
inline void bring_loopback_up() {
  ifreq request{};
  ::strlcpy(request.ifr_name, kLoopbackDevice, sizeof request.ifr_name);
  if (!ask_device(AF_INET, SIOCGIFFLAGS, &request))
    throw std::system_error(errno, std::generic_category(), "the flags of the loopback device");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  if (!ask_device(AF_INET, SIOCSIFFLAGS, &request))
    throw std::system_error(errno, std::generic_category(), "bringing the loopback device up");
}

}  // namespace runner
