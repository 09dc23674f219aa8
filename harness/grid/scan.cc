#include "grid/scan.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "grid/attempt.h"
#include "grid/delivery.h"

namespace grid {
namespace {

constexpr std::size_t kMaxLanes = 200;      // less than kSlots of Ports
constexpr std::size_t kMaxSockets = 3000;   // at the same time
constexpr std::size_t kSocketsPerCell = 5;  // at most, besides a crowd's
constexpr int kMaxTries = 5;
constexpr auto kStateTimeout = std::chrono::milliseconds(200);

std::size_t sockets_of(const Cell& cell) { return kSocketsPerCell + cell.count; }

// Whether the cell's answer depends on the age of a connection: a kernel may give the 4-tuple of a TIME_WAIT
// away once its clock shows another second (ip-sysctl, tcp_tw_reuse).
bool depends_on_age(const Cell& cell) {
  return cell.attempt == Attempt::connect_peer && has_no_descriptor(cell);
}

// Bound and listening sockets come into their state at once: what fails there fails always, as when the
// first socket conflicts with the zeroth.
bool fails_always(const Cell& cell) {
  return !is_connection(cell.situation) && cell.situation != Situation::listening_pending;
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
      helpers_(calls_, ports_),
      batch_{calls_, ports_, helpers_, environment},
      limit_(std::min(kMaxSockets, sys::socket_limit())),
      lanes_(kMaxLanes),
      table_(std::make_unique<sys::TcpTable>()) {
  settings_.reuse = settings_.reuse && environment.system == "Linux";
}

void Scanner::note(const char* text) {
  if (calls_.tracer() != nullptr) calls_.tracer()->note(text);
}

bool Scanner::scan(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order,
                   const Sink& sink) {
  std::vector<std::uint32_t> together;
  std::vector<std::uint32_t> alone;
  for (const std::uint32_t index : order) (must_be_alone(cells[index]) ? alone : together).push_back(index);
  Queue first{cells, together, sink};
  Queue second{cells, alone, sink};
  return scan_with(kMaxLanes, first) && scan_with(1, second);
}

bool Scanner::scan_with(std::size_t lanes, Queue& queue) {
  bool good = true;
  while (good) {
    refill(lanes, queue);
    if (std::none_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.left > 0; })) break;
    good = !stop_ && round(queue);
  }
  for (Lane& lane : lanes_) {
    close(lane);
    lane.left = 0;
  }
  helpers_.close_all();
  return good;
}

std::size_t Scanner::next_length(const Queue& queue) const {
  const std::uint32_t* next = queue.order.data() + queue.next;
  return settings_.reuse ? lane_length(queue.cells, next, queue.order.size() - queue.next) : 1;
}

// Gives the next cells to the lanes that have none.
void Scanner::refill(std::size_t lanes, Queue& queue) {
  constexpr std::size_t kOfHelpers = 2 * Helpers::kSenders + 16;
  std::size_t sockets = kOfHelpers;
  for (const Lane& lane : lanes_)
    if (lane.left > 0) sockets += sockets_of(*lane.work.cell);
  for (std::size_t i = 0; i < lanes && queue.next < queue.order.size(); ++i) {
    Lane& lane = lanes_[i];
    if (lane.left > 0) continue;
    const Cell& cell = queue.cells[queue.order[queue.next]];
    sockets += sockets_of(cell);
    if (sockets > limit_ && sockets > kOfHelpers + sockets_of(cell)) return;
    lane.cells = queue.order.data() + queue.next;
    lane.left = next_length(queue);
    lane.failures = 0;
    lane.work.cell = &cell;
    queue.next += lane.left;
  }
}

bool Scanner::round(Queue& queue) {
  if (!make_room()) return false;
  const std::int64_t second = sys::clock_second();
  ports_.widen();
  note("set-up");
  if (!make_firsts(queue)) return false;
  helpers_.close_listeners();
  verify();
  open_seconds();
  attempt_all(queue);
  receive_all();
  finish_round(queue, sys::clock_second() == second);
  return true;
}

// Sees to ports for a round. In a new namespace, the first sockets have to be made again.
bool Scanner::make_room() {
  std::size_t count = kHelperPorts;
  std::size_t leftovers = 0;
  for (const Lane& lane : lanes_) {
    if (lane.left == 0 || lane.stands) continue;
    ++count;
    leftovers += has_no_descriptor(*lane.work.cell) ? 1 : 0;
  }
  if (ports_.has(count, leftovers)) return true;
  for (Lane& lane : lanes_) close(lane);
  helpers_.close_all();
  return ports_.renew();
}

bool Scanner::make_firsts(Queue& queue) {
  for (Lane& lane : lanes_) {
    if (lane.left == 0) continue;
    lane.work.answer = Answer{};
    lane.work.ready = true;
    lane.is_new = false;
    if (depends_on_age(*lane.work.cell)) close(lane);
    if (has_no_descriptor(*lane.work.cell) && !environment_.lists_closed)
      give_all(lane, queue, Result::unverified);
    else if (!lane.stands && !make_first(lane))
      return false;
    if (lane.left > 0 && !lane.stands && fails_always(*lane.work.cell))
      give_all(lane, queue, Result::unavailable);
  }
  return true;
}

// False if there is no port for the cell.
bool Scanner::make_first(Lane& lane) {
  Work& work = lane.work;
  work.port = ports_.take_alone(is_connection(work.cell->situation));
  if (work.port == 0) return false;
  lane.is_new = true;
  lane.stands = set_up(batch_, work);
  if (!lane.stands) set_unready(work, Result::unavailable);
  return true;
}

bool Scanner::is_verified(const Lane& lane) {
  const Work& work = lane.work;
  if (lane.left == 0 || !lane.is_new || !work.ready) return true;
  const TcpState expected = expected_state(*work.cell);
  if (expected == TcpState::unknown) return true;
  if (!has_no_descriptor(*work.cell) && environment_.system != "Windows")
    return calls_.tcp_state(work.slots[kFirst]) == expected;
  const sys::TableEntry entry = entry_of(work);
  return entry.state == expected && entry.is_record;
}

sys::TableEntry Scanner::entry_of(const Work& work) const {
  if (environment_.finds_closed) return sys::find_connection(work.first_end, work.peer_end);
  return has_table_ ? (*table_)[work.port] : sys::TableEntry{};
}

bool Scanner::needs_table(const Lane& lane) const {
  return environment_.system == "Windows" ||
         (lane.left > 0 && lane.is_new && lane.work.ready && !environment_.finds_closed &&
          has_no_descriptor(*lane.work.cell));
}

bool Scanner::all_verified() {
  const bool is_needed =
      std::any_of(lanes_.begin(), lanes_.end(), [this](const Lane& lane) { return needs_table(lane); });
  if (is_needed) has_table_ = sys::read_tcp_table(*table_);
  return std::all_of(lanes_.begin(), lanes_.end(), [this](const Lane& lane) { return is_verified(lane); });
}

// Segments may be on their way for a moment; what is not in its state after that is made again, some times.
void Scanner::verify() {
  note("the first socket's state");
  const auto end = std::chrono::steady_clock::now() + kStateTimeout;
  while (!all_verified()) {
    if (std::chrono::steady_clock::now() >= end) {
      mark_unverified();
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void Scanner::mark_unverified() {
  for (Lane& lane : lanes_) {
    if (is_verified(lane)) continue;
    set_unready(lane.work, Result::unverified);
    lane.stands = false;
  }
}

// One change of user for all cells of a round.
void Scanner::open_seconds() {
  note("the second socket");
  for (const bool other : {false, true}) {
    bool acts = false;
    for (Lane& lane : lanes_) {
      if (lane.left == 0 || !lane.work.ready || lane.work.cell->other_user != other) continue;
      if (other && !acts) {
        note("as another user:");
        acts = sys::act_as_other_user(true);
      }
      open_second(batch_, lane.work);
    }
    if (acts) sys::act_as_other_user(false);
  }
}

void Scanner::attempt_all(Queue& queue) {
  for (Lane& lane : lanes_)
    if (lane.left > 0 && lane.work.ready) attempt_lane(lane, queue);
  for (Lane& lane : lanes_)
    if (lane.left > 0 && lane.work.ready) finish_attempt(batch_, lane.work);
}

// A second socket whose bind() fails is asked by the next cells, too, if they have the same one.
void Scanner::attempt_lane(Lane& lane, Queue& queue) {
  Work& work = lane.work;
  attempt(batch_, work);
  while (settings_.reuse && lane.left > 1 && work.answer.bind != Result::unavailable &&
         work.answer.bind != Result::not_made && has_left_nothing(work.answer) &&
         has_same_second(*work.cell, queue.cells[lane.cells[1]])) {
    give(lane, queue);
    work.cell = &queue.cells[lane.cells[0]];
    work.answer = Answer{};
    attempt_again(batch_, work);
  }
}

void Scanner::receive_all() {
  if (!settings_.receivers) return;
  ports_.widen();
  note("receivers");
  for (Lane& lane : lanes_)
    if (lane.left > 0 && lane.work.ready && can_receive(lane.work)) find_receivers(batch_, lane.work);
}

// Connections end by a reset, which leaves nothing behind: their targets go first, and then their peers.
void Scanner::finish_round(Queue& queue, bool same_second) {
  note("the end");
  helpers_.close_targets();
  for (Lane& lane : lanes_)
    if (lane.left > 0) finish_lane(lane, queue, same_second);
}

// A cell that could not be asked is tried again some times. Then it stays without an answer, or all cells of
// the lane do, if it is the first sockets that cannot be had.
void Scanner::finish_lane(Lane& lane, Queue& queue, bool same_second) {
  Work& work = lane.work;
  const bool asked = work.ready && (same_second || !depends_on_age(*work.cell));
  const bool serves_again = settings_.reuse && asked && has_left_nothing(work.answer);
  const bool given_up = !asked && ++lane.failures >= kMaxTries;
  if (given_up && !lane.stands) {
    give_all(lane, queue, work.answer.bind);
    return;
  }
  if (asked || given_up) give(lane, queue);
  if (lane.left > 0 && serves_again)
    work.slots.close(calls_, kSecond);
  else
    close(lane);
  if (lane.left > 0) work.cell = &queue.cells[*lane.cells];
}

// Hands out the present cell's answer.
void Scanner::give(Lane& lane, Queue& queue) {
  queue.sink(*lane.cells, lane.work.answer);
  ++lane.cells;
  --lane.left;
  lane.failures = 0;
}

void Scanner::give_all(Lane& lane, Queue& queue, Result why) {
  close(lane);
  lane.work.answer = Answer{};
  lane.work.answer.bind = why;
  while (lane.left > 0) give(lane, queue);
}

void Scanner::close(Lane& lane) {
  Work& work = lane.work;
  if (work.slots.is_open(kPeer)) calls_.set(work.slots[kPeer], Option::reset_on_close, 1);
  work.slots.close_all(calls_);
  if (work.port != 0) ports_.release(work.port);
  work.port = 0;
  lane.stands = false;
}

}  // namespace grid
