#include "probe/scenarios/teardown.h"

#include <optional>

#include "probe/core/case.h"
#include "probe/core/duration.h"
#include "probe/core/transcript.h"
#include "probe/core/words.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

constexpr long kEndless = 64L << 20;   // bytes after which a send buffer counts as having no end
constexpr int kSmallBuffer = 1 << 16;  // bytes
constexpr int kFullAfter_ms = 300;     // without room after which a buffer counts as full
constexpr double kTimeToArrive = 0.3;  // seconds in which what was sent over the loopback device is there
constexpr double kCloseBound = 10.0;   // seconds; the supervisor ends a close() that takes much longer

TcpState state_now(const Address& local, const Address& remote) {
  const auto state = connection_state(local, remote);
  if (!state) throw CaseAborted(Status::not_applicable, "needs TCP states that the suite can read");
  return *state;
}

bool waits_for_fin(TcpState state) { return state == TcpState::fin_wait_1 || state == TcpState::fin_wait_2; }

// Whether a plain socket is refused this address. Only a change from `before` is written down: it is tried
// many times.
bool is_refused(const Address& address, const Outcome& before = "") {
  const Address plain = address.unmapped();
  const Trial bind = try_once(Call::bind(plain));
  const Outcome outcome = Outcome::of_error(bind.error);
  if (!bind.was_opened) given(outcome, "a plain socket");
  if (outcome != before) log_step("a plain socket.bind(" + plain.text() + ")", outcome.text());
  return !outcome.is_ok();
}

void note_evidence_of_fin_wait(bool in_table) {
  detail("fin_wait_shown_by", in_table ? "the table" : "a plain socket is refused the port");
}

std::string text_of(const std::optional<TcpState>& state) {
  if (!state) return "no table";
  return *state == TcpState::closed ? "no entry" : to_string(*state);
}

}  // namespace

StateTrace::StateTrace(const Address& local, const Address& remote)
    : whose_(local.text() + " to " + remote.text()), query_([=] { return state_now(local, remote); }) {
  query_();
}

StateTrace::StateTrace(Socket& socket)
    : whose_(socket.name() + ", as it says"), query_([&socket] {
        const Result result = socket.quietly(Call::tcp_state());
        if (result.unavailable || result.error != 0)
          throw CaseAborted(Status::not_applicable, "needs a socket that tells its TCP state");
        return static_cast<TcpState>(result.value);
      }) {
  query_();
}

bool StateTrace::wait_for(TcpState state, double timeout) {
  if (state == TcpState::time_wait) require_lasting_time_wait();
  TcpState seen = TcpState::unknown;
  wait_until([&] { return (seen = query_()) == state || seen == TcpState::closed; }, timeout);
  log_step("state of " + whose_, to_string(seen));
  const bool was_over = !states_.empty() && states_.back() == TcpState::closed;
  if (state == TcpState::time_wait && seen == TcpState::closed && !was_over) require_local_time_wait();
  if (states_.empty() || states_.back() != seen) states_.push_back(seen);
  return seen == state;
}

Outcome StateTrace::seen() const {
  std::string text;
  for (const TcpState state : states_) text += (text.empty() ? "" : ", ") + to_string(state);
  return Outcome::word(text);
}

Outcome what_is_left(const Address& local, const Address& remote) {
  require_lasting_time_wait();
  std::optional<TcpState> seen;
  wait_until(
      [&] {
        seen = connection_state(local, remote);
        return !seen || *seen == TcpState::time_wait || *seen == TcpState::closed;
      },
      2.0);
  log_step("state of " + local.text() + " to " + remote.text(), text_of(seen));
  const bool in_table = seen && *seen != TcpState::closed;
  detail("shown_by", in_table ? "the table" : "a plain socket that tries the port");
  if (in_table) return to_string(*seen);
  if (is_refused(local)) return words::time_wait;
  require_local_time_wait();
  return words::nothing;
}

long fill_send_path(Socket& sender) {
  Bytes zeros;
  zeros.size = static_cast<std::uint32_t>(zeros.at.size());
  zeros.at.fill(0);
  const Call send = Call::send(zeros);
  static_cast<void>(
      sender.set(send_buffer, kSmallBuffer));  // only to have less to send: a system may ignore it
  given(Outcome::of_error(sender.quietly(Call::set_blocking(false)).error), "a socket that does not block");
  long bytes = 0;
  while (bytes < kEndless) {
    const Result sent = sender.quietly(send);
    if (sent.error == 0) {
      bytes += static_cast<long>(sent.value);
      continue;
    }
    const std::string error = name_of_error(sent.error);
    if (error != "EAGAIN" && error != "EWOULDBLOCK")
      given(Outcome(error), "send() until there is no more room");
    if (sender.quietly(Call::wait_writable(kFullAfter_ms)).value <= 0) break;
  }
  sender.quietly(Call::set_blocking(true));
  log_step(sender.name() + ".fill_send_path()", std::to_string(bytes) + " bytes");
  given(bytes > 0 && bytes < kEndless, "the window and the buffer are full");
  return bytes;
}

