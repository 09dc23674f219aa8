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

struct Ends {
  SocketAddress local, remote;
};

// A connection whose first end to close is in TIME_WAIT. Returns its ends.
Ends leave_time_wait() {
  Calls calls;
  Handle listener = kNoHandle;
  Handle client = kNoHandle;
  Handle server = kNoHandle;
  Ends ends{{}, socket_address(Address::lo4, 0)};
  calls.open(listener, Family::ipv4, Protocol::tcp, "listener");
  calls.bind(listener, ends.remote);
  calls.listen(listener, 1);
  calls.local_address(listener, ends.remote);
  calls.open(client, Family::ipv4, Protocol::tcp, "client");
  calls.connect(client, ends.remote);
  calls.accept_expected(server, listener, "server");
  calls.local_address(client, ends.local);
  for (Handle* handle : {&client, &server, &listener}) calls.close(*handle);
  return ends;
}

// Finds out whether connections whose descriptors are closed are listed, and can be asked for one by one.
void ask_about_closed(Environment& here) {
  const auto table = std::make_unique<sys::TcpTable>();
  if (!sys::read_tcp_table(*table)) return;
  const Ends ends = leave_time_wait();
  for (int tries = 0; tries < 100 && !here.lists_closed; ++tries) {
    here.lists_closed =
        sys::read_tcp_table(*table) && (*table)[port_of(ends.local)].state == TcpState::time_wait;
    if (!here.lists_closed) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  here.finds_closed = sys::find_connection(ends.local, ends.remote).state == TcpState::time_wait;
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
  ask_about_closed(here);
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
