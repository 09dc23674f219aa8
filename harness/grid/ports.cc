#include "grid/ports.h"

#include <chrono>
#include <thread>

#include "grid/core/system.h"

namespace grid {
namespace {

// Each read of the table of connections lists everything that the cells before have left.
constexpr std::size_t kMaxLeftovers = 3000;
// FIN_WAIT_2 and TIME_WAIT last 60 s each on most systems, TIME_WAIT up to 240 s by RFC 9293 (MSL 2 minutes).
constexpr double kConnectionGone_s = 250;

bool binds(Protocol protocol, Address address, Port port) {
  Handle socket = kNoHandle;
  if (raw::open(socket, facts(address).socket, protocol) != Result::ok)
    return true;  // no such family: nothing there
  const bool bound = raw::bind(socket, socket_address(address, port)) == Result::ok;
  raw::close(socket);
  return bound;
}

bool is_free(Port port) {
  for (const Protocol protocol : {Protocol::tcp, Protocol::udp})
    if (!binds(protocol, Address::any4, port) || !binds(protocol, Address::any6, port)) return false;
  return true;
}

}  // namespace

Ports::Ports(const Environment& environment)
    : environment_(environment),
      end_(environment.port_range ? kLowestAutomatic : sys::lowest_automatic_port()),
      next_(environment.namespaces ? end_ : lowest_),  // another scan may have used the present namespace
      ready_at_(environment.namespaces ? 0 : 65536),
      claimed_(65536) {}

bool Ports::renew() {
  if (!sys::enter_new_namespace()) return false;
  next_ = lowest_;
  leftovers_ = 0;
  range_low_ = 0;  // unknown
  claimed_.assign(claimed_.size(), false);
  return !environment_.port_range || widen();
}

bool Ports::has(std::size_t count, std::size_t leftovers) {
  if (!environment_.namespaces) return true;
  const std::size_t skipped = kSlots * (1 + count / kSlots);  // at most, by take_alone()
  if (next_ + count + skipped >= end_ || leftovers_ + leftovers > kMaxLeftovers) return false;
  leftovers_ += leftovers;
  return true;
}

Port Ports::take_alone(bool keeps_connection) {
  const Port port = take_from(keeps_connection, in_use_);
  in_use_[port % kSlots] = true;
  return port;
}

Port Ports::take(bool keeps_connection) { return take_from(keeps_connection, {}); }

void Ports::release(Port port) { in_use_[port % kSlots] = false; }

bool Ports::is_ready(Port port) const { return ready_at_[port] <= sys::seconds_now() && is_free(port); }

Port Ports::take_from(bool keeps_connection, const Taken& taken) {
  if (environment_.namespaces) {
    while (next_ < end_ && taken[next_ % kSlots]) ++next_;
    return next_ < end_ ? next_++ : Port{0};
  }
  const double end_of_wait = sys::seconds_now() + kConnectionGone_s + 10;
  while (sys::seconds_now() < end_of_wait) {
    for (int tries = end_ - lowest_; tries > 0; --tries) {
      const Port port = next_;
      next_ = static_cast<Port>(next_ + 1 < end_ ? next_ + 1 : lowest_);
      if (taken[port % kSlots] || !is_ready(port)) continue;
      keep_until_gone(port, keeps_connection);
      return port;
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  return 0;
}

void Ports::keep_until_gone(Port port, bool keeps_connection) {
  ready_at_[port] = keeps_connection ? sys::seconds_now() + kConnectionGone_s : 0;
}

bool Ports::claim(Port port) {
  if (!environment_.namespaces) {
    if (ready_at_[port] > sys::seconds_now()) return false;
    keep_until_gone(port, true);
    return true;
  }
  if (claimed_[port]) return false;
  claimed_[port] = true;
  return true;
}

bool Ports::set_range(Port low, Port high) {
  if (low == range_low_) return true;
  if (!environment_.port_range || !sys::set_port_range(low, high)) return false;
  range_low_ = low;
  return true;
}

bool Ports::narrow(Port port) { return set_range(port, port); }
bool Ports::widen() { return set_range(kLowestAutomatic, kHighestAutomatic); }

}  // namespace grid
