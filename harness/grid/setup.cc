#include "grid/setup.h"

namespace grid {
namespace {

using Kind = Step::Kind;

class Setup {
 public:
  Setup(Batch& batch, Work& work) : batch_(batch), work_(work), cell_(*work.cell) {}

  bool run() { return zeroth() && firsts() && close_those_gone(); }

 private:
  bool made(const Step& step) { return work_.slots.run(batch_.calls, step) == Result::ok; }

  bool open(std::uint8_t slot, Address address) {
    Step step;
    step.slot = slot;
    step.address = address;
    step.protocol = cell_.protocol;
    return made(step);
  }

  bool simple(Kind kind, std::uint8_t slot, int value = 0) {
    Step step;
    step.kind = kind;
    step.slot = slot;
    step.value = value;
    return made(step);
  }

  bool bind(std::uint8_t slot, Address address, Port port, std::uint8_t offset) {
    Step step;
    step.kind = Kind::bind;
    step.slot = slot;
    step.address = address;
    step.port = port;
    step.offset = offset;
    return made(step);
  }

  bool connect(std::uint8_t slot, Address to, Port port) {
    Step step;
    step.kind = Kind::connect;
    step.slot = slot;
    step.address = to;
    step.port = port;
    return made(step);
  }

  bool options(std::uint8_t slot, Address address, Options wanted, int value) {
    return set_options(batch_, work_, slot, address, wanted, value) == Result::ok;
  }

  // A bound socket whose options were set when the cell says.
  bool bound(std::uint8_t slot, Address address, Options wanted, Port port, std::uint8_t offset = 0) {
    const bool late = cell_.when == When::after;
    if (!open(slot, address) || !options(slot, address, late ? Options{0} : wanted, 1)) return false;
    if (!bind(slot, address, port, offset)) return false;
    if (cell_.when == When::before) return true;
    return options(slot, Address::none, wanted, late ? 1 : 0);
  }

  bool zeroth() {
    if (cell_.situation0 == Situation::absent) return true;
    if (!bound(kZeroth, cell_.addr0, cell_.opts0, work_.port)) return false;
    return cell_.situation0 != Situation::listening || simple(Kind::listen, kZeroth, 128);
  }

  bool firsts() {
    if (cell_.situation == Situation::absent) return true;
    if (is_connection(cell_.situation))
      return cell_.protocol == Protocol::tcp ? connection() : connected_udp();
    for (std::uint8_t i = 0; i < cell_.count; ++i)
      if (!one_of_crowd(static_cast<std::uint8_t>(kFirst + i), cell_.spread == Spread::many ? i : 0U))
        return false;
    if (cell_.situation == Situation::listening_pending) return pending();
    return cell_.situation != Situation::closed_held || hold_and_close();
  }

  bool one_of_crowd(std::uint8_t slot, unsigned offset) {
    if (!bound(slot, cell_.addr1, cell_.opts1, work_.port, static_cast<std::uint8_t>(offset))) return false;
    const bool listening =
        cell_.situation == Situation::listening || cell_.situation == Situation::listening_pending;
    return !listening || simple(Kind::listen, slot, 128);
  }

  // 127.0.0.3 keeps the port.
  bool hold_and_close() {
    return bound(kZeroth, Address::alias4, cell_.opts1, work_.port, 1) && simple(Kind::close, kFirst);
  }

  bool pending() { return open_peer() && connect_peer(); }

  bool needs_small_window() const {
    return cell_.situation == Situation::fin_wait_1 || cell_.situation == Situation::last_ack;
  }

  bool open_peer() {
    batch_.ports.widen();
    if (!open(kPeer, facts(cell_.addr1).target)) return false;
    Step step;
    step.kind = Kind::set;
    step.slot = kPeer;
    step.option = Option::receive_buffer;
    step.value = kSmallBuffer;
    return !needs_small_window() || made(step);
  }

  bool connect_peer() { return connect(kPeer, facts(cell_.addr1).target, work_.port); }

  bool connection() {
    return (cell_.role == Role::server ? server() : client()) && learn_ends() && change_state();
  }

  // A peer that connected has a port of the system's choice, and a connection without a descriptor is found by
  // both its ends.
  bool learn_ends() {
    if (cell_.role != Role::server && !has_no_descriptor(cell_)) return true;
    if (batch_.calls.local_address(work_.slots[kPeer], work_.peer_end) != Result::ok) return false;
    work_.peer_port = port_of(work_.peer_end);
    return !has_no_descriptor(cell_) ||
           batch_.calls.local_address(work_.slots[kFirst], work_.first_end) == Result::ok;
  }

  bool server() {
    if (!bound(kListener, cell_.addr1, cell_.opts1, work_.port) || !simple(Kind::listen, kListener, 1))
      return false;
    if (!open_peer() || !connect_peer()) return false;
    Step step;
    step.kind = Kind::accept;
    step.slot = kFirst;
    step.other = kListener;
    return made(step) && simple(Kind::close, kListener);
  }

  // The first socket before it connects, its port chosen as its role says.
  bool client_socket() {
    if (cell_.role == Role::client_bind) return bound(kFirst, cell_.addr1, cell_.opts1, work_.port);
    batch_.ports.narrow(work_.port);
    if (cell_.role == Role::client_noport) return bound_without_port();
    const Options early = cell_.when == When::after ? Options{0} : cell_.opts1;
    return open(kFirst, cell_.addr1) && options(kFirst, cell_.addr1, early, 1);
  }

