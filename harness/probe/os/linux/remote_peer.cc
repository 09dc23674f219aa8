// Linux: a second network namespace (network_namespaces(7)) at the other end of a pair of devices (veth(4)),
// which rtnetlink(7) makes and gives their addresses.
#include "probe/scenarios/remote_peer.h"

#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
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

// A netlink message that grows at its end.
class Message {
 public:
  Message(unsigned short type, unsigned short flags) {
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<unsigned short>(NLM_F_REQUEST | NLM_F_ACK | flags);
    append(&header, sizeof header);
  }
  void append(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
    bytes_.append((NLMSG_ALIGNTO - size % NLMSG_ALIGNTO) % NLMSG_ALIGNTO, '\0');
  }
  void add(unsigned short type, const void* data, std::size_t size) {
    const rtattr head{static_cast<unsigned short>(RTA_LENGTH(size)), type};
    append(&head, sizeof head);
    append(data, size);
  }
  // An attribute that holds others: begin gives where it is, end closes it.
  std::size_t begin(unsigned short type) {
    const std::size_t at = bytes_.size();
    add(type, "", 0);
    return at;
  }
  void end(std::size_t at) {
    const auto size = static_cast<unsigned short>(bytes_.size() - at);
    bytes_.replace(at, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
  }
  // Sends it to this namespace's kernel; true when that did what it says, errno says why not.
  bool done() {
    const auto size = static_cast<std::uint32_t>(bytes_.size());
    bytes_.replace(0, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return false;
    struct {
      nlmsghdr header;
      nlmsgerr error;
      std::array<char, 1024> rest;
    } answer{};
    const bool answered =
        ::send(fd, bytes_.data(), bytes_.size(), 0) > 0 && ::recv(fd, &answer, sizeof answer, 0) > 0;
    const int error = answered ? -answer.error.error : errno;
    ::close(fd);
    errno = error;
    return error == 0;
  }

 private:
  std::string bytes_;
};

// The pair: one end in this namespace, the other in the one behind `other`.
bool make_pair(int other) {
  Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  const ifinfomsg device{};
  message.append(&device, sizeof device);
  message.add(IFLA_IFNAME, kDevice, std::strlen(kDevice) + 1);
  const std::size_t info = message.begin(IFLA_LINKINFO);
  message.add(IFLA_INFO_KIND, "veth", 5);
  const std::size_t data = message.begin(IFLA_INFO_DATA);
  const std::size_t peer = message.begin(VETH_INFO_PEER);
  message.append(&device, sizeof device);
  message.add(IFLA_IFNAME, kDevice, std::strlen(kDevice) + 1);
  message.add(IFLA_NET_NS_FD, &other, sizeof other);
  message.end(peer);
  message.end(data);
  message.end(info);
  return message.done();
}

bool bring_up(const char* name) {
  Message message(RTM_NEWLINK, 0);
  ifinfomsg device{};
  device.ifi_index = static_cast<int>(::if_nametoindex(name));
  device.ifi_flags = IFF_UP;
  device.ifi_change = IFF_UP;
  message.append(&device, sizeof device);
  return message.done();
}

template <std::size_t n>
bool give_address(unsigned char family, unsigned char prefix, std::array<std::uint8_t, n> address,
                  std::uint8_t end) {
  address.back() = end;
  Message message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
  ifaddrmsg head{};
  head.ifa_family = family;
  head.ifa_prefixlen = prefix;
  head.ifa_flags = IFA_F_NODAD;
  head.ifa_index = ::if_nametoindex(kDevice);
  message.append(&head, sizeof head);
  message.add(IFA_LOCAL, address.data(), n);
  message.add(IFA_ADDRESS, address.data(), n);
  return message.done();
}

// This namespace's end of the link, ready for use. A stack without IPv6 does without.
void set_up_end(std::uint8_t end) {
  must(give_address(AF_INET, 24, kNet4, end), "an address for the link");
  give_address(AF_INET6, 64, kNet6, end);
  must(bring_up(kDevice), "the link comes up");
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
  must(bring_up("lo"), "its loopback device");
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
