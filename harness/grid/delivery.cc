#include "grid/delivery.h"

#include <optional>
#include <utility>

namespace grid {
namespace {

// A group of n sockets that share by chance misses one of them in all of t tries with a probability of ((n -
// 1) / n) ^ t. For two sockets and 32 tries that is 2^-32 for each, so 5e-10 for a cell; for n sockets, 22 n
// tries give e^-22, 3e-10.
constexpr int kTriesOfTwo = 32;
constexpr int kTriesPerMember = 22;
// Sockets with the option at addresses that match differently are no group by any manual. If a kernel spread
// traffic over them, eight tries would miss it in one cell of 128, and two tries between other sockets in
// every second one: a rule that has exceptions by chance would show.
constexpr int kTriesOfUnequal = 8;
constexpr int kTriesOfPair = 2;
constexpr int kMaxAskedCrowd = 3;
constexpr int kUdpTimeoutMs = 50;

constexpr unsigned kBitFirst = 1;
constexpr unsigned kBitSecond = 2;
constexpr unsigned kBitOther = 4;

struct Party {
  Handle socket;
  unsigned bit;
};

constexpr unsigned mask(Destination destination) { return 1U << static_cast<unsigned>(destination); }

// Where a socket bound to the address might be reached; IPv4 for [::] with IPV6_V6ONLY, too, since that shows
// the option.
unsigned destinations_of(Address address) {
  switch (address) {
    case Address::any4:
    case Address::mapped_any:
    case Address::unbound:
    case Address::unspec_any4:
      return mask(Destination::lo4) | mask(Destination::alias4);
    case Address::lo4:
    case Address::mapped_lo:
    case Address::unspec_lo4:
      return mask(Destination::lo4);
    case Address::alias4:
    case Address::mapped_alias:
      return mask(Destination::alias4);
    case Address::any6:
    case Address::any6_v4:
    case Address::unbound6:
    case Address::unspec_any6:
      return mask(Destination::lo4) | mask(Destination::alias4) | mask(Destination::lo6);
    case Address::any6only:
      return mask(Destination::lo4) | mask(Destination::lo6);
    case Address::lo6:
      return mask(Destination::lo6);
    default:
      return 0;
  }
}

Address address_of(Destination destination) {
  constexpr std::array kAddresses4 = {Address::lo4, Address::alias4, Address::lo6};
  return kAddresses4[static_cast<std::size_t>(destination)];
}

std::optional<Destination> destination_of(Address address) {
  switch (facts(address).target) {
    case Address::lo4:
      return Destination::lo4;
    case Address::alias4:
      return Destination::alias4;
    case Address::lo6:
      return Destination::lo6;
    default:
      return std::nullopt;
  }
}

// How exactly an address matches a destination: 2 its own address, 1 a wildcard, 0 not at all.
int rank(Address address, Destination destination) {
  if ((destinations_of(address) & mask(destination)) == 0) return 0;
  if (address == Address::any6only && destination != Destination::lo6) return 0;
  const AddressFacts& bound = facts(address);
  for (const std::uint8_t byte : {bound.bytes[0], bound.bytes[12], bound.bytes[15]})
    if (byte != 0) return 2;
  return 1;
}

// The options with which systems spread traffic; Windows does so with SO_REUSEADDR.
bool may_share(Options options, const Environment& environment) {
  return (options & (kRP | kRPLB)) != 0 || (environment.system == "Windows" && (options & kRA) != 0);
}

class Delivery {
 public:
  Delivery(Batch& batch, Work& work) : batch_(batch), calls_(batch.calls), work_(work), cell_(*work.cell) {}

  void run() {
    gather();
    if (cell_.situation == Situation::listening_pending) take_pending();
    const unsigned asked =
        destinations_of(cell_.addr2) | destinations_of(cell_.addr1) | destinations_of(cell_.addr0);
    for (const Destination destination : {Destination::lo4, Destination::alias4, Destination::lo6})
      if ((asked & mask(destination)) != 0 && (batch_.environment.ipv6 || destination != Destination::lo6))
        receiver(destination) = ask(destination);
    if (cell_.protocol == Protocol::udp && is_connection(cell_.situation))
      receiver(Destination::peer) = ask_from_peer();
    if (const auto own = destination_of(cell_.addr2)) work_.answer.winner = receiver(*own);
  }

