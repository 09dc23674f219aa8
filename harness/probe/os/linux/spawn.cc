#include "probe/net/spawn.h"

#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

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

}  // namespace probe
