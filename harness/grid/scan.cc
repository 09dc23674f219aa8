#include "grid/scan.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "grid/attempt.h"
#include "grid/delivery.h"

namespace grid {
namespace {

constexpr std::size_t kMaxBatch = 400;      // cells
constexpr std::size_t kMaxSockets = 3000;   // in a batch
constexpr std::size_t kSocketsPerCell = 5;  // at most, besides a crowd's
constexpr int kMaxTries = 5;
constexpr auto kStateTimeout = std::chrono::milliseconds(200);

std::size_t sockets_of(const Cell& cell) { return kSocketsPerCell + cell.count; }

// Whether the cell's answer depends on the age of a connection: a kernel may give the 4-tuple of a TIME_WAIT
// away once its clock shows another second (ip-sysctl, tcp_tw_reuse).
bool depends_on_age(const Cell& cell) {
  return cell.attempt == Attempt::connect_peer && has_no_descriptor(cell);
}

void set_unready(Work& work, Result why) {
  work.ready = false;
  work.answer.bind = why;
}

}  // namespace

Scanner::Scanner(const Environment& environment, const Settings& settings, const std::atomic<bool>& stop)
    : environment_(environment),
      settings_(settings),
      calls_(settings.tracer),
      stop_(stop),
      ports_(environment),
      works_(kMaxBatch),
      table_(std::make_unique<sys::TcpTable>()) {}

void Scanner::note(const char* text) {
  if (calls_.tracer() != nullptr) calls_.tracer()->note(text);
}

std::size_t Scanner::next_batch(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order,
                                std::size_t start) {
  const std::size_t limit = std::min(kMaxSockets, sys::socket_limit());
  constexpr std::size_t kOfHelpers = 2 * Helpers::kSenders + 16;
  std::size_t sockets = kOfHelpers;
  std::size_t end = start;
  while (end < order.size() && end - start < kMaxBatch) {
    sockets += sockets_of(cells[order[end]]);
    if (sockets > limit && end > start) break;
    ++end;
  }
  return end;
}

bool Scanner::scan(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order,
                   const Sink& sink) {
  for (std::size_t start = 0; start < order.size();) {
    const std::size_t end = next_batch(cells, order, start);
    if (stop_ || !run_batch(cells, order.data() + start, end - start)) return false;
    for (std::size_t i = start; i < end; ++i) sink(order[i], works_[i - start].answer);
    start = end;
  }
  return true;
}

// Makes a batch again in which the clock came to another second, where that could matter, or in which a
// connection did not reach its state: on a busy machine segments may be handled in another order.
bool Scanner::run_batch(const std::vector<Cell>& cells, const std::uint32_t* indices, std::size_t count) {
  bool age_matters = false;
  for (std::size_t i = 0; i < count; ++i) {
    works_[i].cell = &cells[indices[i]];
    age_matters = age_matters || depends_on_age(*works_[i].cell);
  }
  bool good = false;
  for (int tries = 0; tries < kMaxTries && !good; ++tries) {
    const std::int64_t second = sys::clock_second();
    if (!try_batch(count)) return false;
    good = all_settled_ && (!age_matters || sys::clock_second() == second);
  }
  return true;
}

bool Scanner::try_batch(std::size_t count) {
  std::size_t leftovers = 0;
  for (std::size_t i = 0; i < count; ++i) leftovers += has_no_descriptor(*works_[i].cell) ? 1 : 0;
  if (!ports_.prepare(count + kHelperPorts, leftovers)) return false;
  ports_.widen();
  Helpers helpers(calls_, ports_);
  Batch batch{calls_, ports_, helpers, environment_};
  note("set-up");
  for (std::size_t i = 0; i < count; ++i) {
    Work& work = works_[i];
    if (!prepare(batch, work)) return false;
  }
  helpers.close_listeners();
  verify(batch, count);
  open_seconds(batch, count);
  attempt_all(batch, count);
  receive_all(batch, count);
  close_all(batch, count);
  return true;
}

// False if there is no port for the cell.
bool Scanner::prepare(Batch& batch, Work& work) {
  work.answer = Answer{};
  work.ready = true;
  if (has_no_descriptor(*work.cell) && !environment_.lists_closed) {
    set_unready(work, Result::unverified);
    return true;
  }
  work.port = ports_.take(is_connection(work.cell->situation));
  if (work.port == 0) return false;
  if (!set_up(batch, work)) set_unready(work, Result::unavailable);
  return true;
}

bool Scanner::is_verified(Batch& batch, const Work& work) const {
  const TcpState expected = expected_state(*work.cell);
  if (!work.ready || expected == TcpState::unknown) return true;
  if (has_no_descriptor(*work.cell) || environment_.system == "Windows")
    return has_table_ && (*table_)[work.port].state == expected && (*table_)[work.port].is_record;
  return batch.calls.tcp_state(work.slots[kFirst]) == expected;
}

bool Scanner::all_verified(Batch& batch, std::size_t count) {
  const bool table_needed =
      std::any_of(works_.begin(), works_.begin() + static_cast<std::ptrdiff_t>(count),
                  [](const Work& work) { return work.ready && has_no_descriptor(*work.cell); });
  if (table_needed || environment_.system == "Windows") has_table_ = sys::read_tcp_table(*table_);
  return std::all_of(works_.begin(), works_.begin() + static_cast<std::ptrdiff_t>(count),
                     [&](const Work& work) { return is_verified(batch, work); });
}

// Segments may be on their way for a moment; what is not in its state after that is no cell.
void Scanner::verify(Batch& batch, std::size_t count) {
  note("the first socket's state");
  all_settled_ = true;
  const auto end = std::chrono::steady_clock::now() + kStateTimeout;
  while (!all_verified(batch, count)) {
    if (std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      continue;
    }
    all_settled_ = false;
    for (std::size_t i = 0; i < count; ++i)
      if (!is_verified(batch, works_[i])) set_unready(works_[i], Result::unverified);
  }
}

// One change of user for all cells of a batch.
void Scanner::open_seconds(Batch& batch, std::size_t count) {
  note("the second socket");
  for (const bool other : {false, true}) {
    bool acts = false;
    for (std::size_t i = 0; i < count; ++i) {
      Work& work = works_[i];
      if (!work.ready || work.cell->other_user != other) continue;
      if (other && !acts) {
        note("as another user:");
        acts = sys::act_as_other_user(true);
      }
      open_second(batch, work);
    }
    if (acts) sys::act_as_other_user(false);
  }
}

void Scanner::attempt_all(Batch& batch, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    if (works_[i].ready) attempt(batch, works_[i]);
  for (std::size_t i = 0; i < count; ++i)
    if (works_[i].ready) finish_attempt(batch, works_[i]);
}

void Scanner::receive_all(Batch& batch, std::size_t count) {
  if (!settings_.receivers) return;
  ports_.widen();
  note("receivers");
  for (std::size_t i = 0; i < count; ++i)
    if (works_[i].ready && can_receive(works_[i])) find_receivers(batch, works_[i]);
}

// Connections end by a reset, which leaves nothing behind: their targets go first, and then their peers.
void Scanner::close_all(Batch& batch, std::size_t count) {
  note("the end");
  batch.helpers.close_targets();
  for (std::size_t i = 0; i < count; ++i) {
    Work& work = works_[i];
    if (work.slots.is_open(kPeer)) batch.calls.set(work.slots[kPeer], Option::reset_on_close, 1);
    work.slots.close_all(batch.calls);
  }
}

}  // namespace grid
