#include "probe/scenarios/teardown.h"

#include <optional>

#include "probe/core/case.h"
#include "probe/core/duration.h"
#include "probe/core/transcript.h"
#include "probe/net/attempt.h"
#include "probe/scenarios/time_wait_settings.h"

namespace probe {
namespace {

constexpr long kEndless = 64L << 20;   // bytes after which a send buffer counts as having no end
constexpr int kSmallBuffer = 1 << 16;  // bytes
constexpr int kFullAfter = 300;        // milliseconds without room after which a buffer counts as full
constexpr double kTimeToArrive = 0.3;  // seconds in which what was sent over the loopback device is there
constexpr double kCloseBound = 10.0;   // seconds; the supervisor ends a close() that takes much longer

TcpState state_now(const Address& local, const Address& remote) {
  const auto state = connection_state(local, remote);
  if (!state) throw CaseAborted(Status::not_applicable, "needs TCP states that the suite can read");
  return *state;
}

bool waits_for_fin(TcpState state) { return state == TcpState::fin_wait_1 || state == TcpState::fin_wait_2; }

// Whether a plain socket is refused this address. Only a change from `before` is written down: it is tried many times.
bool is_refused(const Address& address, const Outcome& before = "") {
  const Address plain = address.unmapped();
  const Attempt bind = attempt(Op::bind, plain);
  const Outcome outcome = Outcome::of_error(bind.error);
  if (!bind.opened) given(outcome, "a plain socket");
  if (outcome != before) log_step("a plain socket.bind(" + plain.text() + ")", outcome.text());
  return !outcome.is_ok();
}

std::string text_of(const std::optional<TcpState>& state) {
  if (!state) return "no table";
  return *state == TcpState::closed ? "no entry" : name_of(*state);
}

}  // namespace

StateTrace::StateTrace(const Address& local, const Address& remote)
    : whose_(local.text() + " to " + remote.text()), look_([=] { return state_now(local, remote); }) {
  look_();
}

StateTrace::StateTrace(Socket& socket)
    : whose_(socket.name() + ", as it says"), look_([&socket] {
        Call call;
        call.op = Op::tcp_state;
        const Result result = socket.quietly(call);
        if (result.unavailable || result.error != 0)
          throw CaseAborted(Status::not_applicable, "needs a socket that tells its TCP state");
        return static_cast<TcpState>(result.value);
      }) {
  look_();
}

bool StateTrace::wait_for(TcpState state, double timeout) {
  if (state == TcpState::time_wait) require_lasting_time_wait();
  TcpState seen = TcpState::unknown;
  wait_until([&] { return (seen = look_()) == state || seen == TcpState::closed; }, timeout);
  log_step("state of " + whose_, name_of(seen));
  const bool was_over = !states_.empty() && states_.back() == TcpState::closed;
  if (state == TcpState::time_wait && seen == TcpState::closed && !was_over) require_local_time_wait();
  if (states_.empty() || states_.back() != seen) states_.push_back(seen);
  return seen == state;
}

Outcome StateTrace::seen() const {
  std::string text;
  for (const TcpState state : states_) text += (text.empty() ? "" : ", ") + name_of(state);
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
  if (in_table) return name_of(*seen);
  if (is_refused(local)) return "TIME_WAIT";
  require_local_time_wait();
  return "nothing";
}

long fill_send_path(Socket& sender) {
  Call send;
  send.op = Op::send;
  send.data.size = static_cast<std::uint32_t>(send.data.at.size());
  send.data.at.fill(0);
  Call room;
  room.op = Op::wait;
  room.a = 2;
  room.b = kFullAfter;
  sender.set(send_buffer, kSmallBuffer);  // only to have less to send: a system may ignore it
  Call blocking;
  blocking.op = Op::blocking;
  given(Outcome::of_error(sender.quietly(blocking).error), "a socket that does not block");
  long bytes = 0;
  while (bytes < kEndless) {
    const Result sent = sender.quietly(send);
    if (sent.error == 0) {
      bytes += static_cast<long>(sent.value);
      continue;
    }
    const std::string error = name_of_error(sent.error);
    given(error == "EAGAIN" || error == "EWOULDBLOCK", "there is no more room");
    if (sender.quietly(room).value <= 0) break;
  }
  blocking.a = 1;
  sender.quietly(blocking);
  log_step(sender.name() + ".fill_send_path()", std::to_string(bytes) + " bytes");
  given(bytes > 0 && bytes < kEndless, "the window and the buffer are full");
  return bytes;
}

Outcome read_to_eof(Socket& receiver, double timeout) {
  Call wait;
  wait.op = Op::wait;
  wait.a = 1;
  wait.b = static_cast<int>(timeout * 1000);
  Call receive;
  receive.op = Op::receive;
  Outcome end = Outcome::word("nothing");
  long bytes = 0;
  while (receiver.quietly(wait).value > 0) {
    const Result result = receiver.quietly(receive);
    if (result.error != 0 || result.value == 0) {
      end = result.error != 0 ? Outcome::of_error(result.error) : Outcome::word("eof");
      break;
    }
    bytes += static_cast<long>(result.value);
  }
  detail("bytes_read", static_cast<double>(bytes));
  log_step(receiver.name() + ".read_to_eof()", std::to_string(bytes) + " bytes, " + end.text());
  return end;
}

Outcome receive_after_delay(Socket& receiver) {
  Outcome read = Outcome::word("nothing");
  {
    const AbridgedTranscript alike("reading for a while");
    wait_until([&] { return (read = receiver.receive(0).outcome) == Outcome("data"); }, kTimeToArrive);
  }
  log_step(receiver.name() + ".receive() in the end", read.text());
  return read;
}

Outcome fin_wait_lasts(const Connection& connection, double timeout) {
  const Address& local = connection.server_address;
  const Address& remote = connection.client_address;
  const std::string whose = "state of " + local.text() + " to " + remote.text();
  const double start = now();
  const auto first = connection_state(local, remote);
  const bool in_table = first && waits_for_fin(*first);
  detail("fin_wait_shown_by", in_table ? "the table" : "a plain socket is refused the port");
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
