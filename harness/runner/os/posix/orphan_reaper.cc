#include "runner/os/posix/orphan_reaper.h"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <set>
#include <stdexcept>
#include <string>

namespace runner {
namespace {

struct Change {
  pid_t group;
  bool is_running;
};

void send(int fd, Change change) {
  while (::write(fd, &change, sizeof change) < 0 && errno == EINTR) {
  }
}

// A write of this size is not divided (pipe(7), POSIX: PIPE_BUF), so each read gives a whole change.
bool receive(int fd, Change* change) {
  ssize_t size = 0;
  do size = ::read(fd, change, sizeof *change);
  while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(sizeof *change);
}

[[noreturn]] void reap(int changes) {
  ::setpgid(0, 0);  // a terminal's Ctrl-C is for the runner
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(fd);
  std::set<pid_t> groups;
  for (Change change{}; receive(changes, &change);) {
    if (change.is_running)
      groups.insert(change.group);
    else
      groups.erase(change.group);
  }
  for (const pid_t group : groups) ::kill(-group, SIGKILL);
  ::_exit(0);
}

}  // namespace

OrphanReaper::OrphanReaper() {
  Pipe pipe = make_pipe();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid_ == 0) {
    pipe.write_end.close();
    reap(pipe.read_end.get());
  }
  changes_ = std::move(pipe.write_end);
}

OrphanReaper::~OrphanReaper() {
  changes_.close();
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void OrphanReaper::add_this_group() {
  send(changes_.get(), {::getpid(), true});
  changes_.close();
}

void OrphanReaper::remove(pid_t group) { send(changes_.get(), {group, false}); }

}  // namespace runner
