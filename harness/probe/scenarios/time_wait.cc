#include "probe/scenarios/time_wait.h"

#include <algorithm>
#include <set>
#include <string>

#include "probe/core/case.h"
#include "probe/core/duration.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

constexpr double kTimeToBeListed = 1;  // seconds
constexpr double kTimeToConnect =
    2;  // seconds, in which a SYN is sent twice (RFC 6298: again after one second)

// How exactly an end of TIME_WAIT is measured. Reading a table is expensive, and takes the time of other
// cases.
constexpr double kPrecision = 1.0 / 100;

// Whether a plain socket gets the address.
bool gets(const Address& address) {
  const Trial bind = try_once(Call::bind(address));
  return bind.was_opened && bind.error == 0;
}

std::string text_of(const std::optional<Elapsed>& took, double timeout) {
  return took ? "after " + std::to_string(took->seconds) + " s"
              : "not within " + std::to_string(timeout) + " s";
}

bool is_listed(const Address& local, const Address& remote) {
  return connection_state(local, remote) == TcpState::time_wait;
}

// A table that does not list TIME_WAIT at all is no better than none.
std::optional<Elapsed> seconds_until_end(const Address& local, const Address& remote, bool listed,
                                         double timeout) {
  detail("measured_by", listed ? "the stack's table" : "a plain bind");
  if (!listed) return seconds_until_plain_bind(local, timeout);
  const auto seconds = poll_until([&] { return !is_listed(local, remote); }, timeout, kPrecision);
  log_step("TIME_WAIT of " + local.text() + " to " + remote.text() + " ends", text_of(seconds, timeout));
  return seconds;
}

}  // namespace

AnotherTimeWait another_time_wait() {
  AbridgedTranscript quiet("another connection, whose TIME_WAIT the table ought to list");
  Connection other = connected();
  given(other.client.close(), "its client closes first");
  given(other.server.receive(), words::eof, "its server reads end of file");
  given(other.server.close(), "its server closes");
  const bool listed =
      wait_until([&] { return is_listed(other.client_address, other.server_address); }, kTimeToBeListed);
  return {listed || !gets(other.client_address), listed};
}

void require_listed_time_wait() {
  const AnotherTimeWait other = another_time_wait();
  if (other.kept && !other.listed)
    throw CaseAborted(Status::not_applicable,
                      "needs a table that lists TIME_WAIT: this stack keeps it and does not list it");
}

Outcome settled_state(const Address& local, const Address& remote, double timeout) {
  require_lasting_time_wait();
  Outcome seen = Outcome::missing("needs a table of TCP states that the suite can read");
  poll_until(
      [&] {
        const auto state = connection_state(local, remote);
        if (!state) return true;
        seen = *state == TcpState::closed ? words::none : to_string(*state);
        return *state == TcpState::closed || *state == TcpState::time_wait;
      },
      timeout);
  log_step("state of " + local.text() + " to " + remote.text(),
           seen.is_missing() ? seen.what() : seen.text());
  if (seen == words::none) {
    require_local_time_wait();
    require_listed_time_wait();
  }
  return seen;
}

Outcome time_wait_lasts(const Connection& connection, double timeout) {
  const TimeWait& entry = connection.time_wait;
  const bool listed = is_listed(entry.local, entry.remote);
  const double may_have_passed = now() - entry.not_before;  // a slow reader does not know when it began
  const auto took = seconds_until_end(entry.local, entry.remote, listed, timeout);
  if (!took) return duration(std::nullopt, timeout);
  return duration(Elapsed(may_have_passed + took->seconds, may_have_passed + took->uncertainty_s), timeout);
}

std::optional<Elapsed> seconds_of_time_wait(const Address& local, const Address& remote, double timeout) {
  return seconds_until_end(local, remote, is_listed(local, remote), timeout);
}

std::optional<Elapsed> seconds_until_plain_bind(const Address& address, double timeout) {
  const auto seconds = poll_until([&] { return gets(address); }, timeout, kPrecision);
  log_step("a plain socket gets " + address.text(), text_of(seconds, timeout));
  return seconds;
}

Outcome reconnect_to_time_wait() {
  Connection old = connected();
  const Address server = old.listener.local();
  given(old.server.close(), "the server closes");
  given(old.client.receive().outcome == Outcome("eof"), "the client reads end of file");
  given(old.client.close(), "the client closes");
  needs(settled_state(old.server_address, old.client_address) == Outcome("TIME_WAIT"),
        "TIME_WAIT on the server's side");
  Socket again = tcp("client again");
  given(again.bind(old.client_address), "the client binds its old address");
  return again.connect(server, kTimeToConnect);
}

void leave_entries(Socket& listener, int count) {
  require_lasting_time_wait();
  const AbridgedTranscript alike(std::to_string(count) +
                                 " connections, one after the other, closed by the server");
  std::set<Port> used;
  const int most = 10 * count;  // clients, most of which get a port that was not used before
  for (int i = 0; i < most && used.size() < static_cast<std::size_t>(count); ++i) {
    Socket client = tcp("client");
    given(client.bind(loopback()), "the client binds");
    const Port port = client.port();
    if (!used.insert(port).second) continue;
    given(client.connect(listener.local()), "the client connects");
    Socket server = listener.accept("server");
    given(server.close(), "the server closes");
    given(client.receive(), words::eof, "the client reads end of file");
    given(client.close(), "the client closes");
  }
  given(used.size() == static_cast<std::size_t>(count), "every client has a port of its own");
}

}  // namespace probe