 private:
  Receiver& receiver(Destination destination) {
    return work_.answer.receivers[static_cast<std::size_t>(destination)];
  }

  void add(std::uint8_t slot, unsigned bit) {
    if (work_.slots.is_open(slot)) parties_[count_++] = {work_.slots[slot], bit};
  }

  static bool listens(Situation situation) {
    return situation == Situation::listening || situation == Situation::listening_pending;
  }

  void gather() {
    const bool udp = cell_.protocol == Protocol::udp;
    add(kSecond, kBitSecond);
    if (udp || listens(cell_.situation))
      for (std::uint8_t i = 0; i < cell_.count; ++i) add(static_cast<std::uint8_t>(kFirst + i), kBitFirst);
    if (udp || listens(cell_.situation0)) add(kZeroth, kBitOther);
    for (std::size_t i = 0; i < count_; ++i) {
      sockets_[i] = parties_[i].socket;
      members_ |= parties_[i].bit;
    }
  }

  // The connection that waited in the first one's queue is not one of those to come.
  void take_pending() {
    Handle accepted = kNoHandle;
    if (calls_.accept(accepted, work_.slots[kFirst], "pending") == Result::ok) calls_.close(accepted);
  }

  // How many of the sockets may form a group that shares what is sent there.
  int group_size(Destination destination) const {
    int best = 0;
    int size = 0;
    const auto member = [&](Address address, Options options, int how_many) {
      const int own = may_share(options, batch_.environment) ? rank(address, destination) : 0;
      if (own == 0 || own < best) return;
      size = own > best ? how_many : size + how_many;
      best = own;
    };
    member(cell_.addr2, cell_.opts2, 1);
    if ((members_ & kBitFirst) != 0)
      member(cell_.addr1, cell_.opts1, cell_.spread == Spread::many ? 1 : cell_.count);
    if ((members_ & kBitOther) != 0) member(cell_.addr0, cell_.opts0, 1);
    return size;
  }

  bool is_pair() const { return cell_.count == 1 && cell_.situation0 == Situation::absent; }

  int tries(Destination destination) const {
    if (count_ < 2) return 1;
    const int size = group_size(destination);
    if (!is_pair()) return size < 2 ? 1 : kTriesPerMember * size;
    if (size >= 2) return kTriesOfTwo;
    const bool both =
        may_share(cell_.opts1, batch_.environment) && may_share(cell_.opts2, batch_.environment);
    return both ? kTriesOfUnequal : kTriesOfPair;
  }

  Receiver ask(Destination destination) {
    unsigned seen = 0;
    Receiver without = Receiver::nobody;
    for (int left = tries(destination); left > 0 && seen != members_; --left) {
      without = Receiver::nobody;
      seen |= cell_.protocol == Protocol::tcp ? connect_once(destination, without)
                                              : send_once(destination, left, without);
    }
    return seen == 0 ? without : of_bits(seen);
  }

  static Receiver of_bits(unsigned seen) {
    constexpr std::array kReceivers = {
        Receiver::nobody, Receiver::first,           Receiver::second,           Receiver::both,
        Receiver::other,  Receiver::first_and_other, Receiver::second_and_other, Receiver::all};
    return kReceivers[seen];
  }

  unsigned connect_once(Destination destination, Receiver& without) {
    const Address to = address_of(destination);
    Handle client = kNoHandle;
    if (calls_.open(client, facts(to).socket, Protocol::tcp, "client") != Result::ok) return 0;
    calls_.set(client, Option::reset_on_close, 1);
    const Result result = calls_.connect(client, socket_address(to, work_.port));
    unsigned acceptor = 0;
    if (result == Result::ok) acceptor = accepted_by();
    if (result != Result::ok)
      without = result == Result::kECONNREFUSED ? Receiver::refused : Receiver::dropped;
    calls_.close(client);
    return acceptor;
  }