  // A socket that is never bound has its options set or cleared after connect() instead of bind().
  bool options_after_connect() {
    if (cell_.role != Role::client_auto || cell_.when == When::before) return true;
    return options(kFirst, Address::none, cell_.opts1, cell_.when == When::after ? 1 : 0);
  }

  bool bound_without_port() {
    const bool late = cell_.when == When::after;
    if (!open(kFirst, cell_.addr1) || !options(kFirst, cell_.addr1, late ? Options{0} : cell_.opts1, 1))
      return false;
    Step step;
    step.kind = Kind::set;
    step.slot = kFirst;
    step.option = Option::no_port;
    step.value = 1;
    if (!made(step) || !bind(kFirst, cell_.addr1, 0, 0)) return false;
    return cell_.when == When::before || options(kFirst, Address::none, cell_.opts1, late ? 1 : 0);
  }

  bool client() {
    const auto& helper = batch_.helpers.listener(speaks_ipv6(cell_.addr1), needs_small_window());
    work_.peer_port = helper.port;
    if (!client_socket() || !connect(kFirst, peer_address(cell_.addr1), helper.port)) return false;
    Step step;
    step.kind = Kind::accept_foreign;
    step.slot = kPeer;
    step.listener = helper.socket;
    return made(step) && learn_port() && options_after_connect();
  }

  // Which port the system chose. If it could not be told which to choose, any that is fresh will do.
  bool learn_port() {
    if (cell_.role == Role::server || cell_.role == Role::client_bind) return true;
    SocketAddress address;
    if (batch_.calls.local_address(work_.slots[kFirst], address) != Result::ok) return false;
    const Port chosen = port_of(address);
    if (batch_.environment.port_range) return chosen == work_.port;
    work_.port = chosen;
    return batch_.ports.claim(chosen);
  }

  bool connected_udp() {
    const auto& helper = batch_.helpers.datagram(speaks_ipv6(cell_.addr1));
    work_.peer_port = helper.port;
    return client_socket() && connect(kFirst, peer_address(cell_.addr1), helper.port) && learn_port() &&
           options_after_connect();
  }

  bool change_state() {
    switch (cell_.situation) {
      case Situation::time_wait:
        return simple(Kind::close, kFirst) && simple(Kind::close, kPeer);
      case Situation::close_wait:
        return simple(Kind::shutdown, kPeer);
      case Situation::fin_wait_1:
        return simple(Kind::fill, kFirst) && simple(Kind::shutdown, kFirst);
      case Situation::fin_wait_2:
        return simple(Kind::shutdown, kFirst);
      case Situation::fin_wait_2_orphan:
        return simple(Kind::close, kFirst);
      case Situation::last_ack:
        return simple(Kind::shutdown, kPeer) && simple(Kind::fill, kFirst) && simple(Kind::shutdown, kFirst);
      default:
        return true;
    }
  }

  bool close_those_gone() {
    if (cell_.situation0 == Situation::closed && !simple(Kind::close, kZeroth)) return false;
    return cell_.situation != Situation::closed || simple(Kind::close, kFirst);
  }

  Batch& batch_;
  Work& work_;
  const Cell& cell_;
};

}  // namespace

Result set_options(Batch& batch, Work& work, std::uint8_t slot, Address address, Options options, int value) {
  const Handle socket = work.slots[slot];
  const AddressFacts& wanted = facts(address);
  if (wanted.socket == Family::ipv6 && wanted.v6only != batch.environment.v6only_default) {
    const Result result = batch.calls.set(socket, Option::v6only, wanted.v6only ? 1 : 0);
    if (result != Result::ok) return result;
  }
  for (int i = 0; options >> i != 0; ++i) {
    const auto option = static_cast<Option>(i);
    if ((options & bit(option)) == 0) continue;
    const Result result = batch.calls.set(socket, option, value);
    if (result != Result::ok) return result;
  }
  return Result::ok;
}

bool set_up(Batch& batch, Work& work) { return Setup(batch, work).run(); }

TcpState expected_state(const Cell& cell) {
  if (cell.protocol == Protocol::udp) return TcpState::unknown;
  switch (cell.situation) {
    case Situation::established:
      return TcpState::established;
    case Situation::time_wait:
      return TcpState::time_wait;
    case Situation::close_wait:
      return TcpState::close_wait;
    case Situation::fin_wait_1:
      return TcpState::fin_wait_1;
    case Situation::fin_wait_2:
    case Situation::fin_wait_2_orphan:
      return TcpState::fin_wait_2;
    case Situation::last_ack:
      return TcpState::last_ack;
    default:
      return TcpState::unknown;
  }
}

bool has_no_descriptor(const Cell& cell) {
  return cell.situation == Situation::time_wait || cell.situation == Situation::fin_wait_2_orphan;
}

Address peer_address(Address address) {
  if (facts(address).socket == Family::ipv4) return Address::lo4;
  return speaks_ipv6(address) ? Address::lo6 : Address::mapped_lo;
}

}  // namespace grid
