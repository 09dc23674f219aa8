// The process that ends the cases of a runner that was killed. The runner of Linux does without it: CMakeLists.txt puts
// the one of the other systems in its place for this program.
#include "runner/os/posix/orphan_reaper.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "probe/core/polling.h"

namespace runner {
namespace {

// A process that starts a case under a reaper, writes the case's number to `fd`, and lives until it is killed.
[[noreturn]] void run_one_case(int fd) {
  OrphanReaper reaper;
  const pid_t parent = ::getpid();
  const pid_t test_case = ::fork();
  if (test_case == 0) {
    ::setpgid(0, 0);
    reaper.add_this_group();
    ::alarm(60);
    const pid_t self = ::getpid();
    if (::write(fd, &self, sizeof self) != sizeof self) ::_exit(1);
    ::close(fd);
    while (::getpid() != parent) ::pause();
  }
  for (;;) ::pause();
}

TEST(OrphanReaper, EndsTheCasesOfAKilledRunner) {
  Pipe pipe = make_pipe();
  const pid_t runner = ::fork();
  if (runner == 0) run_one_case(pipe.write_end.get());
  pid_t test_case = 0;
  ASSERT_EQ(::read(pipe.read_end.get(), &test_case, sizeof test_case),
            static_cast<ssize_t>(sizeof test_case));
  ASSERT_EQ(::kill(test_case, 0), 0);
  ::kill(runner, SIGKILL);
  ::waitpid(runner, nullptr, 0);
  pipe.write_end.close();
  const bool ended = probe::wait_until([&] { return ::kill(-test_case, 0) != 0; }, 20);
  EXPECT_TRUE(ended) << "the case outlives its runner";
}

TEST(OrphanReaper, LeavesOthersAlone) {
  const pid_t other = ::fork();
  if (other == 0) {
    ::setpgid(0, 0);
    for (;;) ::pause();
  }
  ::setpgid(other, other);
  {
    OrphanReaper reaper;
    reaper.remove(other);
  }
  EXPECT_EQ(::waitpid(other, nullptr, WNOHANG), 0);
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
}

}  // namespace
}  // namespace runner
