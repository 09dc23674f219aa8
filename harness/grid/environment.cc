#include "grid/environment.h"

#include <chrono>
#include <memory>
#include <thread>

#include "grid/core/calls.h"
#include "grid/core/system.h"
#include "grid/ports.h"

namespace grid {
namespace {

// Runs a question on a fresh socket of the family; false if there is none.
template <class Question>
bool on_socket(Family family, Question question) {
  Handle socket = kNoHandle;
  if (raw::open(socket, family, Protocol::tcp) != Result::ok) return false;
  const bool answer = question(socket);
  raw::close(socket);
  return answer;
}

bool can_bind(Address address) {
  return on_socket(facts(address).socket, [address](Handle socket) {
    return raw::bind(socket, socket_address(address, 0)) == Result::ok;
  });
}

bool takes(Option option) {
  return on_socket(Family::ipv4,
                   [option](Handle socket) { return raw::set(socket, option, 1) == Result::ok; });
}

Options varied_options() {
  Options options = 0;
  for (int i = 0; i < kVariedOptions; ++i)
    if (takes(static_cast<Option>(i))) options |= bit(static_cast<Option>(i));
  return options;
}

bool makes_dual_stack() {
  return on_socket(Family::ipv6,
                   [](Handle socket) { return raw::set(socket, Option::v6only, 0) == Result::ok; });
}

bool v6only_from_start() {
  int value = 0;
  on_socket(Family::ipv6,
            [&value](Handle socket) { return raw::get(socket, Option::v6only, value) == Result::ok; });
  return value != 0;
}

// A connection whose first end to close is in TIME_WAIT. Returns that end's port.
Port leave_time_wait() {
  Calls calls;
  Handle listener = kNoHandle;
  Handle client = kNoHandle;
  Handle server = kNoHandle;
  SocketAddress address = socket_address(Address::lo4, 0);
  calls.open(listener, Family::ipv4, Protocol::tcp, "listener");
  calls.bind(listener, address);
  calls.listen(listener, 1);
  calls.local_address(listener, address);
  calls.open(client, Family::ipv4, Protocol::tcp, "client");
  calls.connect(client, address);
  calls.accept_expected(server, listener, "server");
  calls.local_address(client, address);
  for (Handle* handle : {&client, &server, &listener}) calls.close(*handle);
  return port_of(address);
}

bool table_lists_closed() {
  const auto table = std::make_unique<sys::TcpTable>();
  if (!sys::read_tcp_table(*table)) return false;
  const Port port = leave_time_wait();
  for (int tries = 0; tries < 100; ++tries) {
    if (sys::read_tcp_table(*table) && (*table)[port].state == TcpState::time_wait) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

bool becomes_other_user() { return sys::act_as_other_user(true) && sys::act_as_other_user(false); }

bool needs_ipv6(Address address) { return facts(address).socket == Family::ipv6; }

}  // namespace

Environment find_environment(bool users) {
  Environment here;
  sys::start();
  here.system = sys::system_name();
  here.release = sys::system_release();
  here.namespaces = sys::enter_new_namespace();
  here.port_range = here.namespaces && sys::set_port_range(kLowestAutomatic, kHighestAutomatic);
  here.other_user = users && becomes_other_user();
  here.ipv6 = can_bind(Address::lo6);
  here.dual_stack = here.ipv6 && makes_dual_stack();
  here.lists_closed = table_lists_closed();
  here.no_port = takes(Option::no_port);
  here.options = varied_options();
  here.v6only_default = here.ipv6 && v6only_from_start();
  return here;
}

bool can_ask(const Environment& here, const Cell& cell) {
  if (cell.other_user && !here.other_user) return false;
  const auto wanted = static_cast<Options>(cell.opts0 | cell.opts1 | cell.opts2);
  if ((wanted & ~here.options) != 0) return false;
  if (!here.ipv6 && (needs_ipv6(cell.addr0) || needs_ipv6(cell.addr1) || needs_ipv6(cell.addr2)))
    return false;
  if (cell.role == Role::client_noport && !here.no_port) return false;
  return cell.port == PortChoice::explicit_port || here.port_range;
}

std::string text_of(const Environment& here) {
  const auto yes = [](bool value) { return value ? std::string("yes") : std::string("no"); };
  return "namespaces=" + yes(here.namespaces) + " users=" + (here.other_user ? "2" : "1") +
         " ipv6=" + yes(here.ipv6) + " dual-stack=" + yes(here.dual_stack) +
         " port-range=" + yes(here.port_range) + " lists-closed=" + yes(here.lists_closed) +
         " options=" + options_text(here.options);
}

}  // namespace grid
