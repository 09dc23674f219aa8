// How the runner reports cases that end otherwise than by reporting.
#include "runner/supervisor.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

#include "probe/core/case.h"

namespace runner {
namespace {

void exits_with_one() { ::_exit(1); }
void exits_with_three() { ::_exit(3); }
void observes() { probe::observe("ok", "a step"); }

const bool registered =
    probe::register_case("cases/runner_test/exits_with_one.cc", 1, "", exits_with_one) &&
    probe::register_case("cases/runner_test/exits_with_three.cc", 1, "", exits_with_three) &&
    probe::register_case("cases/runner_test/observes.cc", 1, "", observes);

RunOptions without_isolation() {
  RunOptions options;
  options.isolation = Isolation::none;
  options.jobs = 4;
  options.timeout = 30;
  return options;
}

std::map<std::string, Observation> observed(const std::vector<std::string>& ids, const RunOptions& options) {
  std::map<std::string, Observation> observations;
  run_cases(ids, options,
            [&](const Observation& observation) { observations[observation.id] = observation; });
  return observations;
}

TEST(Supervisor, ACaseThatExitsHasCrashedWhateverItsStatus) {
  ASSERT_TRUE(registered);
  const auto observations =
      observed({"runner_test/exits_with_one", "runner_test/exits_with_three", "runner_test/observes"},
               without_isolation());
  for (const auto& [id, code] :
       std::map<std::string, std::string>{{"exits_with_one", "1"}, {"exits_with_three", "3"}}) {
    const Observation& observation = observations.at("runner_test/" + id);
    EXPECT_EQ(to_string(observation.status), "crashed");
    EXPECT_EQ(observation.why, "ended with exit status " + code + " before it reported everything");
  }
  EXPECT_EQ(observations.at("runner_test/observes").observed, "ok");
}

TEST(Supervisor, ACaseThatCannotBeStartedIsBroken) {
  RunOptions options = without_isolation();
  options.exec_each = true;
  options.self = "/nonexistent/program";
  const Observation observation = observed({"runner_test/observes"}, options).at("runner_test/observes");
  EXPECT_EQ(to_string(observation.status), "broken");
  EXPECT_EQ(observation.why,
            "the case could not be started: /nonexistent/program: No such file or directory");
}

// Limits the files that may be open, for one test.
class FewFiles {
 public:
  explicit FewFiles(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = most;
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  FewFiles(const FewFiles&) = delete;
  FewFiles& operator=(const FewFiles&) = delete;
  ~FewFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

int lowest_free_descriptor() {
  const int fd = ::dup(0);
  ::close(fd);
  return fd;
}

TEST(Supervisor, WaitsForDescriptorsThatOtherCasesHave) {
  RunOptions options = without_isolation();
  options.jobs = 50;
  options.repeat = 100;
  const FewFiles limit(300);  // lets the supervisor plan with 22 processes, for which too few files are left
  std::vector<int> taken;
  while (lowest_free_descriptor() < 280) taken.push_back(::dup(0));
  int count = 0;
  run_cases({"runner_test/observes"}, options, [&](const Observation& observation) {
    EXPECT_EQ(to_string(observation.status), "observed") << observation.why;
    ++count;
  });
  for (const int fd : taken) ::close(fd);
  EXPECT_EQ(count, 100);
}

TEST(Supervisor, SaysThatTooManyFilesAreOpen) {
  const FewFiles limit(static_cast<rlim_t>(lowest_free_descriptor()) +
                       5);  // the supervisor's own pipes, and no pair for a case
  const Observation observation =
      observed({"runner_test/observes"}, without_isolation()).at("runner_test/observes");
  EXPECT_EQ(to_string(observation.status), "broken");
  EXPECT_EQ(observation.why, "the case could not be started: pipe: Too many open files");
}

}  // namespace
}  // namespace runner
