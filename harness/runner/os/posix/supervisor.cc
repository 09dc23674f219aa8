// The supervisor on POSIX systems: one poll() loop over the pipes of all running cases.
#include "runner/supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <list>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

#include "probe/core/parent_death.h"
#include "probe/core/polling.h"
#include "probe/core/runner_api.h"
#include "probe/core/runner_channel.h"
#include "probe/core/transcript.h"
#include "probe/net/calls.h"
#include "probe/net/cpu.h"
#include "probe/net/settings.h"
#include "probe/net/tcp_state.h"
#include "probe/os/posix/pipe_ends.h"
#include "runner/case_monitor.h"

namespace runner {
namespace {

constexpr std::size_t kMostKept = 1 << 20;  // bytes kept of one case's output

volatile sig_atomic_t interrupted = 0;
void interrupt(int) { interrupted = 1; }

// Something in memory that this process shares with those it starts.
template <typename T>
struct Unmap {
  void operator()(T* shared) const { ::munmap(shared, sizeof *shared); }
};
template <typename T>
using Shared = std::unique_ptr<T, Unmap<T>>;
template <typename T>
Shared<T> make_shared_memory() {
  void* const memory = ::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error(std::string("mmap: ") + std::strerror(errno));
  return Shared<T>(new (memory) T);
}

struct Task {
  std::string id;
  int repeat = 0;
};

// A case that is running.
struct Running {
  Hearing heard;
  std::size_t task = 0;  // its number
  pid_t pid = -1;
  int link = -1;
  int output = -1;
  double started = 0;
  Shared<probe::SharedBuffer> outbox;  // what it has said and not sent yet
};

void silence_standard_input() {
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) {
    ::dup2(null, STDIN_FILENO);
    ::close(null);
  }
}

// What there is to do, and how much of it has been taken: a count that processes which take their next task themselves
// share with the supervisor.
class Tasks {
 public:
  explicit Tasks(std::vector<Task> tasks) : tasks_(std::move(tasks)), told_(tasks_.size()) {}

  const Task& operator[](std::size_t number) const { return tasks_[number]; }
  bool are_left() const { return taken_->load() < tasks_.size(); }
  // The number of the next task, for whoever asks; none where all are taken.
  std::optional<std::size_t> take() {
    const std::size_t number = taken_->fetch_add(1);
    return number < tasks_.size() ? std::optional(number) : std::nullopt;
  }

  void set_told(std::size_t number) { told_[number] = true; }
  // Those that somebody took and did not live to begin.
  std::vector<std::size_t> lost() const {
    std::vector<std::size_t> numbers;
    for (std::size_t number = 0; number < told_.size(); ++number)
      if (!told_[number]) numbers.push_back(number);
    return numbers;
  }

