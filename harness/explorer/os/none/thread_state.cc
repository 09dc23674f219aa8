#include "explorer/thread_state.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

namespace explorer {

void ThreadState::open_own() {}
ThreadState::~ThreadState() = default;

bool ThreadState::is_asleep() const {
  ::usleep(5000);
  return true;
}

// A signal to the process interrupts one of its threads; it is sent until the right one has been.
void ThreadState::interrupt() const { ::kill(::getpid(), SIGUSR2); }

void ThreadState::prepare_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR2, &action, nullptr);
}

}  // namespace explorer
