// The supervisor on POSIX systems: one poll() loop over the pipes of all running cases.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <list>
#include <stdexcept>

#include "probe/lifetime.h"
#include "probe/link.h"
#include "probe/settings.h"
#include "probe/waiting.h"
#include "runner/hearing.h"
#include "runner/supervisor.h"

namespace runner {
namespace {

constexpr std::size_t kMostKept = 1 << 20;  // bytes kept of one case's output

volatile sig_atomic_t interrupted = 0;
void interrupt(int) { interrupted = 1; }

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return {ends[0], ends[1]};
}

struct Task {
  std::string id;
  int repeat = 0;
};

// A case that is running.
struct Running {
  Hearing heard;
  pid_t pid = -1;
  int link = -1;
  int output = -1;
  double started = 0;
};

void silence_standard_input() {
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) {
    ::dup2(null, STDIN_FILENO);
    ::close(null);
  }
}

// The case's own process: isolated, its output caught, alone.
[[noreturn]] void become_case(const Task& task, const RunOptions& options, int link, int output,
                              pid_t parent) {
  ::setpgid(0, 0);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  probe::die_with_parent(parent);
  silence_standard_input();
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  try {
    probe::set_stack_is_private(isolate(options.isolation) != Isolation::none);
  } catch (const std::exception& trouble) {
    std::cerr << "a stack of its own cannot be had: " << trouble.what() << std::endl;
    ::_exit(3);
  }
  if (options.by_exec) {
    ::fcntl(link, F_SETFD, 0);
    std::vector<std::string> words = {options.self, "--alone", task.id, "--link", std::to_string(link)};
    if (!options.stack.empty()) words.insert(words.end(), {"--stack", options.stack});
    if (options.time_is_warped) words.emplace_back("--long-waits");
    if (probe::stack_is_private()) words.emplace_back("--own-stack");
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(options.self.c_str(), argv.data());
    std::cerr << "cannot start " << options.self << ": " << std::strerror(errno) << std::endl;
    ::_exit(3);
  }
  probe::set_link(link);
  const int code = run_alone(task.id);
  std::cout.flush();
  std::cerr.flush();
  ::_exit(code);
}

Running start(const Task& task, const RunOptions& options) {
  const Pipe link = make_pipe();
  const Pipe output = make_pipe();
  const pid_t parent = ::getpid();
  std::cout.flush();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid == 0) become_case(task, options, link.write_end, output.write_end, parent);
  ::setpgid(pid, pid);  // in both processes: whichever comes first
  ::close(link.write_end);
  ::close(output.write_end);
  Running running{Hearing(task.id, task.repeat, options.timeout), pid, link.read_end, output.read_end,
                  probe::now()};
  return running;
}

// Reads what is there; false when the other side has closed.
bool drain(int fd, std::string* into) {
  char buffer[65536];
  const ssize_t n = ::read(fd, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  into->append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status))
    return std::string("killed by signal ") + std::to_string(WTERMSIG(status)) + " (" +
           ::strsignal(WTERMSIG(status)) + ")";
  return "ended with exit code " + std::to_string(WEXITSTATUS(status)) + " before it said anything";
}

// Ends the case's process and all it started, and completes its observation.
void finish(Running* running, bool timed_out, const RunOptions& options) {
  int status = 0;
  if (timed_out) ::kill(-running->pid, SIGKILL);
  while (::waitpid(running->pid, &status, 0) < 0 && errno == EINTR) {
  }
  ::kill(-running->pid, SIGKILL);
  if (running->output >= 0) {
    ::fcntl(running->output, F_SETFL, O_NONBLOCK);
    while (running->heard.seen.output.size() < kMostKept &&
           drain(running->output, &running->heard.seen.output)) {
      if (errno == EAGAIN) break;
    }
    ::close(running->output);
  }
  if (running->link >= 0) ::close(running->link);
  Observation& seen = running->heard.seen;
  seen.seconds = probe::now() - running->started;
  if (running->heard.is_complete) return;
  if (timed_out) {
    seen.status = "timeout";
    seen.why = "no answer within " + std::to_string(static_cast<int>(options.timeout)) + " s";
  } else if (WIFEXITED(status) && WEXITSTATUS(status) == 3) {
    seen.status = "broken";
    seen.why = "the case could not be started";
  } else {
    seen.status = "crashed";
    seen.why = how_it_ended(status);
  }
}

class Supervisor {
 public:
  Supervisor(const RunOptions& options, const Listener& listener) : options_(options), listener_(listener) {}
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor() { kill_all(); }

  void run(const std::vector<std::string>& ids) {
    for (int repeat = 0; repeat < options_.repeat; ++repeat)
      for (const std::string& id : ids) tasks_.push_back({id, repeat});
    while (!tasks_.empty() || !running_.empty()) {
      while (!tasks_.empty() && working() < options_.jobs && running_.size() < kMostProcesses) {
        if (options_.announce) std::cout << start_line(tasks_.front().id) << std::endl;
        running_.push_back(start(tasks_.front(), options_));
        tasks_.pop_front();
      }
      listen();
      stop_if_told();
    }
  }

