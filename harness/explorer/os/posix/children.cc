#include "explorer/children.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "explorer/calls.h"

namespace explorer {
namespace {

using grid::Result;

constexpr char kAccept = 'a';

// In the child. Ends with the pipe of orders.
[[noreturn]] void serve(grid::Handle socket, int orders, int answers) {
  char order = 0;
  if (::write(answers, &order, 1) != 1) ::_exit(1);  // it has closed what it should not have
  while (::read(orders, &order, 1) == 1 && order == kAccept) {
    grid::Handle accepted = grid::kNoHandle;
    // Where a sleeper waits in accept() the child's call would wait, too.
    const bool ready = is_readable(socket);
    const auto result =
        static_cast<unsigned char>(ready ? grid::raw::accept(accepted, socket) : Result::kEAGAIN);
    if (::write(answers, &result, 1) != 1) break;
  }
  ::_exit(0);
}

}  // namespace

Result Children::start(std::uint8_t number, grid::Handle socket, const std::vector<grid::Handle>& others) {
  Child& child = children_[number];
  if (child.process != 0) return Result::not_made;
  int orders[2];
  int answers[2];
  if (::pipe(orders) != 0) return Result::kEMFILE;
  if (::pipe(answers) != 0) return ::close(orders[0]), ::close(orders[1]), Result::kEMFILE;
  const pid_t process = ::fork();
  if (process == 0) {
    ::close(orders[1]);
    ::close(answers[0]);
    for (const grid::Handle other : others)
      if (other != socket) ::close(static_cast<int>(other));
    for (const Child& sibling : children_) {
      if (sibling.process == 0) continue;
      ::close(sibling.orders);
      ::close(sibling.answers);
    }
    serve(socket, orders[0], answers[1]);
  }
  ::close(orders[0]);
  ::close(answers[1]);
  child = {process, orders[1], answers[0]};
  char ready = 0;
  if (process > 0 && ::read(answers[0], &ready, 1) == 1) return Result::ok;
  end(child);
  return Result::unavailable;
}

Result Children::accept(std::uint8_t number) {
  Child& child = children_[number];
  unsigned char answer = 0;
  if (child.process == 0 || ::write(child.orders, &kAccept, 1) != 1) return Result::not_made;
  return ::read(child.answers, &answer, 1) == 1 ? static_cast<Result>(answer) : Result::not_made;
}

Result Children::end(Child& child) {
  if (child.process == 0) return Result::not_made;
  ::close(child.orders);
  if (child.process > 0) ::waitpid(static_cast<pid_t>(child.process), nullptr, 0);
  ::close(child.answers);
  child = {};
  return Result::ok;
}

Result Children::exit(std::uint8_t number) { return end(children_[number]); }

Result Children::kill(std::uint8_t number) {
  Child& child = children_[number];
  if (child.process > 0) ::kill(static_cast<pid_t>(child.process), SIGKILL);
  return end(child);
}

void Children::kill_all() {
  for (std::uint8_t i = 0; i < kChildren; ++i) kill(i);
}

}  // namespace explorer
