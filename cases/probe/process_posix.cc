// Helper processes on POSIX systems: a forked child that performs the calls it reads from a socket pair.
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "probe/case.h"
#include "probe/lifetime.h"
#include "probe/process.h"
#include "probe/transcript.h"

namespace probe {
namespace {

bool read_all(int fd, void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t n = ::read(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

bool write_all(int fd, const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const ssize_t n = ::write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

// The user number that stands for "somebody else". It needs no name: Linux calls it nobody.
constexpr uid_t kOtherUser = 65534;

bool become_other_user() {
  return ::setgroups(0, nullptr) == 0 && ::setgid(kOtherUser) == 0 && ::setuid(kOtherUser) == 0;
}

enum class Start : char { ready = 'r', refused = 'n' };

}  // namespace

class Helper {
 public:
  Helper(pid_t pid, int fd) : pid_(pid), fd_(fd) {}
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() { kill(); }

  Result perform(const Call& call) const {
    Result result;
    if (pid_ <= 0 || !write_all(fd_, &call, sizeof call) || !read_all(fd_, &result, sizeof result))
      result.error = ESRCH;
    return result;
  }

  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    reap();
  }

  void exit() {
    if (pid_ <= 0) return;
    Call call;
    call.op = Op::exit_process;
    write_all(fd_, &call, sizeof call);
    reap();
  }

 private:
  void reap() {
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    ::close(fd_);
    pid_ = -1;
  }

  pid_t pid_;
  int fd_;
};

namespace {

Process start(const std::string& name, User user) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
    throw Stop(Status::not_applicable, "a second process: no pipe to talk to it");
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw Stop(Status::not_applicable, "a second process: this platform cannot fork");
  }
  if (pid == 0) {
    ::close(ends[0]);
    const bool became = user == User::same || become_other_user();
    die_with_parent(parent);
    close_all_sockets();
    const Start answer = became ? Start::ready : Start::refused;
    if (!write_all(ends[1], &answer, 1) || !became) ::_exit(1);
    ::_exit(serve_calls(ends[1], ends[1]));
  }
  ::close(ends[1]);
  ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  auto helper = std::make_shared<Helper>(pid, ends[0]);
  Start answer = Start::refused;
  read_all(ends[0], &answer, 1);
  if (answer != Start::ready) throw Stop(Status::not_applicable, "needs a second user (run as root)");
  log_step(name + " starts", user == User::other ? "as another user" : "ok");
  return {name, helper};
}

}  // namespace

int serve_calls(long long in, long long out) {
  Call call;
  while (read_all(static_cast<int>(in), &call, sizeof call)) {
    const Result result = perform(call);
    if (!write_all(static_cast<int>(out), &result, sizeof result)) break;
  }
  return 0;
}

Process this_process() { return {"", nullptr}; }
Process another_process(const std::string& name) { return start(name, User::same); }
Process process_of_another_user(const std::string& name) { return start(name, User::other); }
bool is_root() { return ::geteuid() == 0; }

Result Process::perform(const Call& call) const {
  return helper_ ? helper_->perform(call) : probe::perform(call);
}

void Process::kill() {
  if (helper_) helper_->kill();
  log_step(name_ + " is killed", "ok");
}

void Process::exit() {
  if (helper_) helper_->exit();
  log_step(name_ + " exits", "ok");
}

}  // namespace probe
