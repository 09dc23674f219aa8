#include "probe/scenarios/backlog.h"

#include <string>
#include <utility>
#include <vector>

#include "probe/core/case.h"

namespace probe {

Outcome completed_connections(Socket& listener, int most, double timeout) {
  std::vector<Socket> clients;
  for (int stood = 0; stood < most; ++stood) {
    Socket client = tcp("client " + std::to_string(stood + 1));
    const Outcome outcome = client.connect(listener.local(), timeout);
    if (!outcome.is_ok()) {
      detail("next_client", outcome.text());
      return std::to_string(stood);
    }
    clients.push_back(std::move(client));
  }
  return std::to_string(most) + " or more";
}

}  // namespace probe
