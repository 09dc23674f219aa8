// Linux: getifaddrs(3), netdevice(7), and rtnetlink(7) to make a device.
#include "probe/scenarios/device.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"
#include "probe/net/settings.h"
#include "probe/net/socket.h"
#include "probe/os/linux/netlink.h"

namespace probe {
namespace {

constexpr const char* kName = "addrinuse0";
// Of the blocks that are never routed (RFC 1918, RFC 4193).
constexpr std::uint8_t kAddress4[4] = {10, 173, 173, 1};
constexpr std::uint8_t kAddress6[16] = {0xfd, 0, 0x0a, 0xdd, 0, 0xde, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

Address on_device(const Address& four, const std::array<std::uint8_t, 16>& six) {
  switch (family_of(variant())) {
    case AddressStyle::ipv6:
      return ipv6(six);
    case AddressStyle::v4mapped:
      return v4mapped(four);
    case AddressStyle::ipv4:
      break;
  }
  return four;
}

// The address of the running variant's family in an entry of getifaddrs; none for another family or a
// link-local one.
std::optional<Address> address_in(const ifaddrs& entry) {
  const bool wants_ipv6 = family_of(variant()) == AddressStyle::ipv6;
  if (entry.ifa_addr == nullptr || entry.ifa_addr->sa_family != (wants_ipv6 ? AF_INET6 : AF_INET))
    return std::nullopt;
  std::array<std::uint8_t, 16> six{};
  std::uint8_t four[4] = {};
  if (wants_ipv6) {
    const auto* in6 = reinterpret_cast<const sockaddr_in6*>(entry.ifa_addr);
    if (IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr)) return std::nullopt;
    std::memcpy(six.data(), &in6->sin6_addr, six.size());
  } else {
    std::memcpy(four, &reinterpret_cast<const sockaddr_in*>(entry.ifa_addr)->sin_addr, sizeof four);
  }
  return on_device(ipv4(four[0], four[1], four[2], four[3]), six);
}

std::optional<Device> find_device(bool is_loopback) {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return std::nullopt;
  std::optional<Device> found;
  for (const ifaddrs* entry = all; entry != nullptr && !found; entry = entry->ifa_next) {
    const auto address = address_in(*entry);
    if (!address || (entry->ifa_flags & IFF_UP) == 0) continue;
    if (((entry->ifa_flags & IFF_LOOPBACK) != 0) != is_loopback) continue;
    found = Device{entry->ifa_name, static_cast<int>(::if_nametoindex(entry->ifa_name)), *address};
  }
  ::freeifaddrs(all);
  return found;
}

bool make_device(const char* kind) {
  const bool is_made = netlink::make_device(kName, kind);
  log_step("make a device " + std::string(kName) + " of the kind " + kind,
           Outcome::of_error(is_made ? 0 : errno).text());
  return is_made;
}

bool set_address4(int fd) {
  ifreq request{};
  std::snprintf(request.ifr_name, sizeof request.ifr_name, "%s", kName);
  auto* in = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
  in->sin_family = AF_INET;
  std::memcpy(&in->sin_addr, kAddress4, sizeof kAddress4);
  return ::ioctl(fd, SIOCSIFADDR, &request) == 0;
}

bool set_address6(int index) {
  const int fd = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  in6_ifreq request{};
  std::memcpy(&request.ifr6_addr, kAddress6, sizeof kAddress6);
  request.ifr6_prefixlen = 128;
  request.ifr6_ifindex = index;
  const int rc = ::ioctl(fd, SIOCSIFADDR, &request);
  ::close(fd);
  return rc == 0;
}

bool bring_up(int fd) {
  ifreq request{};
  std::snprintf(request.ifr_name, sizeof request.ifr_name, "%s", kName);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
}

// Without accept_dad = 0 an IPv6 address of a device without a link would stay tentative (ip-sysctl,
// accept_dad).
void give_addresses() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool wants_ipv6 = family_of(variant()) == AddressStyle::ipv6;
  const bool is_ready =
      !wants_ipv6 || change_setting(std::string("net.ipv6.conf.") + kName + ".accept_dad", "0").is_ok();
  const bool is_up = bring_up(fd);
  const bool has_address =
      wants_ipv6 ? set_address6(static_cast<int>(::if_nametoindex(kName))) : set_address4(fd);
  ::close(fd);
  log_step(std::string("give ") + kName + " an address", is_ready && is_up && has_address ? "ok" : "refused");
}

// The kernel completes an IPv6 address in a task of its own (addrconf_dad_work): until then nothing reaches
// it.
void await_reachable(const Address& address) {
  Socket scout = udp("scout");
  given(scout.bind(wildcard_address()), "a scout binds");
  const Address to = address.at(scout.port());
  given(wait_until([&] { return scout.send_to(to, "there?").is_ok() && scout.is_readable(0.01); }),
        "the address is reached");
}

}  // namespace

void take_address(const Address& address) {
  needs(stack_is_private(), "a stack of its own, to give an address to its loopback device");
  const Address plain = address.unmapped();
  const bool is_ipv6 = plain.family == Family::ipv6;
  const bool is_there = netlink::give_address("lo", is_ipv6 ? AF_INET6 : AF_INET, is_ipv6 ? 128 : 32,
                                              plain.bytes.data(), is_ipv6 ? 16 : 4);
  log_step("give the loopback device " + plain.at(0).text(), is_there ? "ok" : "refused");
  needs(is_there, "an address that the suite gives to a device");
  await_reachable(address);
}

Device loopback_device() {
  const auto found = find_device(true);
  needs(found.has_value(), "a loopback device that is up");
  return *found;
}

Device another_device() {
  if (const auto found = find_device(false)) return *found;
  needs(stack_is_private(), "a second device with an address, or a stack of its own to make one");
  for (const char* kind : {"dummy", "ifb", "veth", "bridge"}) {
    if (!make_device(kind)) continue;
    give_addresses();
    const auto made = find_device(false);
    if (!made) break;
    await_reachable(made->address);
    return *made;
  }
  throw CaseAborted(Status::not_applicable, "needs a second device: this kernel makes none");
}

}  // namespace probe
