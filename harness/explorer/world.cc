#include "explorer/world.h"

#include <unistd.h>

#include "explorer/calls.h"
#include "grid/core/tracer.h"

namespace explorer {
namespace {

using grid::Result;
using Kind = Step::Kind;

// Answers to the slots of one step: equal ones that follow each other are counted.
class Folded {
 public:
  void add(const std::string& answer) {
    if (count_ > 0 && answer == last_) {
      ++count_;
      return;
    }
    flush();
    last_ = answer;
    count_ = 1;
  }
  std::string text(bool single) {
    if (single) return last_;
    flush();
    return text_;
  }

 private:
  void flush() {
    if (count_ == 0) return;
    if (!text_.empty()) text_ += '+';
    text_ += last_ + "*" + std::to_string(count_);
    count_ = 0;
  }
  std::string text_;
  std::string last_;
  int count_ = 0;
};

std::string slots_text(std::uint8_t first, std::uint8_t last) {
  std::string text = "s" + std::to_string(first);
  if (last != first) text += "-" + std::to_string(last);
  return text;
}

bool may_change_address(Kind kind) {
  return kind == Kind::bind || kind == Kind::connect || kind == Kind::disconnect || kind == Kind::listen ||
         kind == Kind::send || kind == Kind::shutdown || kind == Kind::fill;
}

}  // namespace

std::string World::run(const Story& story, grid::Port base, bool global) {
  base_ = base;
  has_global_ = global;
  std::string answers;
  for (const Step& step : story.steps) {
    if (!answers.empty()) answers += ';';
    answers += answer_to(step);
    // Those that wake change states, too: they are asked first.
    const std::string woken_sleepers = sleepers_.any() ? woken() : "";
    answers += state_changes() + woken_sleepers;
  }
  if (!settings_.stack_in_process) clean_up();
  return answers;
}

std::string World::answer_to(const Step& step) {
  std::string answer;
  switch (step.kind) {
    case Kind::probe:
    case Kind::fork:
    case Kind::child_accept:
    case Kind::child_exit:
    case Kind::child_kill:
    case Kind::block:
    case Kind::setting:
    case Kind::wait:
      answer = on_others(step);
      break;
    default:
      answer = on_slots(step);
  }
  settle();
  return answer;
}

void World::settle() const {
  if (settings_.settle_ms > 0) ::usleep(static_cast<useconds_t>(settings_.settle_ms) * 1000);
}

std::string World::on_slots(const Step& step) {
  Folded answers;
  for (std::uint8_t slot = step.first; slot <= step.last; ++slot) {
    const bool opens = step.kind == Kind::open || step.kind == Kind::accept;
    const bool makes_sense = opens != is_open(slot) && (step.kind != Kind::accept || is_open(step.other));
    answers.add(makes_sense ? on_slot(step, slot) : "-");
  }
  return answers.text(step.first == step.last) + halves(step);
}

std::string World::on_slot(const Step& step, std::uint8_t slot) {
  if (slot >= used_) used_ = static_cast<std::uint8_t>(slot + 1);
  if (step.kind == Kind::open) return open(step, slot);
  if (step.kind == Kind::accept) return accept(step, slot);
  if (step.kind == Kind::receive) return receive(slot);
  if (step.kind == Kind::option) return read_option(step, slot);
  if (is_missing(step)) return "-";
  const Result result = call(step, slot);
  std::string answer(grid::name(result));
  if (step.kind == Kind::send && result == Result::ok) answer += receivers_of(slot);
  if (step.kind == Kind::disconnect && result == Result::ok && has_peer(slot)) answer += ",peer";
  if (!may_change_address(step.kind)) return answer;
  if (step.kind != Kind::bind) return answer + address_change(slot, nullptr);
  const grid::SocketAddress asked = target(step, sockets_[slot]);
  return answer + address_change(slot, result == Result::ok ? &asked : nullptr);
}

std::string World::on_others(const Step& step) {
  const auto word = [](Result result) { return std::string(grid::name(result)); };
  switch (step.kind) {
    case Kind::probe:
      return probe(step);
    case Kind::fork:
      return fork(step);
    case Kind::child_accept:
      return word(children_.accept(step.first));
    case Kind::child_exit:
      return word(children_.exit(step.first));
    case Kind::child_kill:
      return word(children_.kill(step.first));
    case Kind::block:
      return block(step);
    case Kind::setting:
      return word(stack_.change(step.setting, step.value, static_cast<grid::Port>(base_ + kExplicitPorts)));
    default:
      return wait(step);
  }
}

std::string World::state_changes() {
  std::string text;
  for (std::uint8_t slot = 0; slot < used_;) {
    const std::uint8_t first = slot;
    grid::TcpState changed = grid::TcpState::unknown;
    for (; slot < used_; ++slot) {
      Socket& socket = sockets_[slot];
      if (!socket.is_open() || socket.kind.protocol != grid::Protocol::tcp) break;
      const grid::TcpState state = grid::raw::tcp_state(socket.handle);
      if (state == socket.state || (slot != first && state != changed)) break;
      socket.state = changed = state;
    }
    if (slot != first)
      text += " " + slots_text(first, static_cast<std::uint8_t>(slot - 1)) + ":" +
              std::string(grid::name(changed));
    else
      ++slot;
  }
  return text;
}

std::string World::woken() {
  std::string text;
  for (std::uint8_t number = 0; number < kSleepers; ++number) {
    const std::string answer = sleepers_.take_answer(number);
    if (!answer.empty()) text += " !w" + std::to_string(number) + ":" + answer;
  }
  return text;
}

std::vector<grid::Handle> World::handles() const {
  std::vector<grid::Handle> handles;
  for (std::uint8_t slot = 0; slot < used_; ++slot)
    if (sockets_[slot].is_open()) handles.push_back(sockets_[slot].handle);
  for (const Stashed& stashed : stash_)
    if (stashed.connection != grid::kNoHandle) handles.push_back(stashed.connection);
  return handles;
}

void World::note(std::uint8_t slot, const std::string& call, std::string_view result) const {
  if (settings_.transcript)
    settings_.transcript("s" + std::to_string(slot) + ": " + call + " -> " + std::string(result));
}

void World::reset(Socket& socket) {
  if (!socket.is_open()) return;
  // lwIP ends the process when a listener is closed by a reset (tcp_abandon in its tcp.c).
  if (!socket.may_listen()) set_option(socket.handle, OptionName::linger, 0, 0);
  grid::raw::close(socket.handle);
  socket = {};
}

// Connections end with a reset, so that nothing of them is left.
void World::clean_up() {
  sleepers_.stop_all();
  children_.kill_all();
  for (std::uint8_t slot = 0; slot < used_; ++slot) reset(sockets_[slot]);
  for (const Stashed& stashed : stash_) {
    if (stashed.connection == grid::kNoHandle) continue;
    set_option(stashed.connection, OptionName::linger, 0, 0);
    grid::raw::close(stashed.connection);
  }
  stash_.clear();
  stack_.restore();
  past_ports_.clear();
  last_sequence_.reset();
  used_ = 0;
}

}  // namespace explorer
