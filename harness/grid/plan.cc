#include "grid/plan.h"

#include <array>
#include <cstdio>

namespace grid {
namespace {

using A = Address;
using S = Situation;

constexpr std::array kOptions = {Options{0}, kRA, kRP, static_cast<Options>(kRA | kRP)};
constexpr std::array kAddressesBound = {A::any4,     A::lo4, A::alias4,     A::any6,
                                        A::any6only, A::lo6, A::mapped_any, A::mapped_lo};
constexpr std::array kAddressesUnbound = {A::unbound, A::unbound6, A::unbound_mapped};
constexpr std::array kOdd = {A::broadcast4,     A::limited_broadcast4, A::multicast4,  A::foreign4,
                             A::multicast6,     A::linklocal6,         A::foreign6,    A::mapped_alias,
                             A::mapped_foreign, A::compatible_lo,      A::unspec_any4, A::unspec_lo4,
                             A::unspec_any6};
constexpr std::array kConnections = {S::established, S::time_wait,         S::close_wait, S::fin_wait_1,
                                     S::fin_wait_2,  S::fin_wait_2_orphan, S::last_ack};
constexpr std::array kClients = {Role::client_bind, Role::client_auto, Role::client_noport};
constexpr std::array kAllAttempts = {Attempt::bind, Attempt::listen, Attempt::connect, Attempt::connect_peer};
constexpr std::array<std::uint8_t, 7> kCrowds = {1, 2, 3, 5, 8, 16, 40};

// The first socket of a cell, as a template for its second sockets.
using Firsts = std::vector<Cell>;

Cell first_socket(Protocol protocol, Situation situation, Role role, Address address) {
  Cell cell;
  cell.protocol = protocol;
  cell.situation = situation;
  cell.role = role;
  cell.addr1 = address;
  return cell;
}

void add_addresses(Firsts& firsts, Protocol protocol, Situation situation, Role role) {
  if (role == Role::client_auto)
    for (const Address address : kAddressesUnbound)
      firsts.push_back(first_socket(protocol, situation, role, address));
  else
    for (const Address address : kAddressesBound)
      firsts.push_back(first_socket(protocol, situation, role, address));
}

Firsts tcp_firsts() {
  Firsts firsts;
  for (const S situation : {S::bound, S::listening, S::listening_pending, S::closed_held})
    add_addresses(firsts, Protocol::tcp, situation, Role::server);
  for (const S situation : kConnections) add_addresses(firsts, Protocol::tcp, situation, Role::server);
  for (const S situation : kConnections)
    for (const Role role : kClients) add_addresses(firsts, Protocol::tcp, situation, role);
  return firsts;
}

Firsts udp_firsts() {
  Firsts firsts;
  for (const S situation : {S::bound, S::closed_held})
    add_addresses(firsts, Protocol::udp, situation, Role::server);
  for (const Role role : kClients) add_addresses(firsts, Protocol::udp, S::established, role);
  return firsts;
}

// A connection that a dual-stack socket has over IPv4.
Firsts dual_stack_firsts() {
  Firsts firsts;
  for (const S situation : kConnections)
    for (const Role role : {Role::server, Role::client_bind, Role::client_noport})
      firsts.push_back(first_socket(Protocol::tcp, situation, role, A::any6_v4));
  for (const Role role : {Role::client_bind, Role::client_noport})
    firsts.push_back(first_socket(Protocol::udp, S::established, role, A::any6_v4));
  return firsts;
}

// Whether the second socket can reach the peer of the first one.
bool reaches_peer(const Cell& cell) {
  if (speaks_ipv6(cell.addr1)) return speaks_ipv6(cell.addr2);
  return cell.addr2 != A::any6only && cell.addr2 != A::lo6;
}

bool makes_sense(const Cell& cell) {
  const bool tcp = cell.protocol == Protocol::tcp;
  if (cell.attempt == Attempt::listen && !tcp) return false;
  if (cell.attempt == Attempt::connect_peer && (!is_connection(cell.situation) || !reaches_peer(cell)))
    return false;
  if (!is_unbound(cell.addr2)) return true;
  if (cell.attempt == Attempt::bind) return false;
  return cell.attempt != Attempt::listen || cell.addr2 != A::unbound_mapped;
}

bool is_open(const Cell& cell) { return cell.situation == S::bound || cell.situation == S::listening; }

// What listen() answers includes what bind() answers, so a TCP bind alone is asked where it can be asked
// cheaply.
bool in_core(const Cell& cell) {
  return cell.attempt != Attempt::bind || cell.protocol == Protocol::udp || is_open(cell);
}

class Builder {
 public:
  void take(Cell cell) {
    if (is_unbound(cell.addr2)) cell.port = PortChoice::automatic;
    if (makes_sense(cell)) cells_.push_back(cell);
  }

  // The attempts and users for one second socket.
  void attempts(Cell cell, bool core) {
    for (const bool other : {false, true})
      for (const Attempt attempt : kAllAttempts) {
        cell.other_user = other;
        cell.attempt = attempt;
        if (in_core(cell) == core) take(cell);
      }
  }

