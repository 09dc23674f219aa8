#include "probe/scenarios/reuseport_group.h"

#include <cmath>
#include <set>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/scenarios/delivery.h"

namespace probe {
namespace {

constexpr int kClients = 12;
constexpr int kVisits = 4;
constexpr int kWaiting = 16;  // fits into the queue of one listener (Socket::listen)

// A client that may come again from the same port at once: it leaves no TIME_WAIT.
Socket client_from(const Address& from, const Address& to) {
  const Protocol protocol = protocol_of(variant());
  Socket client = socket_for(to, protocol, "client");
  if (protocol == Protocol::tcp) given(client.set_linger(0), "the client's SO_LINGER");
  given(wait_until([&] { return client.bind(from).is_ok(); }), "the client binds its port");
  return client;
}

// Which sockets one client reached in its visits; empty when one of its visits reached nobody.
std::set<std::size_t> reached_by_one_client(const std::vector<Socket*>& sockets, const Address& address) {
  std::set<std::size_t> reached;
  Address from = address.at(0);
  for (int visit = 0; visit < kVisits; ++visit) {
    Socket client = client_from(from, address);
    from = client.local();
    const auto found = receivers_of(sockets, client, address);
    if (found.empty()) return {};
    reached.insert(found.begin(), found.end());
  }
  return reached;
}

struct Fates {
  std::size_t passed_on = 0;
  std::size_t reset = 0;
  std::size_t eof = 0;
  std::size_t all() const { return passed_on + reset + eof; }
};

// As many connections as fit into one queue; adds the listeners that accepted some, and returns how many
// nobody accepted.
int take_sixteen(const std::vector<Socket*>& listeners, const Address& address, std::set<Socket*>& reached) {
  std::vector<Socket> clients;
  for (int i = 0; i < kWaiting; ++i) {
    clients.push_back(socket_for(address, Protocol::tcp, "client"));
    given(clients.back().set_linger(0), "the client's SO_LINGER");
    given(clients.back().connect(address), "a client connects");
  }
  int missing = kWaiting;
  const auto all_are_accepted = [&] {
    for (Socket* listener : listeners) {
      while (listener->is_readable(0)) {
        close_abortively(listener->accept("accepted"));
        reached.insert(listener);
        --missing;
      }
    }
    return missing == 0;
  };
  wait_until(all_are_accepted, 1);
  return missing;
}

}  // namespace

Outcome beside_accepted(const Options& options, const Option& option) {
  Connection connection = connected(options);
  const Address address = connection.listener.local();
  detail("getsockopt", connection.server.is_set(option).text());
  given(connection.listener.close(), "the listener closes");
  Socket newcomer = tcp("newcomer");
  given(newcomer.set(option), option.name);
  return newcomer.bind(address);
}

Outcome join_outcome(Socket& newcomer, Socket& holder, const Address& address) {
  const Outcome binds = newcomer.bind(address);
  if (!binds.is_ok()) return "bind: " + binds.text();
  if (protocol_of(variant()) == Protocol::tcp) {
    const Outcome listens = newcomer.listen();
    if (!listens.is_ok()) return "listen: " + listens.text();
  }
  return with_receiver(Outcome::ok(), holder, newcomer,
                       address.is_wildcard() ? loopback(address.port) : address);
}

Outcome listener_per_client(const std::vector<Socket*>& sockets, const Address& address) {
  std::set<std::size_t> used;
  int undecided = 0;
  for (int i = 0; i < kClients; ++i) {
    const std::set<std::size_t> reached = reached_by_one_client(sockets, address);
    if (reached.empty()) return words::some_lost;
    if (reached.size() > 1) ++undecided;
    used.insert(reached.begin(), reached.end());
  }
  detail("clients", kClients);
  detail("visits_of_each", kVisits);
  detail("listeners_used", static_cast<double>(used.size()));
  detail("clients_with_several_listeners", undecided);
  if (used.size() == 1) return words::only_one;
  return undecided == 0 ? words::same_listener : words::different_listeners;
}

Outcome after_the_deferred_data(Socket& client, const std::vector<Socket*>& listeners) {
  for (const Socket* listener : listeners)
    needs(!listener->is_readable(0.1), "a listener that holds back a connection without data");
  const Outcome sent = client.send("x");
  Outcome end = sent.is_ok() ? Outcome(words::lost) : Outcome(words::reset);
  wait_until([&] {
    if (listeners.front()->is_readable(0)) end = words::first;
    if (listeners.size() > 1 && listeners.back()->is_readable(0)) end = words::second;
    if (end == Outcome(words::lost) && client.is_readable(0)) end = words::reset;
    return end != Outcome(words::lost);
  });
  return end;
}

Outcome pending_queue_outcome(Socket& first, Socket& second, const Address& address) {
  std::vector<Socket> clients;
  for (int i = 0; i < kWaiting; ++i) {
    clients.push_back(socket_for(address, Protocol::tcp, "client " + std::to_string(i + 1)));
    given(clients.back().connect(address), "a client connects");
  }
  given(wait_until([&] { return first.is_readable(0) || second.is_readable(0); }), "a connection waits");
  const bool first_has_some = first.is_readable(0);
  Socket& closing = first_has_some ? first : second;
  Socket& staying = first_has_some ? second : first;
  given(closing.close(), "a listener with connections in its queue closes");

  Fates fates;
  std::vector<Socket> accepted;
  std::vector<bool> heard(clients.size(), false);
  wait_until([&] {
    while (staying.is_readable(0)) {
      accepted.push_back(staying.accept("accepted"));
      ++fates.passed_on;
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      if (heard[i] || !clients[i].is_readable(0)) continue;
      heard[i] = true;
      const Outcome end = clients[i].receive(0).outcome;
      fates.eof += end == words::eof ? 1 : 0;
      fates.reset += end == Outcome("ECONNRESET") ? 1 : 0;
    }
    return fates.all() >= clients.size();
  });
  detail("clients", static_cast<double>(clients.size()));
  detail("accepted_by_the_other", static_cast<double>(fates.passed_on));
  detail("reset", static_cast<double>(fates.reset));
  detail("eof", static_cast<double>(fates.eof));
  if (fates.all() != clients.size()) return words::some_silent;
  if (fates.reset > 0) return words::reset;
  return fates.eof > 0 ? words::eof : words::passed_on;
}

int listeners_reached(const std::vector<Socket*>& listeners, const Address& address) {
  const auto n = static_cast<double>(listeners.size());
  // n (1 - 1/n)^tries < 10^-6
  const int tries = static_cast<int>(std::ceil(n * std::log(n * 1e6)));
  std::set<Socket*> reached;
  int nobody = 0;
  {
    const AbridgedTranscript abridged(std::to_string(tries) + " clients come to " + address.text());
    for (int done = 0; done < tries; done += kWaiting) nobody += take_sixteen(listeners, address, reached);
  }
  detail("tries", tries);
  detail("nobody_received", nobody);
  detail("listeners", n);
  detail("listeners_reached", static_cast<double>(reached.size()));
  return static_cast<int>(reached.size());
}

}  // namespace probe
