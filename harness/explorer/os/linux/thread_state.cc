// proc(5), /proc/PID/task/TID/stat: the third field is S while the thread sleeps. tgkill(2).
#include "explorer/thread_state.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

namespace explorer {

void ThreadState::open_own() {
  thread_ = ::syscall(SYS_gettid);
  const std::string path = "/proc/self/task/" + std::to_string(thread_) + "/stat";
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

ThreadState::~ThreadState() {
  if (file_ >= 0) ::close(file_);
}

bool ThreadState::is_asleep() const {
  char text[128];
  const ssize_t length = file_ < 0 ? 0 : ::pread(file_, text, sizeof text - 1, 0);
  if (length <= 0) {
    ::usleep(5000);
    return true;
  }
  text[length] = '\0';
  const char* end_of_name = std::strrchr(text, ')');
  return end_of_name != nullptr && std::strlen(end_of_name) > 2 && end_of_name[2] == 'S';
}

void ThreadState::interrupt() const { ::syscall(SYS_tgkill, ::getpid(), thread_, SIGUSR2); }

void ThreadState::prepare_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR2, &action, nullptr);
}

}  // namespace explorer