Outcome read_to_eof(Socket& receiver, double timeout) {
  const Call wait = Call::wait_readable(static_cast<int>(timeout * 1000));
  Outcome end = words::nothing;
  long bytes = 0;
  while (receiver.quietly(wait).value > 0) {
    const Result result = receiver.quietly(Call::receive());
    if (result.error != 0 || result.value == 0) {
      end = result.error != 0 ? Outcome::of_error(result.error) : words::eof;
      break;
    }
    bytes += static_cast<long>(result.value);
  }
  detail("bytes_read", static_cast<double>(bytes));
  log_step(receiver.name() + ".read_to_eof()", std::to_string(bytes) + " bytes, " + end.text());
  return end;
}

Outcome receive_after_delay(Socket& receiver) {
  Outcome read = words::nothing;
  {
    const AbridgedTranscript alike("reading for a while");
    wait_until([&] { return (read = receiver.receive(0).outcome) == words::data; }, kTimeToArrive);
  }
  log_step(receiver.name() + ".receive() in the end", read.text());
  return read;
}

void show_fin_wait_2(const Connection& connection) {
  const Address& local = connection.server_address;
  const double start = now();
  std::optional<TcpState> seen;
  const auto is_settled = [&] {
    seen = connection_state(local, connection.client_address);
    if (!seen || *seen == TcpState::fin_wait_2) return true;
    return *seen == TcpState::closed && now() - start > kTimeToArrive;
  };
  given(wait_until(is_settled), "the end that was closed reaches FIN_WAIT_2");
  log_step("state of " + local.text() + " to " + connection.client_address.text(), text_of(seen));
  const bool in_table = seen == TcpState::fin_wait_2;
  note_evidence_of_fin_wait(in_table);
  if (!in_table) needs(is_refused(local), "an end in FIN_WAIT_2 that keeps its port");
}

Outcome fin_wait_lasts(const Connection& connection, double timeout) {
  return fin_wait_lasts(connection.server_address, connection.client_address, timeout);
}

Outcome fin_wait_lasts(const Address& local, const Address& remote, double timeout) {
  const std::string whose = "state of " + local.text() + " to " + remote.text();
  const double start = now();
  const auto first = connection_state(local, remote);
  const bool in_table = first && waits_for_fin(*first);
  note_evidence_of_fin_wait(in_table);
  log_step(whose, text_of(first));
  const double first_look = now() - start;
  const auto took = poll_until(
      [&] { return in_table ? !waits_for_fin(state_now(local, remote)) : !is_refused(local, "EADDRINUSE"); },
      timeout);
  const auto then = connection_state(local, remote);
  detail("then", text_of(then));
  log_step(whose, text_of(then));
  if (!took) return duration(std::nullopt, timeout);
  const bool was_over_at_once = took->uncertainty_s == took->seconds;
  return duration(was_over_at_once ? Elapsed(0) : Elapsed(first_look + took->seconds, took->uncertainty_s),
                  timeout);
}

Outcome state_lasts(const Address& local, const Address& remote, TcpState state, double timeout) {
  given(await_state(local, remote, state), to_string(state), "the state whose time is measured");
  const auto took = poll_until([&] { return state_now(local, remote) != state; }, timeout);
  log_step("state of " + local.text() + " to " + remote.text(), to_string(state_now(local, remote)));
  return duration(took, timeout);
}

Address shut_down(Socket& listener) {
  const Address before = listener.local();
  const Outcome outcome = listener.shutdown(How::both);
  detail("shutdown", outcome.text());
  const bool took_effect = outcome.is_ok() || listener.local_if_any() != before;
  needs(took_effect, "a shutdown() of a listener that does something: " + outcome.text());
  return before;
}

void dissolve(Socket& socket) {
  needs(socket.has_peer(), "a getpeername() that shows a connected socket's peer");
  const Outcome outcome = socket.disconnect();
  detail("disconnect", outcome.text());
  needs(!socket.has_peer(), "a connect() to AF_UNSPEC that dissolves the association: " + outcome.text());
}

Outcome what_is_left_of(const std::optional<Address>& local, Port port) {
  if (!local) return "no address";
  const bool is_wildcard = local->is_wildcard() || local->unmapped().at(0).is_wildcard();
  return std::string(is_wildcard ? "wildcard" : "specific") + " address, " +
         (local->port == port ? "same port" : "other port");
}

Outcome close_takes(Socket& socket) {
  const double start = now();
  const Outcome outcome = socket.close();
  const double seconds = now() - start;
  detail("close_returned", outcome.text());
  return duration(seconds, kCloseBound);
}

Outcome exit_takes(Process& process) {
  const double start = now();
  process.exit();
  return duration(now() - start, kCloseBound);
}

}  // namespace probe
