// Linux: packets on the loopback device of the case's own network namespace, through packet(7). The peer's
// address is routed to that device, where nobody has it: the stack finds every packet for it undeliverable and
// drops it, after this socket has seen it. IPv4 only: Linux makes an IPv6 route to the loopback device a
// reject route (ip6_route_info_create() in net/ipv6/route.c).
#include "probe/peer/wire.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>

#include "probe/core/case.h"
#include "probe/core/polling.h"
#include "probe/net/settings.h"
#include "probe/os/linux/netlink.h"

namespace probe {
namespace {

constexpr const char* kDevice = "lo";
constexpr std::size_t kLargestPacket = 65536;  // bytes

void must(bool works, const std::string& what) {
  if (!works)
    throw CaseAborted(Status::not_applicable,
                      "needs packets that the suite can write itself: " + what + ": " + std::strerror(errno));
}

sockaddr_ll device_address(std::uint16_t protocol) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(protocol);
  address.sll_ifindex = static_cast<int>(::if_nametoindex(kDevice));
  address.sll_halen = ETH_ALEN;
  return address;
}

class PacketSocket : public Wire {
 public:
  // A socket for one protocol does not see what the system sends: it takes all of them.
  PacketSocket() : fd_(::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_ALL))) {
    must(fd_ >= 0, "a packet socket");
    const sockaddr_ll address = device_address(ETH_P_ALL);
    must(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0,
         "a packet socket on the loopback device");
  }
  ~PacketSocket() override { ::close(fd_); }

  void send(const Packet& packet) override {
    const std::string bytes = bytes_of_packet(packet);
    const sockaddr_ll to = device_address(ETH_P_IP);
    given(::sendto(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) ==
              static_cast<ssize_t>(bytes.size()),
          "the packet socket sends a packet");
  }

  std::optional<Packet> receive(double timeout) override {
    const double deadline = now() + timeout;
    while (true) {
      pollfd ready{fd_, POLLIN, 0};
      const double left = deadline - now();
      if (::poll(&ready, 1, left > 0 ? static_cast<int>(left * 1000) + 1 : 0) <= 0) return std::nullopt;
      if (auto packet = read_one()) return packet;
    }
  }

 private:
  // The packet that is there, if it is one from the stack to the peer.
  std::optional<Packet> read_one() const {
    std::string bytes(kLargestPacket, '\0');
    sockaddr_ll from{};
    socklen_t size = sizeof from;
    const ssize_t got =
        ::recvfrom(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &size);
    if (got <= 0 || from.sll_pkttype != PACKET_OUTGOING) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(got));
    const auto packet = packet_of_bytes(bytes);
    if (!packet || packet->to.at(0) != wire_end_there()) return std::nullopt;
    return packet;
  }

  int fd_;
};

}  // namespace

std::unique_ptr<Wire> open_wire() {
  needs(stack_is_private(), "a stack of its own, whose packets the case reads and writes");
  auto wire = std::make_unique<PacketSocket>();
  must(netlink::give_address(kDevice, AF_INET, 32, wire_end_here().bytes.data(), 4), "an address");
  must(netlink::route_to(kDevice, wire_end_there().bytes.data()), "a route to the peer");
  return wire;
}

}  // namespace probe
