// Helper processes on POSIX systems: a forked child that performs the calls it reads from one pipe and
// answers through another.
#include "probe/net/process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include "probe/core/case.h"
#include "probe/core/parent_death.h"
#include "probe/core/transcript.h"
#include "probe/net/spawn.h"
#include "probe/os/posix/pipe_ends.h"

namespace probe {
namespace {

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

// Calls and results end with their data, of which only what is used is passed on.
template <typename Message>
std::size_t size_of(const Message& message) {
  return offsetof(Message, data.at) + message.data.size;
}

template <typename Message>
bool send_message(int fd, const Message& message) {
  return write_all(fd, &message, size_of(message));
}

// The two sides take turns, so that never more than one message is on its way.
template <typename Message>
bool receive_message(int fd, Message* message) {
  auto* const at = reinterpret_cast<char*>(message);
  std::size_t got = 0;
  while (got < offsetof(Message, data.at) || got < size_of(*message)) {
    const ssize_t n = ::read(fd, at + got, sizeof *message - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    got += static_cast<std::size_t>(n);
  }
  return true;
}

enum class Start : char { ready = 'r', refused = 'n' };

// What a helper does with the sockets that the case has open when it starts.
enum class Sockets : char {
  closed,
  held,
  executed  // those stay that a program inherits, which the helper then is
};

// What a helper needs to begin.
struct Birth {
  PipeEnds calls;    // from the case to the helper
  PipeEnds results;  // and back
  PipeEnds life;     // open for as long as a child that the helper leaves is to live
  User user = User::same;
  Sockets sockets = Sockets::closed;
  pid_t parent = -1;
};

int live(void* argument) {
  const Birth birth = *static_cast<Birth*>(argument);
  ::close(birth.calls.write_end);
  ::close(birth.results.read_end);
  ::close(birth.life.write_end);
  const bool became = birth.user == User::same || carry_out(Call::change_user()).error == 0;
  die_with_parent(birth.parent);
  if (birth.sockets == Sockets::closed) close_inherited_sockets();
  const Start answer = became ? Start::ready : Start::refused;
  if (!write_all(birth.results.write_end, &answer, 1) || !became) ::_exit(1);
  if (birth.sockets == Sockets::executed) execute_as_helper(birth.calls.read_end, birth.results.write_end);
  ::_exit(serve_calls(birth.calls.read_end, birth.results.write_end));
}

}  // namespace

class Helper {
 public:
  // Throws CaseAborted where there can be no second process.
  Helper(User user, Sockets sockets)
      : birth_(born(user, sockets)), spawned_(live, &birth_), pid_(spawned_.pid()) {
    ::close(birth_.calls.read_end);
    ::close(birth_.results.write_end);
    if (pid_ > 0) return;
    ::close(birth_.life.write_end);
    close_ours();
    throw CaseAborted(Status::not_applicable, "a second process: this platform cannot fork");
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() {
    kill();
    ::close(birth_.life.read_end);
    ::close(birth_.life.write_end);
  }

  // Whether it has the user that it should have. Asked once, at the start.
  bool is_ready() const {
    Start answer = Start::refused;
    return ::read(birth_.results.read_end, &answer, 1) == 1 && answer == Start::ready;
  }

  Result perform(const Call& call) const { return begin(call) ? finish() : dead(); }

  bool begin(const Call& call) const { return pid_ > 0 && send_message(birth_.calls.write_end, call); }

  bool has_finished() const {
    pollfd answer{birth_.results.read_end, POLLIN, 0};
    return pid_ > 0 && ::poll(&answer, 1, 0) > 0;
  }

  Result finish() const {
    Result result;
    return pid_ > 0 && receive_message(birth_.results.read_end, &result) ? result : dead();
  }

  Result leave_child() const {
    Call call = Call::leave_child();
    call.handle = birth_.life.read_end;
    return perform(call);
  }

  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    reap();
  }

  void exit() {
    if (pid_ <= 0) return;
    const Call call = Call::exit_process();
    send_message(birth_.calls.write_end, call);
    reap();
  }

 private:
  static Birth born(User user, Sockets sockets) {
    try {
      return {open_pipe(), open_pipe(), open_pipe(), user, sockets, ::getpid()};
    } catch (const std::runtime_error&) {
      throw CaseAborted(Status::not_applicable, "a second process: no pipe to talk to it");
    }
  }

  static Result dead() {
    Result result;
    result.error = ESRCH;
    return result;
  }

  void close_ours() const {
    ::close(birth_.calls.write_end);
    ::close(birth_.results.read_end);
  }

  void reap() {
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    close_ours();
    pid_ = -1;
  }

  Birth birth_;
  Spawned spawned_;
  pid_t pid_;
};

namespace {

Process start(const std::string& name, User user, Sockets sockets = Sockets::closed) {
  auto helper = std::make_shared<Helper>(user, sockets);
  if (!helper->is_ready()) throw CaseAborted(Status::not_applicable, "needs a second user (run as root)");
  log_step(name + " starts", user == User::other ? "as another user" : "ok");
  return {name, helper};
}

}  // namespace

int serve_calls(long long in, long long out) {
  Call call;
  while (receive_message(static_cast<int>(in), &call)) {
    const Result result = carry_out(call);
    if (!send_message(static_cast<int>(out), result)) break;
  }
  return 0;
}

Process this_process() { return {"", nullptr}; }
Process another_process(const std::string& name) { return start(name, User::same); }
Process process_of_another_user(const std::string& name) { return start(name, User::other); }
Process child_with_our_sockets(const std::string& name) { return start(name, User::same, Sockets::held); }

Process program_with_our_sockets(const std::string& name) {
  Process program = start(name, User::same, Sockets::executed);
  if (program.perform(Call::tcp_state()).error == ESRCH)
    throw CaseAborted(Status::not_applicable, "needs a program that the suite can execute: its own");
  return program;
}

bool is_root() { return ::geteuid() == 0; }

Result Process::perform(const Call& call) const {
  return helper_ ? helper_->perform(call) : probe::perform(call);
}

void Process::begin(const Call& call) const {
  if (helper_) helper_->begin(call);
}

bool Process::has_finished() const { return helper_ && helper_->has_finished(); }

Result Process::finish() const { return helper_ ? helper_->finish() : Result::missing(); }

void Process::change_user() const {
  const bool is_changed = helper_ && helper_->perform(Call::change_user()).error == 0;
  if (!is_changed) throw CaseAborted(Status::not_applicable, "needs a second user (run as root)");
  log_step(name_ + " becomes another user's", "ok");
}

void Process::leave_child(const std::string& name) const {
  const bool is_there = helper_ && helper_->leave_child().error == 0;
  if (!is_there) throw CaseAborted(Status::not_applicable, "a second process: this platform cannot fork");
  log_step(name_ + " leaves a child, " + name, "ok");
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
