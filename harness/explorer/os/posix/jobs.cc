// Several processes, each with a share of the stories. Each writes to a file of its own; the parent copies
// them in order.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "explorer/run.h"

namespace explorer {
namespace {

struct Share {
  pid_t process = -1;
  std::FILE* file = nullptr;
  std::size_t start = 0;
  std::size_t end = 0;
};

Share begin(const std::vector<Story>& stories, const Arguments& arguments,
            const grid::Environment& environment, Share share) {
  share.file = std::tmpfile();
  if (share.file == nullptr) return share;
  share.process = ::fork();
  if (share.process != 0) return share;
  const std::size_t run = run_stories(stories, share.start, share.end, arguments, environment, share.file);
  ::_exit(run == share.end - share.start ? 0 : 1);
}

void copy(std::FILE* from, std::FILE* to) {
  char buffer[65536];
  std::rewind(from);
  for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, from)) > 0;)
    if (std::fwrite(buffer, 1, count, to) != count) return;
}

// Returns whether all of the share was run.
bool finish(const Share& share, std::FILE* out) {
  int status = 1;
  if (share.process > 0) ::waitpid(share.process, &status, 0);
  if (share.file == nullptr) return false;
  copy(share.file, out);
  std::fclose(share.file);
  return status == 0;
}

}  // namespace

// alarm(2): the signal's default action ends the process.
void watch_story(unsigned seconds) { ::alarm(seconds); }

std::size_t run_in_processes(const std::vector<Story>& stories, const Arguments& arguments,
                             const grid::Environment& environment, std::FILE* out) {
  const auto jobs = static_cast<std::size_t>(arguments.jobs);
  if (jobs < 2 || !environment.namespaces || arguments.transcript)
    return run_stories(stories, 0, stories.size(), arguments, environment, out);
  std::fflush(out);
  std::vector<Share> shares;
  for (std::size_t job = 0; job < jobs; ++job) {
    Share share;
    share.start = stories.size() * job / jobs;
    share.end = stories.size() * (job + 1) / jobs;
    shares.push_back(begin(stories, arguments, environment, share));
  }
  std::size_t run = 0;
  bool whole = true;
  for (const Share& share : shares) {
    whole = finish(share, out) && whole;
    if (whole) run = share.end;
  }
  return run;
}

}  // namespace explorer
