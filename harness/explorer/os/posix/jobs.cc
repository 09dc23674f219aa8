// Several processes, each with a share of the stories. With more than one, each writes to a file of its own,
// and the parent copies these in order. A process that dies costs the story that it was in: another goes on.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <vector>

#include "explorer/run.h"

namespace explorer {
namespace {

struct Share {
  pid_t process = -1;
  std::FILE* file = nullptr;
  int number = 0;
  std::size_t end = 0;
  Progress* progress = nullptr;  // in memory that the process shares with its parent
  bool complete = false;
};

// All shares, and what their processes need.
struct Work {
  const std::vector<Story>& stories;
  const Arguments& arguments;
  const grid::Environment& environment;
};

// Starts a process for what the share has left, or for its next story if every story gets its own.
void start(Share& share, const Work& work) {
  const std::size_t next = *share.progress;
  const std::size_t end = work.arguments.process_per_story ? next + 1 : share.end;
  std::fflush(share.file);
  share.process = ::fork();
  if (share.process != 0) return;
  const std::size_t run = run_stories(work.stories, next, end, work.arguments, work.environment, share.file,
                                      share.progress, share.number);
  ::_exit(run == end - next ? 0 : 1);
}

// What the process with this wait status leaves of its share. True if another process goes on with it.
bool goes_on(Share& share, int status, bool benchmark) {
  share.process = -1;
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) return false;
  if (WIFSIGNALED(status)) {
    const std::size_t story = (*share.progress)++;
    if (!benchmark)
      std::fprintf(share.file, "%zu %s\n", story, WTERMSIG(status) == SIGALRM ? "hung" : "died");
  }
  share.complete = *share.progress >= share.end;
  return !share.complete;
}

void run(std::vector<Share>& shares, const Work& work) {
  for (Share& share : shares)
    if (share.file != nullptr) start(share, work);
  int status = 0;
  for (pid_t ended = 0; (ended = ::waitpid(-1, &status, 0)) > 0;) {
    const auto share = std::find_if(shares.begin(), shares.end(),
                                    [ended](const Share& each) { return each.process == ended; });
    if (share != shares.end() && goes_on(*share, status, work.arguments.benchmark)) start(*share, work);
  }
}

void copy(std::FILE* from, std::FILE* to) {
  char buffer[65536];
  std::rewind(from);
  for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, from)) > 0;)
    if (std::fwrite(buffer, 1, count, to) != count) return;
}

// Copies what the shares wrote. Returns how many stories from the first one on were run.
std::size_t collect(const std::vector<Share>& shares, std::FILE* out) {
  std::size_t run = 0;
  bool whole = true;
  for (const Share& share : shares) {
    if (share.file != nullptr && share.file != out) {
      copy(share.file, out);
      std::fclose(share.file);
    }
    if (whole) run = *share.progress;
    whole = whole && share.complete;
  }
  return run;
}

std::vector<Share> shares_of(std::size_t stories, std::size_t jobs, Progress* progress, std::FILE* out) {
  std::vector<Share> shares(jobs);
  for (std::size_t job = 0; job < jobs; ++job) {
    progress[job] = stories * job / jobs;
    shares[job].progress = &progress[job];
    shares[job].number = static_cast<int>(job);
    shares[job].end = stories * (job + 1) / jobs;
    shares[job].complete = progress[job] == shares[job].end;
    shares[job].file = shares[job].complete ? nullptr : jobs == 1 ? out : std::tmpfile();
  }
  return shares;
}

}  // namespace

// alarm(2): the signal's default action ends the process.
void watch_story(unsigned seconds) { ::alarm(seconds); }

bool in_process(const std::function<void()>& work) {
  const pid_t process = ::fork();
  if (process == 0) {
    work();
    std::fflush(nullptr);
    ::_exit(0);
  }
  int status = 1;
  return process > 0 && ::waitpid(process, &status, 0) == process && status == 0;
}

std::size_t run_in_processes(const std::vector<Story>& stories, const Arguments& arguments,
                             const grid::Environment& environment, std::FILE* out) {
  const bool apart = environment.namespaces || arguments.process_per_story;
  const auto jobs = static_cast<std::size_t>(apart && !arguments.transcript ? arguments.jobs : 1);
  const std::size_t size = jobs * sizeof(Progress);
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 0;
  std::vector<Share> shares = shares_of(stories.size(), jobs, static_cast<Progress*>(memory), out);
  run(shares, {stories, arguments, environment});
  const std::size_t done = collect(shares, out);
  ::munmap(memory, size);
  return done;
}

}  // namespace explorer
