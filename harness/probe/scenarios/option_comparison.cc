#include "probe/scenarios/option_comparison.h"

#include <string>
#include <utility>
#include <vector>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/net/socket.h"
#include "probe/scenarios/connection.h"

namespace probe {
namespace {

struct Situation {
  std::string holder;  // "bound", "listening", "connected", "TIME_WAIT"
  std::string addresses;
  bool holder_is_wildcard;
  bool newcomer_is_wildcard;
  bool both_set;

  std::string text() const {
    return holder + ", " + addresses + (both_set ? ", both set" : ", newcomer alone sets");
  }
};

std::vector<Situation> situations() {
  const std::vector<std::string> holders =
      protocol_of(variant()) == Protocol::udp
          ? std::vector<std::string>{"bound"}
          : std::vector<std::string>{"bound", "listening", "connected", "TIME_WAIT"};
  std::vector<Situation> all;
  for (const std::string& holder : holders) {
    for (const bool both_set : {true, false}) {
      all.push_back({holder, "same address", false, false, both_set});
      all.push_back({holder, "specific beside wildcard", true, false, both_set});
      all.push_back({holder, "wildcard beside specific", false, true, both_set});
    }
  }
  return all;
}

// What holds the port, for as long as it lives.
struct Held {
  Port port = 0;
  std::vector<Socket> sockets;
};

Held hold(const Situation& situation, const Option& option) {
  const Options options = situation.both_set ? Options{option} : Options{};
  const Address address = situation.holder_is_wildcard ? wildcard_address() : loopback();
  Held held;
  if (situation.holder == "TIME_WAIT") {
    held.port = leave_time_wait(options, address).port;
  } else if (situation.holder == "connected") {
    Connection connection = connected(options, address);
    given(connection.listener.close(), "the listener closes");
    held.port = connection.server_address.port;
    held.sockets.push_back(std::move(connection.server));
    held.sockets.push_back(std::move(connection.client));
  } else {
    Socket holder = make_socket("holder");
    set_all(holder, options);
    given(holder.bind(address), "the holder binds");
    if (situation.holder == "listening") given(holder.listen(), "the holder listens");
    held.port = holder.port();
    held.sockets.push_back(std::move(holder));
  }
  return held;
}

// How far the newcomer gets.
enum Reach { refused, only_bound, served };

Reach try_newcomer(const Situation& situation, const Option& option, const Process& where) {
  const Held held = hold(situation, option);
  Socket newcomer = make_socket(where, "newcomer");
  given(newcomer.set(option), option.name);
  if (!newcomer.bind(situation.newcomer_is_wildcard ? wildcard_address(held.port) : loopback(held.port))
           .is_ok())
    return refused;
  if (protocol_of(variant()) == Protocol::tcp && !newcomer.listen().is_ok()) return only_bound;
  return served;
}

Reach reach_of_newcomer(const Situation& situation, const Option& option, const Process& where) {
  constexpr const char* kNames[] = {"refused at bind", "refused at listen", "let in"};
  const Reach reach = try_newcomer(situation, option, where);
  log_step(std::string("newcomer with ") + option.name + ": " + situation.text(), kNames[reach]);
  return reach;
}

}  // namespace

Outcome more_permissive_option(const Option& one, const Option& other, const Process& newcomer) {
  int one_allows_more = 0;
  int other_allows_more = 0;
  const std::vector<Situation> all = situations();
  for (const Situation& situation : all) {
    const Reach with_one = reach_of_newcomer(situation, one, newcomer);
    const Reach with_other = reach_of_newcomer(situation, other, newcomer);
    if (with_one == with_other) continue;
    ++(with_one > with_other ? one_allows_more : other_allows_more);
    detail(situation.text(), std::string(with_one > with_other ? one.name : other.name) + " allows more");
  }
  detail("situations", static_cast<double>(all.size()));
  if (one_allows_more > 0 && other_allows_more > 0) return words::neither;
  if (one_allows_more + other_allows_more == 0) return words::same;
  return one_allows_more > 0 ? one.name : other.name;
}

}  // namespace probe
