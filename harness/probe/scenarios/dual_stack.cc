#include "probe/scenarios/dual_stack.h"

#include "probe/core/case.h"
#include "probe/core/words.h"
#include "probe/scenarios/delivery.h"

namespace probe {
namespace {

Socket with_v6only(const std::string& name, int value) {
  Socket socket = ipv6_socket(name);
  needs(socket.set(v6only, value).is_ok(),
        std::string("IPV6_V6ONLY switched ") + (value == 0 ? "off" : "on"));
  return socket;
}

}  // namespace

Socket ipv4_socket(const std::string& name) { return socket_for(wildcard4(), protocol_of(variant()), name); }
Socket ipv6_socket(const std::string& name) { return socket_for(wildcard6(), protocol_of(variant()), name); }
Socket ipv6_only_socket(const std::string& name) { return with_v6only(name, 1); }
Socket dual_stack_socket(const std::string& name) { return with_v6only(name, 0); }

Outcome each_its_own_family(Socket& six, Socket& four) {
  if (protocol_of(variant()) == Protocol::tcp) {
    for (Socket* socket : {&six, &four}) {
      const Outcome listens = socket->listen();
      if (!listens.is_ok()) return "listen: " + listens.text();
    }
  }
  const auto to_six = received_by({&six, &four}, loopback6(six.port()), kManyTries);
  const auto to_four = received_by({&six, &four}, loopback4(six.port()), kManyTries);
  detail("tries", kManyTries);
  detail("ipv6_received_of_its_own", to_six[0]);
  detail("ipv4_received_of_its_own", to_four[1]);
  if (to_six[2] + to_four[2] > 0) return words::some_lost;
  return to_six[1] + to_four[0] == 0 ? words::each_its_own : words::mixed;
}

}  // namespace probe
