#include "probe/scenarios/connection.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/net/settings.h"
#include "probe/scenarios/time_wait.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

// Seconds after which a connection over the loopback device is over, even on a busy machine.
constexpr double kTimeToSettle = 0.2;
constexpr int kMostScouts = 8;  // for a port that was not given before; a stack may have few

// Where a client reaches a server listens at `listening_at`.
Address reachable(const Address& listening_at) {
  if (!listening_at.is_wildcard()) return listening_at;
  return listening_at.family == Family::ipv4 ? loopback4(listening_at.port) : loopback(listening_at.port);
}

Outcome query_state(const Address& local, const Address& remote) {
  const auto state = connection_state(local, remote);
  if (!state) return Outcome::missing("needs TCP states that the suite can read");
  return *state == TcpState::closed ? words::none : to_string(*state);
}

void log_state(const Address& local, const Address& remote, const Outcome& state) {
  log_step("state of " + local.text() + " to " + remote.text(), state.text());
}

constexpr const char* kNotKept = "no TIME_WAIT is kept here: ";

// Nothing where the TIME_WAIT is there.
std::optional<std::string> why_no_time_wait(const Address& local, const Address& remote) {
  require_lasting_time_wait();
  // A table may leave out what has no socket any more (gVisor's does): nothing in it says nothing about TIME_WAIT, once
  // the segments that end the connection had their time.
  const double start = now();
  Outcome seen = query_state(local, remote);
  poll_until([&] {
    seen = query_state(local, remote);
    return seen.is_missing() || seen == words::time_wait ||
           (seen == words::none && now() - start > kTimeToSettle);
  });
  log_state(local, remote, seen);
  if (seen == words::time_wait) return std::nullopt;
  if (!seen.is_missing() && seen != words::none) return "the state is " + seen.text();
  Socket plain = socket_for(local, Protocol::tcp, "plain");
  if (plain.bind(local).is_ok()) {
    require_local_time_wait();
    return "a plain socket gets the port";
  }
  detail("time_wait_shown_by", "a plain socket is refused the port");
  return std::nullopt;
}

// A connection that both sides closed leaves TIME_WAIT wherever one is kept at all. But it may be over at
// once: on a busy machine a FIN is sent again, and the RST that answers the second ends the entry that the
// first one made (RFC 1337).
void show_what_is_left(const TimeWait& left) {
  const auto absent = why_no_time_wait(left.local, left.remote);
  if (!absent) return;
  if (another_time_wait().kept)
    throw CaseAborted(Status::broken, "this connection left no TIME_WAIT, and another one did: " + *absent);
  throw CaseAborted(Status::not_applicable, kNotKept + *absent);
}

}  // namespace

Socket listening(const std::string& name, const Options& options, const Address& address,
                 const Process& where) {
  Socket server = tcp(where, name);
  set_all(server, options);
  given(server.bind(address), "the server binds");
  given(server.listen(), "the server listens");
  return server;
}

Connection connected_to(Socket listener, Socket client) {
  given(client.connect(reachable(listener.local())), "the client connects");
  Socket server = listener.accept("server");
  const Address server_address = server.local();
  const Address client_address = client.local();
  return {std::move(listener), std::move(server), std::move(client), server_address, client_address};
}

Connection connected(const Options& server_options, const Address& address, const Options& client_options,
                     const Cast& cast) {
  Socket listener = listening("listener", server_options, address, cast.server);
  Socket client = tcp(cast.client, "client");
  set_all(client, client_options);
  return connected_to(std::move(listener), std::move(client));
}

Outcome state_between(const Address& local, const Address& remote) {
  const Outcome state = query_state(local, remote);
  log_state(local, remote, state);
  return state;
}

Outcome await_state(const Address& local, const Address& remote, TcpState state, double timeout) {
  Outcome seen = query_state(local, remote);
  if (!seen.is_missing()) {
    poll_until([&] { return (seen = query_state(local, remote)) == Outcome(to_string(state)); }, timeout);
  }
  log_state(local, remote, seen);
  return seen;
}

int entries(Port local_port, TcpState state) {
  if (state == TcpState::time_wait) require_lasting_time_wait();
  const auto table = tcp_table();
  if (!table)
    throw CaseAborted(Status::not_applicable, "needs a table of TCP states that the suite can read");
  int count = 0;
  for (const TcpEntry& entry : *table)
    count += entry.local.port == local_port && entry.state == state ? 1 : 0;
  log_step("entries of port " + std::to_string(local_port) + " in " + to_string(state),
           std::to_string(count));
  if (count == 0 && state == TcpState::time_wait) {
    require_local_time_wait();
    require_listed_time_wait();
  }
  return count;
}

void show_time_wait(const Address& local, const Address& remote) {
  if (const auto absent = why_no_time_wait(local, remote))
    throw CaseAborted(Status::not_applicable, kNotKept + *absent);
}

Connection connected_from_the_only_port(const Address& address, const Process& where) {
  Socket listener = listening("listener", {}, address, where);
  const std::string only = std::to_string(free_port());
  given(change_setting("net.ipv4.ip_local_port_range", only + " " + only), "a range of one port");
  return connected_to(std::move(listener), tcp("client"));
}

void leave_orphan(Connection& connection) {
  given(connection.listener.close(), "the listener closes");
  given(connection.server.close(), "the server closes");
  given(connection.client.receive(), words::eof, "the client reads end of file");
}

LeftListener leave_listener_to_child(const Options& options) {
  Socket listener = listening("listener", options);
  const Address address = listener.local();
  const Process child = child_with_our_sockets("child");
  given(listener.close(), "the parent closes its listener");
  return {address, child};
}

void close_server_first(Connection& connection) {
  given(connection.server.close(), "the server closes");
  given(connection.client.receive(), words::eof, "the client reads end of file");
  connection.time_wait = {connection.server_address, connection.client_address, now()};
  given(connection.client.close(), "the client closes");
  given(connection.listener.close(), "the listener closes");
  show_what_is_left(connection.time_wait);
}

void close_client_first(Connection& connection) {
  given(connection.client.close(), "the client closes");
  given(connection.server.receive(), words::eof, "the server reads end of file");
  connection.time_wait = {connection.client_address, connection.server_address, now()};
  given(connection.server.close(), "the server closes");
  show_what_is_left(connection.time_wait);
  // The server's side is done when the client's last acknowledgement has reached it.
  poll_until(
      [&] { return query_state(connection.server_address, connection.client_address) != words::last_ack; });
}

Address leave_time_wait(const Options& server_options, const Address& address) {
  Connection connection = connected(server_options, address);
  const Address server_address = connection.listener.local();
  close_server_first(connection);
  return server_address;
}

Port free_port() {
  // A port is free again when its scout is gone: once in some ten thousand times the next scout gets it too.
  static std::array<Port, 16> given_before{};
  static std::size_t next = 0;
  Port port = 0;
  for (int scouts = 0; scouts < kMostScouts; ++scouts) {
    Socket scout = make_socket("scout");
    given(scout.bind(loopback()), "a scout binds");
    port = scout.port();
    if (std::find(given_before.begin(), given_before.end(), port) == given_before.end()) break;
  }
  given_before[next++ % given_before.size()] = port;
  return port;
}

}  // namespace probe
