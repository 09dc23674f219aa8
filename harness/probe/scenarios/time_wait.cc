#include "probe/scenarios/time_wait.h"

#include <algorithm>
#include <set>
#include <string>

#include "probe/core/case.h"
#include "probe/core/duration.h"
#include "probe/core/transcript.h"
#include "probe/net/attempt.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

constexpr double kTimeToBeListed = 1;  // seconds

// How exactly an end of TIME_WAIT is measured. Reading a table is dear: the looks take the time of other cases.
constexpr double kPrecision = 1.0 / 100;

// Whether a plain socket gets the address.
bool gets(const Address& address) {
  const Attempt bind = attempt(Op::bind, address);
  return bind.opened && bind.error == 0;
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
  given(other.server.receive().outcome == Outcome("eof"), "its server reads end of file");
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
        seen = *state == TcpState::closed ? "none" : name_of(*state);
        return *state == TcpState::closed || *state == TcpState::time_wait;
      },
      timeout);
  log_step("state of " + local.text() + " to " + remote.text(),
           seen.is_missing() ? seen.what() : seen.text());
  if (seen == Outcome("none")) {
    require_local_time_wait();
    require_listed_time_wait();
  }
  return seen;
}

Outcome time_wait_lasts(const Connection& connection, double timeout) {
  const TimeWait& it = connection.time_wait;
  const bool listed = is_listed(it.local, it.remote);
  const double may_have_passed = now() - it.not_before;  // whoever looks slowly does not know when it began
  const auto took = seconds_until_end(it.local, it.remote, listed, timeout);
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

void leave_entries(Socket& listener, int count) {
  require_lasting_time_wait();
  const AbridgedTranscript alike(std::to_string(count) +
                                 " connections, one after the other, closed by the server");
  std::set<Port> used;
  while (used.size() < static_cast<std::size_t>(count)) {
    Socket client = tcp("client");
    given(client.connect(listener.local()), "the client connects");
    Socket server = listener.accept("server");
    given(server.close(), "the server closes");
    given(client.receive().outcome == Outcome("eof"), "the client reads end of file");
    used.insert(client.port());
    given(client.close(), "the client closes");
  }
}

}  // namespace probe
