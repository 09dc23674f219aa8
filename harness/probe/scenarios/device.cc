#include "probe/scenarios/device.h"

#include "probe/core/case.h"
#include "probe/core/words.h"
#include "probe/scenarios/delivery.h"

namespace probe {

Outcome share_by_device(Socket& first, const Device& of_first, Socket& second, const Device& of_second) {
  given(listen_if_tcp(first), "the first socket listens");
  const Port port = first.port();
  const Outcome binds = second.bind(wildcard_address(port));
  if (!binds.is_ok()) return "bind: " + binds.text();
  const Outcome listens = listen_if_tcp(second);
  if (!listens.is_ok()) return "listen: " + listens.text();
  const auto to_first = received_by({&first, &second}, of_first.address.at(port), kManyTries);
  const auto to_second = received_by({&first, &second}, of_second.address.at(port), kManyTries);
  detail("tries", kManyTries);
  detail("first_received_of_its_device", to_first[0]);
  detail("second_received_of_its_device", to_second[1]);
  if (to_first[2] + to_second[2] > 0) return words::some_lost;
  return to_first[1] + to_second[0] == 0 ? words::each_its_own : words::mixed;
}

}  // namespace probe