  // Every second socket beside a first one that has its options.
  void seconds(Cell cell, bool core) {
    for (const Address address : kAddressesBound) second_at(cell, address, core);
    if (cell.port == PortChoice::automatic) return;
    for (const Address address : kAddressesUnbound) second_at(cell, address, core);
  }

  void pairs(const Firsts& firsts, bool core) {
    for (Cell cell : firsts)
      for (const Options options : kOptions) {
        cell.opts1 = options;
        seconds(cell, core);
      }
  }

  std::vector<Cell> cells() { return std::move(cells_); }

 private:
  void second_at(Cell cell, Address address, bool core) {
    cell.addr2 = address;
    for (const Options options : kOptions) {
      cell.opts2 = options;
      attempts(cell, core);
    }
  }

  std::vector<Cell> cells_;
};

// A socket alone: what its address and options are answered without any other.
void alone(Builder& builder, Protocol protocol) {
  Cell cell;
  cell.protocol = protocol;
  for (int i = static_cast<int>(A::any4); i < static_cast<int>(A::global4); ++i)
    for (const Options options : kOptions)
      for (const Attempt attempt : kAllAttempts) {
        cell.addr2 = static_cast<Address>(i);
        cell.opts2 = options;
        cell.attempt = attempt;
        if (cell.addr2 != A::any6_v4) builder.take(cell);
      }
}

// Addresses that few programs bind to, on either side.
void odd_addresses(Builder& builder, Protocol protocol) {
  constexpr std::array kUsual = {A::any4, A::lo4, A::any6, A::lo6};
  for (const S situation : {S::bound, S::listening})
    for (const Options options : {Options{0}, kRA, kRP})
      for (const Address odd : kOdd)
        for (const Address usual : kUsual) {
          if (protocol == Protocol::udp && situation == S::listening) continue;
          Cell cell = first_socket(protocol, situation, Role::server, usual);
          cell.opts1 = cell.opts2 = options;
          cell.addr2 = odd;
          builder.attempts(cell, true);
          std::swap(cell.addr1, cell.addr2);
          builder.attempts(cell, true);
        }
}

struct OptionPair {
  Options first, second;
};

// An option that only some systems have, or that divides sockets by something else, beside the usual ones.
std::vector<OptionPair> pairs_with(Options special) {
  std::vector<OptionPair> pairs;
  for (const Options first : {Options{0}, kRA, kRP})
    for (const Options second : {Options{0}, kRA, kRP}) {
      const auto special_first = static_cast<Options>(first | special);
      const auto special_second = static_cast<Options>(second | special);
      pairs.push_back({special_first, second});
      pairs.push_back({first, special_second});
      pairs.push_back({special_first, special_second});
    }
  return pairs;
}

void special_options(Builder& builder, Cell cell, Options special) {
  for (const OptionPair& pair : pairs_with(special))
    for (const Address address : kAddressesBound) {
      cell.opts1 = pair.first;
      cell.opts2 = pair.second;
      cell.addr2 = address;
      for (const bool other : {false, true}) {
        cell.other_user = other;
        cell.attempt = cell.protocol == Protocol::tcp ? Attempt::listen : Attempt::bind;
        builder.take(cell);
      }
    }
}

void specials(Builder& builder) {
  Firsts firsts;
  for (const S situation : {S::bound, S::listening})
    add_addresses(firsts, Protocol::tcp, situation, Role::server);
  add_addresses(firsts, Protocol::udp, S::bound, Role::server);
  for (const Options special : {kDevice, kRPLB, kEXCLUSIVE, kEXCLBIND})
    for (const Cell& cell : firsts) special_options(builder, cell, special);
}

// A connection's port beside special options: fewer combinations.
void special_connections(Builder& builder) {
  Firsts firsts;
  for (const S situation : {S::established, S::time_wait})
    add_addresses(firsts, Protocol::tcp, situation, Role::server);
  add_addresses(firsts, Protocol::udp, S::established, Role::client_bind);
  for (const Options special : {kDevice, kRPLB, kEXCLUSIVE, kEXCLBIND})
    for (const Cell& cell : firsts) special_options(builder, cell, special);
}

struct Kind {
  Address address;
  Options options;
};

std::vector<Kind> kinds() {
  std::vector<Kind> list;
  for (const Address address : {A::any4, A::lo4, A::alias4, A::any6, A::any6only, A::lo6, A::mapped_lo})
    for (const Options options : {Options{0}, kRA, kRP}) list.push_back({address, options});
  return list;
}

struct History {
  Situation zeroth, first;
};

std::vector<History> histories(Protocol protocol) {
  std::vector<History> list = {{S::bound, S::bound}, {S::closed, S::bound}, {S::bound, S::closed}};
  if (protocol == Protocol::tcp)
    list.insert(list.end(),
                {{S::listening, S::listening}, {S::closed, S::listening}, {S::listening, S::closed}});
  return list;
}

// Another user is asked only with SO_REUSEPORT, whose rule names the user (socket(7)), and where both sockets
// are open.
void triple(Builder& builder, Cell cell) {
  cell.attempt = cell.protocol == Protocol::tcp ? Attempt::listen : Attempt::bind;
  builder.take(cell);
  if (cell.opts2 != kRP || cell.situation == S::closed || cell.situation0 == S::closed) return;
  cell.other_user = true;
  builder.take(cell);
}

void triples(Builder& builder, Protocol protocol) {
  Cell cell;
  cell.protocol = protocol;
  for (const History& history : histories(protocol))
    for (const Kind& zeroth : kinds())
      for (const Kind& first : kinds())
        for (const Kind& second : kinds()) {
          cell.situation0 = history.zeroth;
          cell.situation = history.first;
          cell.addr0 = zeroth.address;
          cell.opts0 = zeroth.options;
          cell.addr1 = first.address;
          cell.opts1 = first.options;
          cell.addr2 = second.address;
          cell.opts2 = second.options;
          triple(builder, cell);
        }
}

// 127.0.0.2, 127.0.0.3, …: only addresses of which there are many can be spread.
bool can_spread(Address address) { return address == A::alias4 || address == A::mapped_lo; }

void crowd(Builder& builder, Cell cell) {
  for (const std::uint8_t count : kCrowds)
    for (const Kind& second : kinds()) {
      cell.count = count;
      cell.addr2 = second.address;
      cell.opts2 = second.options;
      cell.attempt = cell.protocol == Protocol::tcp ? Attempt::listen : Attempt::bind;
      for (const bool other : {false, true}) {
        cell.other_user = other;
        builder.take(cell);
      }
    }
}

void crowds(Builder& builder, Protocol protocol) {
  for (const S situation : {S::bound, S::listening})
    for (const Kind& kind : kinds())
      for (const Spread spread : {Spread::one, Spread::many}) {
        if (protocol == Protocol::udp && situation == S::listening) continue;
        if (spread == Spread::many && !can_spread(kind.address)) continue;
        Cell cell = first_socket(protocol, situation, Role::server, kind.address);
        cell.opts1 = kind.options;
        cell.spread = spread;
        crowd(builder, cell);
      }
}

void core(Builder& builder) {
  alone(builder, Protocol::tcp);
  alone(builder, Protocol::udp);
  builder.pairs(tcp_firsts(), true);
  builder.pairs(udp_firsts(), true);
  odd_addresses(builder, Protocol::tcp);
  odd_addresses(builder, Protocol::udp);
  specials(builder);
  triples(builder, Protocol::tcp);
  triples(builder, Protocol::udp);
  crowds(builder, Protocol::tcp);
  crowds(builder, Protocol::udp);
}

// All pairs again with the options at another time, with an automatic port, or both.
void again(Builder& builder, const Firsts& firsts, When when, PortChoice port) {
  for (Cell cell : firsts)
    for (const Options options : kOptions) {
      if (options == 0 && when != When::before) continue;
      cell.opts1 = options;
      cell.when = when;
      cell.port = port;
      builder.seconds(cell, true);
      builder.seconds(cell, false);
    }
}

void rest(Builder& builder) {
  builder.pairs(tcp_firsts(), false);
  builder.pairs(dual_stack_firsts(), true);
  special_connections(builder);
  for (const Firsts& firsts : {tcp_firsts(), udp_firsts()})
    for (const When when : {When::before, When::after, When::cleared})
      for (const PortChoice port : {PortChoice::explicit_port, PortChoice::automatic})
        if (when != When::before || port != PortChoice::explicit_port) again(builder, firsts, when, port);
}

using Packed = std::array<std::uint8_t, 15>;

Packed packed(const Cell& cell) {
  const auto number = [](auto value) { return static_cast<std::uint8_t>(value); };
  return {number(cell.protocol),
          number(cell.situation),
          number(cell.role),
          number(cell.addr1),
          cell.opts1,
          number(cell.addr2),
          cell.opts2,
          number(cell.other_user),
          number(cell.attempt),
          number(cell.when),
          number(cell.port),
          number(cell.situation0),
          number(cell.addr0),
          cell.opts0,
          number(cell.count + 64 * number(cell.spread))};
}

std::string digest_of(const std::vector<Cell>& cells) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a's offset basis; 1099511628211 is its prime
  for (const Cell& cell : cells)
    for (const std::uint8_t byte : packed(cell)) hash = (hash ^ byte) * 1099511628211U;
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

}  // namespace

std::optional<Plan> make_plan(std::string_view name) {
  if (name != "core" && name != "full") return std::nullopt;
  Builder builder;
  core(builder);
  if (name == "full") rest(builder);
  Plan plan;
  plan.name = name;
  plan.cells = builder.cells();
  plan.digest = digest_of(plan.cells);
  return plan;
}

}  // namespace grid