 private:
  static constexpr std::size_t kMostProcesses = 400;

  std::size_t working() const {
    return static_cast<std::size_t>(
        std::count_if(running_.begin(), running_.end(), [](const Running& r) { return !r.heard.waiting; }));
  }

  int milliseconds_to_next_deadline() const {
    double next = probe::now() + 1;
    for (const Running& running : running_) next = std::min(next, running.heard.deadline);
    return std::max(0, static_cast<int>((next - probe::now()) * 1000) + 1);
  }

  void listen() {
    std::vector<pollfd> fds;
    for (const Running& running : running_) {
      fds.push_back({running.link, POLLIN, 0});
      fds.push_back({running.output, POLLIN, 0});
    }
    fds.push_back({options_.with_parent ? STDIN_FILENO : -1, POLLIN, 0});
    ::poll(fds.data(), fds.size(), milliseconds_to_next_deadline());
    if ((fds.back().revents & (POLLHUP | POLLIN)) != 0) parent_is_gone_ = true;
    std::size_t i = 0;
    for (auto running = running_.begin(); running != running_.end(); i += 2) {
      const bool ended = hear(&*running, fds[i].revents, fds[i + 1].revents);
      const bool timed_out = !ended && probe::now() >= running->heard.deadline;
      if (ended || timed_out) {
        finish(&*running, timed_out, options_);
        listener_(running->heard.seen);
        running = running_.erase(running);
      } else {
        ++running;
      }
    }
  }

  // Takes what the case said; true when it has closed its link, which is its last act.
  bool hear(Running* running, short link_events, short output_events) {
    if (output_events != 0 && !drain(running->output, &running->heard.seen.output)) {
      ::close(running->output);
      running->output = -1;
    }
    if (running->heard.seen.output.size() > kMostKept) running->heard.seen.output.resize(kMostKept);
    if (link_events == 0) return false;
    const bool open = drain(running->link, &running->heard.unread);
    running->heard.take_lines();
    return !open || running->heard.is_complete;
  }

  void stop_if_told() {
    char byte = 0;
    if (parent_is_gone_ && ::read(STDIN_FILENO, &byte, 1) > 0) parent_is_gone_ = false;
    if (interrupted == 0 && !parent_is_gone_) return;
    kill_all();
    ::_exit(130);
  }

  void kill_all() {
    for (const Running& running : running_) ::kill(-running.pid, SIGKILL);
    for (const Running& running : running_) ::waitpid(running.pid, nullptr, 0);
    running_.clear();
  }

  const RunOptions& options_;
  const Listener& listener_;
  std::deque<Task> tasks_;
  std::list<Running> running_;
  bool parent_is_gone_ = false;
};

std::string read_to_end(int fd) {
  std::string text;
  while (drain(fd, &text)) {
  }
  ::close(fd);
  return text;
}

Isolation isolation_named(const std::string& name) {
  for (const Isolation way :
       {Isolation::network_namespace, Isolation::user_network_namespace, Isolation::none})
    if (name == name_of(way)) return way;
  throw std::runtime_error("cannot give a case a stack of its own: " + name);
}

}  // namespace

void run_cases(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener) {
  ::signal(SIGINT, interrupt);
  ::signal(SIGTERM, interrupt);
  ::signal(SIGPIPE, SIG_IGN);
  Supervisor(options, listener).run(ids);
}

Facts facts_inside(RunOptions* options) {
  const Pipe pipe = make_pipe();
  const bool is_root = ::geteuid() == 0;
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid == 0) {
    std::string text;
    try {
      const Isolation got = isolate(options->isolation);
      const Facts facts = ask_facts();
      text = name_of(got) + "\n";
      for (const auto& [name, value] : facts.values) text += "v" + name + "=" + value + "\n";
      for (const auto& [name, value] : facts.settings) text += "s" + name + "=" + value + "\n";
    } catch (const std::exception& trouble) {
      text = trouble.what();
    }
    std::size_t sent = 0;
    while (sent < text.size()) {
      const ssize_t n = ::write(pipe.write_end, text.data() + sent, text.size() - sent);
      if (n <= 0) break;
      sent += static_cast<std::size_t>(n);
    }
    ::_exit(0);
  }
  ::close(pipe.write_end);
  const std::string text = read_to_end(pipe.read_end);
  ::waitpid(pid, nullptr, 0);
  std::size_t end = text.find('\n');
  options->isolation = isolation_named(text.substr(0, end));
  Facts facts;
  while (end != std::string::npos && end + 1 < text.size()) {
    const std::size_t start = end + 1;
    end = text.find('\n', start);
    const std::string line = text.substr(start, end - start);
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    auto& values = line[0] == 'v' ? facts.values : facts.settings;
    values[line.substr(1, equals - 1)] = line.substr(equals + 1);
  }
  facts.values["isolation"] = name_of(options->isolation);
  facts.values["user"] = is_root ? "root" : "ordinary";
  if (!options->seed.empty()) facts.values["seed"] = options->seed;
  return facts;
}

}  // namespace runner