 private:
  std::vector<Task> tasks_;
  std::vector<bool> told_;
  const Shared<std::atomic<std::size_t>> taken_ = make_shared_memory<std::atomic<std::size_t>>();
};

void isolate_or_exit(const RunOptions& options) {
  try {
    probe::set_stack_is_private(isolate(options.isolation) != Isolation::none);
  } catch (const std::exception& trouble) {
    std::cerr << "a stack of its own cannot be had: " << trouble.what() << std::endl;
    ::_exit(3);
  }
}

// Goes on with the tasks that are left, each in a fresh stack, until there are none or a case had to wait: then another
// process has taken over.
int run_tasks(Tasks* tasks, std::size_t first, const RunOptions& options) {
  probe::runner_channel().coalesce_wakeups();
  int code = run_alone((*tasks)[first].id);
  while (!probe::has_announced_wait()) {
    const std::optional<std::size_t> next = tasks->take();
    if (!next) break;
    probe::runner_channel().send(probe::Message::task, {std::to_string(*next)});
    probe::close_left_sockets();
    probe::unpin_cpu();
    probe::leave_stack();
    isolate_or_exit(options);
    code = std::max(code, run_alone((*tasks)[*next].id));
  }
  return code;
}

// The case's own process: isolated, its output caught, alone unless the options say that it is shared.
[[noreturn]] void become_case(Tasks* tasks, std::size_t number, const RunOptions& options, int link, int bell,
                              probe::SharedBuffer* outbox, int output, pid_t parent) {
  const Task& task = (*tasks)[number];
  ::setpgid(0, 0);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  probe::die_with_parent(parent);
  silence_standard_input();
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  isolate_or_exit(options);
  if (options.by_exec) {
    for (const int kept : {link, bell}) ::fcntl(kept, F_SETFD, 0);
    std::vector<std::string> words = {
        options.self, "--alone", task.id, "--link", std::to_string(link), "--bell", std::to_string(bell)};
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
  probe::runner_channel().connect(link, bell, outbox);
  const int code = options.share_process ? run_tasks(tasks, number, options) : run_alone(task.id);
  std::cout.flush();
  std::cerr.flush();
  ::_exit(code);
}

Running start(Tasks* tasks, std::size_t number, const RunOptions& options, int bell) {
  const probe::PipeEnds link = probe::open_pipe();
  const probe::PipeEnds output = probe::open_pipe();
  Shared<probe::SharedBuffer> outbox = make_shared_memory<probe::SharedBuffer>();
  const pid_t parent = ::getpid();
  std::cout.flush();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid == 0)
    become_case(tasks, number, options, link.write_end, bell, outbox.get(), output.write_end, parent);
  ::setpgid(pid, pid);  // in both processes: whichever comes first
  ::close(link.write_end);
  ::close(output.write_end);
  const Task& task = (*tasks)[number];
  return {Hearing(task.id, task.repeat, options.timeout),
          number,
          pid,
          link.read_end,
          output.read_end,
          probe::now(),
          std::move(outbox)};
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

// Reads all that is there, and takes the pipe away.
void drain_and_close(int* fd, std::string* into, std::size_t most) {
  if (*fd < 0) return;
  ::fcntl(*fd, F_SETFL, O_NONBLOCK);
  for (std::size_t before = into->size(); drain(*fd, into) && into->size() > before && into->size() < most;)
    before = into->size();
  ::close(*fd);
  *fd = -1;
}

// Ends the case's process and all it started; returns its wait status.
int end(const Running& running, bool timed_out) {
  int status = 0;
  if (timed_out) ::kill(-running.pid, SIGKILL);
  while (::waitpid(running.pid, &status, 0) < 0 && errno == EINTR) {
  }
  ::kill(-running.pid, SIGKILL);
  return status;
}

// Completes the observation of a case whose process has ended.
void complete(Running* running, int status, bool timed_out, const RunOptions& options) {
  Observation& seen = running->heard.seen;
  drain_and_close(&running->output, &seen.output, kMostKept);
  if (running->heard.is_complete) return;
  seen.seconds = probe::now() - running->started;
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
  Supervisor(const std::vector<std::string>& ids, const RunOptions& options, const Listener& listener)
      : options_(options), listener_(listener), tasks_(tasks_of(ids, options.repeat)) {}
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor() {
    kill_all();
    ::close(bell_.read_end);
    ::close(bell_.write_end);
  }

  void run() {
    while (tasks_.are_left() || !running_.empty()) {
      while (working() < options_.jobs && running_.size() < kMostProcesses) {
        const std::optional<std::size_t> next = tasks_.take();
        if (!next) break;
        begin(*next);
      }
      listen();
      stop_if_told();
    }
    for (const std::size_t number : tasks_.lost()) {
      begin(number);
      while (!running_.empty()) listen();
    }
  }

 private:
  static constexpr std::size_t kMostProcesses = 400;

  static std::vector<Task> tasks_of(const std::vector<std::string>& ids, int repeats) {
    std::vector<Task> tasks;
    for (int repeat = 0; repeat < repeats; ++repeat)
      for (const std::string& id : ids) tasks.push_back({id, repeat});
    return tasks;
  }

  void begin(std::size_t number) {
    if (options_.announce && !options_.share_process) std::cout << start_line(tasks_[number].id) << std::endl;
    running_.push_back(start(&tasks_, number, options_, bell_.write_end));
  }

  void tell(const Running& running) {
    tasks_.set_told(running.task);
    listener_(running.heard.seen);
  }

  std::size_t working() const {
    return static_cast<std::size_t>(
        std::count_if(running_.begin(), running_.end(), [](const Running& r) { return !r.heard.waiting; }));
  }

  // Looks up now and then at least, where looking costs nothing: a case whose one step is more than a pipe holds waits
  // for it.
  int milliseconds_to_next_deadline() const {
    double next = probe::now() + (options_.time_is_warped ? 60 : 1);
    for (const Running& running : running_) next = std::min(next, running.heard.deadline);
    return std::max(0, static_cast<int>((next - probe::now()) * 1000) + 1);
  }

  void listen() {
    await_news();
    std::vector<pollfd> fds = pipes(POLLIN);
    ::poll(fds.data(), fds.size(), 0);
    std::size_t i = 0;
    for (auto running = running_.begin(); running != running_.end(); i += 2) {
      const bool ended = hear(&*running, fds[i].revents, fds[i + 1].revents);
      const bool timed_out = !ended && probe::now() >= running->heard.deadline;
      if (ended || timed_out) {
        const int status = end(*running, timed_out);
        hear_the_rest(&*running);
        complete(&*running, status, timed_out, options_);
        tell(*running);
        running = running_.erase(running);
      } else {
        ++running;
      }
    }
  }

  // The links and outputs of all that runs, in this order.
  std::vector<pollfd> pipes(short events) const {
    std::vector<pollfd> fds;
    for (const Running& running : running_) {
      fds.push_back({running.link, events, 0});
      fds.push_back({running.output, events, 0});
    }
    return fds;
  }

  // Sleeps until a case rings or ends, a deadline comes, or the parent goes.
  void await_news() {
    std::vector<pollfd> fds = pipes(0);
    fds.push_back({bell_.read_end, POLLIN, 0});
    fds.push_back({options_.with_parent ? STDIN_FILENO : -1, POLLIN, 0});
    ::poll(fds.data(), fds.size(), milliseconds_to_next_deadline());
    if ((fds.back().revents & (POLLHUP | POLLIN)) != 0) parent_is_gone_ = true;
    std::string rings;
    if ((fds[fds.size() - 2].revents & POLLIN) != 0) drain(bell_.read_end, &rings);
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
    take_lines(running);
    return !open || (running->heard.is_complete && !options_.share_process);
  }

  // What an ended process had sent last, and what it had not sent yet.
  void hear_the_rest(Running* running) {
    drain_and_close(&running->link, &running->heard.unread, std::string::npos);
    running->heard.unread += running->outbox->text();
    take_lines(running);
  }

  void take_lines(Running* running) {
    running->heard.take_lines();
    while (running->heard.is_complete && options_.share_process && goes_on(running))
      running->heard.take_lines();
  }

  // Whether the process says which task it has gone on with; the last one's observation is then told.
  bool goes_on(Running* running) {
    const std::size_t end = running->heard.unread.find('\n');
    if (end == std::string::npos || running->heard.unread.compare(0, 2, "N ") != 0) return false;
    std::string unread = std::move(running->heard.unread);
    tell(*running);
    running->task = std::strtoul(unread.c_str() + 2, nullptr, 10);
    const Task& task = tasks_[running->task];
    running->heard = Hearing(task.id, task.repeat, options_.timeout);
    running->heard.unread = std::move(unread.erase(0, end + 1));
    running->started = probe::now();
    return true;
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
  const probe::PipeEnds bell_ = probe::open_pipe();
  Tasks tasks_;
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
  Supervisor(ids, options, listener).run();
}

Facts facts_inside(RunOptions* options) {
  const probe::PipeEnds pipe = probe::open_pipe();
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