  unsigned accepted_by() {
    unsigned acceptor = accepted_at_once();
    if (acceptor == 0 && raw::wait_readable(sockets_.data(), count_, kArrivalTimeoutMs))
      acceptor = accepted_at_once();
    return acceptor;
  }

  unsigned accepted_at_once() {
    for (std::size_t i = 0; i < count_; ++i) {
      Handle accepted = kNoHandle;
      if (calls_.accept(accepted, parties_[i].socket, "accepted") != Result::ok) continue;
      calls_.close(accepted);
      std::swap(parties_[0], parties_[i]);  // who received last is asked first the next time
      return parties_[0].bit;
    }
    return 0;
  }

  // Another sender each time: a group chooses by the addresses and ports of both sides.
  unsigned send_once(Destination destination, int number, Receiver& without) {
    const Address to = address_of(destination);
    const Handle sender = batch_.helpers.sender(speaks_ipv6(to), static_cast<std::size_t>(number));
    if (calls_.send_to(sender, socket_address(to, work_.port)) == Result::ok)
      if (const unsigned bits = received_by()) return bits;
    return send_connected(to, without);
  }

  unsigned received_by() {
    unsigned bits = 0;
    for (std::size_t i = 0; i < count_ && bits == 0; ++i) {
      if (calls_.receive(parties_[i].socket) != Result::ok) continue;
      bits = parties_[i].bit;
      std::swap(parties_[0], parties_[i]);  // who received last is asked first the next time
    }
    return bits;
  }

  // A connected sender learns that it was refused; and this waits for what takes its time.
  unsigned send_connected(Address to, Receiver& without) {
    Handle sender = kNoHandle;
    if (calls_.open(sender, facts(to).socket, Protocol::udp, "connected sender") != Result::ok) return 0;
    const bool sent = calls_.connect(sender, socket_address(to, work_.port)) == Result::ok &&
                      calls_.send_byte(sender) == Result::ok;
    sockets_[count_] = sender;
    unsigned bits = 0;
    if (sent && raw::wait_readable(sockets_.data(), count_ + 1, kUdpTimeoutMs)) bits = received_by();
    if (bits == 0)
      without = calls_.receive(sender) == Result::kECONNREFUSED ? Receiver::refused : Receiver::dropped;
    calls_.close(sender);
    take_rest(bits != 0);
    return bits;
  }

  // Two datagrams were sent. Where a stack delivers in a thread of its own, the second can come later than the
  // first, and is not to be taken for an answer of the next destination.
  void take_rest(bool one_came) {
    if (one_came) raw::wait_readable(sockets_.data(), count_, kUdpTimeoutMs);
    while (received_by() != 0) {
    }
  }

  // What the first socket's own peer sends goes to the first, if the second does not take it.
  Receiver ask_from_peer() {
    const auto& peer = batch_.helpers.datagram(speaks_ipv6(cell_.addr1));
    const Address to = facts(cell_.addr1).target;
    if (calls_.send_to(peer.socket, socket_address(to, work_.port)) != Result::ok) return Receiver::dropped;
    unsigned bits = received_by();
    if (bits == 0 && raw::wait_readable(sockets_.data(), count_, kUdpTimeoutMs)) bits = received_by();
    return bits == 0 ? Receiver::dropped : of_bits(bits);
  }

  Batch& batch_;
  Calls& calls_;
  Work& work_;
  const Cell& cell_;
  std::array<Party, kSlots> parties_{};
  std::array<Handle, kSlots + 1> sockets_{};
  std::size_t count_ = 0;
  unsigned members_ = 0;
};

}  // namespace

void find_receivers(Batch& batch, Work& work) {
  if (work.cell->count > kMaxAskedCrowd) return;
  Delivery(batch, work).run();
}

}  // namespace grid
