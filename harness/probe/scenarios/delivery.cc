#include "probe/scenarios/delivery.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"

namespace probe {
namespace {

constexpr double kNobody = 0.2;  // seconds until a datagram or connection counts as received by nobody

bool take_connection(Socket& listener) {
  if (!listener.is_readable(0)) return false;
  try {
    close_abortively(listener.accept("server of " + listener.name()));
    return true;
  } catch (const CaseAborted&) {
    return false;  // it is readable, but has nobody: a listener that was shut down
  }
}

bool take_datagram(Socket& socket) {
  return socket.is_readable(0) && socket.receive(0).outcome == words::data;
}

}  // namespace

void close_abortively(Socket accepted) {
  const Outcome set = accepted.set_linger(0);
  if (!set.is_ok()) detail("abortive_close", set.is_missing() ? set.what() : set.text());
}

std::vector<std::size_t> receivers_of(const std::vector<Socket*>& sockets, Socket& client,
                                      const Address& address) {
  const Protocol protocol = protocol_of(variant());
  if (protocol == Protocol::tcp) {
    if (!client.connect(address, kDefaultTimeout_s).is_ok()) return {};
  } else if (!client.send_to(address, "who").is_ok()) {
    return {};
  }
  std::vector<std::size_t> found;
  wait_until(
      [&] {
        for (std::size_t i = 0; i < sockets.size(); ++i)
          if (protocol == Protocol::tcp ? take_connection(*sockets[i]) : take_datagram(*sockets[i]))
            found.push_back(i);
        return !found.empty();
      },
      kNobody);
  return found;
}

std::vector<int> received_by(const std::vector<Socket*>& sockets, const Address& address, int tries) {
  std::vector<int> counts(sockets.size() + 1, 0);
  for (int i = 0; i < tries; ++i) {
    Socket client = socket_for(address, protocol_of(variant()), "client");
    const auto found = receivers_of(sockets, client, address);
    for (const std::size_t receiver : found) ++counts[receiver];
    if (found.empty()) ++counts.back();
  }
  return counts;
}

Outcome who_receives(Socket& first, Socket& second, const Address& address, int tries) {
  const std::vector<int> counts = received_by({&first, &second}, address, tries);
  detail("tries", tries);
  detail("first_received", counts[0]);
  detail("second_received", counts[1]);
  detail("nobody_received", counts[2]);
  if (counts[2] == tries) return words::none;
  if (counts[2] > 0) return words::some_lost;
  if (counts[0] == tries && counts[1] == tries) return words::each;
  if (counts[1] == 0) return words::first;
  return counts[0] == 0 ? words::second : words::both;
}

Outcome hijack(Socket& victim, Socket& thief, const Address& address) {
  return hijack(victim, thief, address, address);
}

Outcome hijack(Socket& victim, Socket& thief, const Address& address, const Address& target) {
  const Outcome binds = thief.bind(address);
  if (!binds.is_ok()) return "bind: " + binds.text();
  if (protocol_of(variant()) == Protocol::tcp) {
    const Outcome listens = thief.listen();
    if (!listens.is_ok()) return "listen: " + listens.text();
  }
  const Outcome receiver = who_receives(victim, thief, target);
  if (receiver == words::second) return words::stolen;
  if (receiver == words::first) return words::not_stolen;
  return receiver == words::both || receiver == words::each ? words::shared : words::lost;
}

Outcome with_receiver(const Outcome& outcome, Socket& first, Socket& second, const Address& address) {
  if (outcome.is_ok()) detail("receiver", who_receives(first, second, address).text());
  return outcome;
}

Outcome spread_over(const std::vector<Socket*>& sockets, const Address& address, int tries) {
  std::vector<int> counts = received_by(sockets, address, tries);
  detail("tries", tries);
  for (std::size_t i = 0; i < sockets.size(); ++i) detail(sockets[i]->name() + "_received", counts[i]);
  if (counts.back() > 0) return words::some_lost;
  counts.pop_back();
  return balance(counts);
}

Outcome balance(const std::vector<int>& counts) {
  const int total = std::accumulate(counts.begin(), counts.end(), 0);
  const auto sockets = static_cast<double>(counts.size());
  if (std::count(counts.begin(), counts.end(), 0) == static_cast<long>(counts.size()) - 1)
    return words::only_one;
  // Hoeffding: P(|count - total/n| >= t) <= 2 exp(-2 t^2 / total), for n counts at once.
  const double tolerance = std::sqrt(total * std::log(2 * sockets / 1e-6) / 2);
  detail("balance_tolerance", tolerance);
  for (const int count : counts)
    if (std::abs(count - total / sockets) > tolerance) return words::uneven;
  return words::balanced;
}

}  // namespace probe
