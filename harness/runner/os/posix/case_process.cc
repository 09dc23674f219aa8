#include "runner/os/posix/case_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "probe/core/argument_pointers.h"
#include "probe/core/parent_death.h"
#include "probe/core/polling.h"
#include "probe/core/runner_api.h"
#include "probe/core/transcript.h"
#include "probe/net/calls.h"
#include "probe/net/cpu.h"
#include "probe/net/settings.h"
#include "probe/net/tcp_state.h"
#include "runner/supervisor.h"

namespace runner {
namespace {

void silence_standard_input() {
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) {
    ::dup2(null, STDIN_FILENO);
    ::close(null);
  }
}

// Reports instead of the case that it could not be started. No exit status could tell the runner so: a case may end with
// any.
[[noreturn]] void report_not_started(const std::string& why) {
  probe::runner_channel().send(probe::Message::status, {to_string(Status::broken)});
  probe::runner_channel().send(probe::Message::why, {"the case could not be started: " + why});
  probe::runner_channel().send(probe::Message::end, {"0"});
  ::_exit(1);
}

void isolate_or_report(const RunOptions& options) {
  try {
    probe::set_stack_is_private(isolate(options.isolation) != Isolation::none);
  } catch (const std::exception& error) {
    report_not_started(error.what());
  }
}

// Goes on with the tasks that are left, each in a fresh stack, until there are none or a case has to wait: then another
// process has taken over.
int run_tasks(TaskQueue* tasks, std::size_t first, const RunOptions& options) {
  probe::runner_channel().coalesce_wakeups();
  int code = run_in_process((*tasks)[first].id);
  while (!probe::has_announced_wait()) {
    const std::optional<std::size_t> next = tasks->take();
    if (!next) break;
    probe::runner_channel().send(probe::Message::task, {std::to_string(*next)});
    probe::close_left_sockets();
    probe::unpin_cpu();
    probe::leave_stack();
    isolate_or_report(options);
    code = std::max(code, run_in_process((*tasks)[*next].id));
  }
  return code;
}

// Replaces this process by the program, for this case alone.
[[noreturn]] void execute_case(const std::string& id, const RunOptions& options, int channel, int wakeup_fd) {
  for (const int kept : {channel, wakeup_fd}) ::fcntl(kept, F_SETFD, 0);
  RunOptions inside = options;
  inside.stack_is_private = probe::stack_is_private();
  std::vector<std::string> words = case_arguments(inside, id, channel, wakeup_fd);
  ::execv(options.self.c_str(), probe::argument_pointers(words).data());
  report_not_started(options.self + ": " + std::strerror(errno));
}

[[noreturn]] void run_and_exit(const CaseSetup& setup, std::size_t number) {
  int code = 1;
  try {
    const std::string& id = (*setup.tasks)[number].id;
    code = setup.options->share_process ? run_tasks(setup.tasks, number, *setup.options) : run_in_process(id);
  } catch (const std::exception&
               error) {  // must not end the other cases, which this process believes to be its own
    report_not_started(error.what());
  }
  std::cout.flush();
  std::cerr.flush();
  ::_exit(code);
}

// The case's own process: isolated, its output caught, alone unless the options say that it is shared.
[[noreturn]] void become_case(const CaseSetup& setup, std::size_t number, int channel,
                              probe::SharedBuffer* outbox, int output, pid_t parent) {
  const RunOptions& options = *setup.options;
  ::setpgid(0, 0);
  setup.reaper->add_this_group();
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  probe::die_with_parent(parent);
  silence_standard_input();
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  probe::runner_channel().connect(channel, setup.wakeup_fd, outbox);
  isolate_or_report(options);
  if (options.exec_each) execute_case((*setup.tasks)[number].id, options, channel, setup.wakeup_fd);
  run_and_exit(setup, number);
}

std::string how_it_ended(int wait_status) {
  if (WIFSIGNALED(wait_status))
    return "killed by signal " + std::to_string(WTERMSIG(wait_status)) + " (" +
           ::strsignal(WTERMSIG(wait_status)) + ")";
  return "ended with exit status " + std::to_string(WEXITSTATUS(wait_status)) +
         " before it reported everything";
}

}  // namespace

CaseProcess start_case(const CaseSetup& setup, std::size_t number) {
  Pipe channel = make_pipe();
  Pipe output = make_pipe();
  Shared<probe::SharedBuffer> outbox = make_shared_memory<probe::SharedBuffer>();
  const pid_t parent = ::getpid();
  std::cout.flush();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (pid == 0)
    become_case(setup, number, channel.write_end.get(), outbox.get(), output.write_end.get(), parent);
  ::setpgid(pid, pid);  // in both processes: whichever comes first
  const Task& task = (*setup.tasks)[number];
  return {CaseMonitor(task.id, task.repeat, setup.options->timeout),
          number,
          pid,
          std::move(channel.read_end),
          std::move(output.read_end),
          probe::now(),
          std::move(outbox)};
}

int end_case(const CaseProcess& process, bool timed_out) {
  int wait_status = 0;
  if (timed_out) ::kill(-process.pid, SIGKILL);
  while (::waitpid(process.pid, &wait_status, 0) < 0 && errno == EINTR) {
  }
  ::kill(-process.pid, SIGKILL);
  return wait_status;
}

void complete_observation(CaseProcess* process, int wait_status, bool timed_out) {
  CaseMonitor& monitor = process->monitor;
  drain_and_close(&process->output, &monitor.observation.output, kMaxOutputBytes);
  if (monitor.is_complete) return;
  monitor.observation.seconds = probe::now() - process->started;
  if (timed_out)
    monitor.set_incomplete(Status::timeout, monitor.timeout_reason());
  else
    monitor.set_incomplete(Status::crashed, how_it_ended(wait_status));
}

}  // namespace runner
