#include "probe/net/spawn.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "probe/core/case_context.h"

namespace probe {
namespace {

constexpr std::size_t kStackBytes = 256 << 10;

}  // namespace

// A helper that shares memory also shares errno and the heap with its case. That is safe because the two take
// turns: each waits for the other's answer before it goes on.
Spawned::Spawned(int (*body)(void*), void* argument) {
  if (!case_context().helpers_share_memory) {
    pid_ = ::fork();
    if (pid_ == 0) ::_exit(body(argument));
    return;
  }
  stack_ =
      ::mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack_ == MAP_FAILED) {
    stack_ = nullptr;
    return;
  }
  pid_ = ::clone(body, static_cast<char*>(stack_) + kStackBytes, CLONE_VM | SIGCHLD, argument);
}

Spawned::~Spawned() {
  if (stack_ != nullptr) ::munmap(stack_, kStackBytes);
}

// Without the heap: the case, whose memory this process may share, uses it at the same time.
void execute_as_helper(int in, int out) {
  std::array<char, 17> name{"addrinuse-helper"};
  std::array<char, 9> flag{"--helper"};
  std::array<char, 16> calls{};
  std::array<char, 16> results{};
  std::snprintf(calls.data(), calls.size(), "%d", in);
  std::snprintf(results.data(), results.size(), "%d", out);
  for (const int end : {in, out}) ::fcntl(end, F_SETFD, 0);
  const std::array<char*, 5> command = {name.data(), flag.data(), calls.data(), results.data(), nullptr};
  ::execv("/proc/self/exe", command.data());
}

}  // namespace probe
