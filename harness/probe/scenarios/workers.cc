#include "probe/scenarios/workers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "probe/core/case.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"

namespace probe {
namespace {

constexpr int kWorkers = 4;
constexpr int kConnections = 200;

// The children and the listener as each of them has it. They wait in accept(), where no other call reaches
// them, so they are ended before their sockets are.
struct Workers {
  std::vector<Socket> listeners;
  std::vector<Process> processes;

  explicit Workers(const Socket& listener) {
    for (int i = 0; i < kWorkers; ++i) {
      const std::string name = "worker " + std::to_string(i + 1);
      processes.push_back(child_with_our_sockets(name));
      listeners.push_back(listener.inherited_by(processes.back(), "listener of " + name));
    }
    for (const Socket& own : listeners) own.begin_accepting();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    for (Process& process : processes) process.kill();
  }
};

// Which of the workers accepts a connection of a fresh client; none if nobody does.
std::optional<std::size_t> serve_one(const std::vector<Socket>& workers, const Address& address) {
  Socket client = socket_for(address, Protocol::tcp, "client");
  given(client.connect(address), "a client connects");
  std::optional<std::size_t> who;
  wait_until([&] {
    for (std::size_t i = 0; i < workers.size() && !who; ++i)
      if (workers[i].has_accepted()) who = i;
    return who.has_value();
  });
  if (who) workers[*who].begin_accepting();
  return who;
}

}  // namespace

Outcome spread_over_waiting_children(const Socket& listener) {
  const Address address = listener.local();
  const Workers workers(listener);
  std::vector<int> served(kWorkers);
  {
    const AbridgedTranscript alike(std::to_string(kConnections) + " clients, one after the other");
    for (int i = 0; i < kConnections; ++i) {
      const auto who = serve_one(workers.listeners, address);
      if (!who) return words::some_lost;
      ++served[*who];
    }
  }
  for (std::size_t i = 0; i < served.size(); ++i) detail("worker_" + std::to_string(i + 1), served[i]);
  const auto idle = std::count(served.begin(), served.end(), 0);
  return idle == 0 ? words::each : idle == kWorkers - 1 ? words::only_one : words::uneven;
}

}  // namespace probe
