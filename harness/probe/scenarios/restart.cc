#include "probe/scenarios/restart.h"

#include "probe/core/case.h"
#include "probe/core/words.h"

namespace probe {
namespace {

constexpr int kMostScouts = 200;

Outcome answer_one(Socket& server, Socket& client) {
  Socket connection = server.accept("connection");
  given(client.send("ping"), "the client sends");
  if (connection.receive().text != "ping") return words::nothing_received;
  given(connection.send("pong"), "the server answers");
  if (client.receive().text != "pong") return words::no_answer;
  given(connection.close(), "the server closes first");
  given(client.receive(), words::eof, "the client reads end of file");
  return words::serves;
}

}  // namespace

Outcome serve_once(Socket server, const Address& address) {
  const Outcome binds = server.bind(address);
  if (!binds.is_ok()) return "bind: " + binds.text();
  const Outcome listens = server.listen();
  if (!listens.is_ok()) return "listen: " + listens.text();
  Socket client = tcp("client");
  const Outcome connects = client.connect(address.is_wildcard() ? loopback(server.port()) : server.local());
  if (!connects.is_ok()) return "connect: " + connects.text();
  const Outcome served = answer_one(server, client);
  given(client.close(), "the client closes");
  return served;
}

Outcome retry_every(double interval, const std::function<Outcome()>& step, double timeout) {
  const double start = now();
  Outcome last = step();
  int tries = 1;
  while (!last.is_ok() && now() - start + interval <= timeout) {
    const double next = start + tries * interval;
    poll_until([&] { return now() >= next; }, next - now());
    last = step();
    ++tries;
  }
  detail("tries", tries);
  detail("seconds", now() - start);
  detail("timeout_seconds", timeout);
  return last;
}

Port free_port_divisible_by(int divisor) {
  for (int scouts = 0; scouts < kMostScouts; ++scouts) {
    const auto port = static_cast<Port>(free_port() / divisor * divisor);
    Socket scout = tcp("scout");
    if (port != 0 && scout.bind(loopback(port)).is_ok()) return port;
  }
  throw CaseAborted(Status::not_applicable,
                    "needs a free port that is a multiple of " + std::to_string(divisor));
}

}  // namespace probe
