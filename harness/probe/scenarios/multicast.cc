#include "probe/scenarios/multicast.h"

#include <set>
#include <utility>
#include <vector>

#include "probe/core/case.h"
#include "probe/core/words.h"
#include "probe/net/multicast_option.h"
#include "probe/scenarios/delivery.h"

namespace probe {
namespace {

constexpr double kQuiet = 0.2;  // seconds without a datagram after which no more is expected

void drain(Socket& socket, std::set<std::string>* into) {
  while (socket.is_readable(0)) into->insert(socket.receive(0).text);
}

Outcome in_words(const std::set<std::string>& first, const std::set<std::string>& second) {
  std::set<std::string> either = first;
  either.insert(second.begin(), second.end());
  if (either.empty()) return words::none;
  if (either.size() < kManyTries) return words::some_lost;
  if (first.size() == kManyTries && second.size() == kManyTries) return words::each;
  if (second.empty()) return words::first;
  return first.empty() ? words::second : words::both;
}

Outcome send_and_see(Socket& first, Socket& second, Socket& sender, const Address& to,
                     const std::string& what) {
  std::set<std::string> of_first;
  std::set<std::string> of_second;
  for (int i = 0; i < kManyTries; ++i)
    needs(sender.send_to(to, "datagram " + std::to_string(i)).is_ok(), what);
  while (wait_until([&] { return first.is_readable(0) || second.is_readable(0); }, kQuiet)) {
    drain(first, &of_first);
    drain(second, &of_second);
  }
  detail("tries", kManyTries);
  detail("first_received", static_cast<double>(of_first.size()));
  detail("second_received", static_cast<double>(of_second.size()));
  return in_words(of_first, of_second);
}

}  // namespace

Address multicast_group(Port port) {
  if (family_of(variant()) == AddressStyle::ipv6)
    return ipv6({0xff, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x4d, 0x01}, port);
  return ipv4(239, 255, 77, 1, port);
}

Outcome join(Socket& member, const Address& group) {
  const OptionWithValue membership = membership_on_loopback(group);
  return member.set_bytes(membership.option, membership.value);
}

Outcome who_receives_of_group(Socket& first, Socket& second, const Address& group) {
  Socket sender = socket_for(group, Protocol::udp, "sender");
  const OptionWithValue way = sending_over_loopback(group);
  given(sender.set_bytes(way.option, way.value), way.option.name);
  return send_and_see(first, second, sender, group, "a loopback device that carries multicast");
}

Outcome who_receives_of_broadcast(Socket& first, Socket& second) {
  const Address everybody = ipv4(127, 255, 255, 255, first.port());
  Socket sender = udp4("sender");
  given(sender.set(broadcast), broadcast.name);
  return send_and_see(first, second, sender, everybody, "a loopback device that carries broadcasts");
}

Outcome receiver_of(Socket& first, Socket& second, Socket& sender) {
  return send_and_see(first, second, sender, first.local(), "a way to the first socket");
}

Outcome group_bound_twice_by_each_mode() {
  const std::vector<std::pair<Options, Options>> modes = {
      {{}, {}},          {{reuseaddr}, {}}, {{}, {reuseaddr}},         {{reuseaddr}, {reuseaddr}},
      {{reuseport}, {}}, {{}, {reuseport}}, {{reuseport}, {reuseport}}};
  std::vector<Outcome> outcomes;
  for (const auto& [of_first, of_second] : modes) {
    Socket first = make_socket("first");
    Socket second = make_socket("second");
    set_all(first, of_first);
    set_all(second, of_second);
    needs(first.bind(multicast_group()).is_ok(), "sockets that are bound to a multicast address");
    outcomes.push_back(second.bind(first.local()));
  }
  return outcomes_of(outcomes);
}

}  // namespace probe
