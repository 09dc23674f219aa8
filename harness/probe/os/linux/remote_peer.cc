// Linux: a second network namespace (network_namespaces(7)) at the other end of a pair of devices (veth(4)),
// which rtnetlink(7) makes and gives their addresses.
#include "probe/scenarios/remote_peer.h"

#include <fcntl.h>
#include <linux/veth.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "probe/core/case.h"
#include "probe/core/polling.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"
#include "probe/net/calls.h"
#include "probe/net/settings.h"
#include "probe/os/linux/netlink.h"

namespace probe {
namespace {

constexpr const char* kDevice = "addrinuse1";  // at both ends
// Of the blocks that are never routed (RFC 1918, RFC 4193); the last byte is the end's number.
constexpr std::array<std::uint8_t, 4> kNet4 = {10, 173, 174, 0};
constexpr std::array<std::uint8_t, 16> kNet6 = {0xfd, 0, 0x0a, 0xdd, 0, 0xdf};

void must(bool there, const std::string& what) {
  if (!there)
    throw CaseAborted(Status::not_applicable, "needs a second stack: " + what + ": " + std::strerror(errno));
}

// The pair: one end in this namespace, the other in the one behind `other`.
bool make_pair(int other) {
  return netlink::make_device(kDevice, "veth", [other](netlink::Message& message) {
    const std::size_t peer = message.begin(VETH_INFO_PEER);
    const ifinfomsg device{};
    message.append(&device, sizeof device);
    message.add(IFLA_IFNAME, kDevice, std::strlen(kDevice) + 1);
    message.add(IFLA_NET_NS_FD, &other, sizeof other);
    message.end(peer);
  });
}

template <std::size_t n>
bool give_address(unsigned char family, unsigned char prefix, std::array<std::uint8_t, n> address,
                  std::uint8_t end) {
  address.back() = end;
  return netlink::give_address(kDevice, family, prefix, address.data(), n);
}

// This namespace's end of the link, ready for use. A stack without IPv6 does without.
void set_up_end(std::uint8_t end) {
  must(give_address(AF_INET, 24, kNet4, end), "an address for the link");
  give_address(AF_INET6, 64, kNet6, end);
  must(netlink::bring_up(kDevice), "the link comes up");
}

Address end_of_link(std::uint8_t end) {
  std::array<std::uint8_t, 16> six = kNet6;
  six.back() = end;
  const Address four = ipv4(kNet4[0], kNet4[1], kNet4[2], end);
  if (family_of(variant()) == AddressStyle::ipv6) return ipv6(six);
  return family_of(variant()) == AddressStyle::v4mapped ? v4mapped(four) : four;
}

// Whether something answers at the address, if only that nobody listens on the port.
bool answers(Address address) {
  constexpr Port kDiscard = 9;
  address.port = kDiscard;
  return try_once(Call::connect(address)).error == ECONNREFUSED;
}

// Each side has to learn the other's hardware address first (RFC 4861, 7.2), which a busy machine may not
// manage in the seconds that it has for it: the first to ask is then told that there is no such host.
constexpr double kToBeFound = 20;  // seconds

}  // namespace

RemotePeer remote_peer(const std::string& name) {
  needs(stack_is_private(), "a stack of its own, to join a second one to it");
  const int here = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  must(here >= 0, "the name of this stack");
  must(::unshare(CLONE_NEWNET) == 0, "a network namespace");
  // From here to setns() this thread is in the second stack, and a process that it starts stays there.
  must(make_pair(here), "a pair of devices");
  must(netlink::bring_up("lo"), "its loopback device");
  set_up_end(2);
  const Process process = another_process(name);
  must(::setns(here, CLONE_NEWNET) == 0, "the way back");
  ::close(here);
  set_up_end(1);
  const Address there = end_of_link(2);
  given(wait_until([&] { return answers(there.unmapped()); }, kToBeFound), "the second stack answers");
  log_step("a second stack for " + name, "ok");
  return {process, end_of_link(1), there};
}

}  // namespace probe
