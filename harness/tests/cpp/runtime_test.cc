// A platform on which the suite cannot look at a program's sockets is one without these cases, not one where
// they fail.
#include "probe/scenarios/runtime.h"

#include <gtest/gtest.h>

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#include "probe/core/case.h"
#include "probe/core/runner_api.h"

namespace probe {
namespace {

// From now on this process gets ENOSYS from a system call (seccomp(2)).
bool take_away(std::uint32_t call) {
  sock_filter refuse[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
                          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{4, refuse};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// How a case about a shell's listener ends in a process that lacks the call: 0 not applicable, 1 otherwise, 2
// unknown.
int ends_without(std::uint32_t call) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!take_away(call)) ::_exit(2);
    set_variant(Variant::none);
    try {
      static_cast<void>(options_of_listener({{"sh", "-c", "sleep 5"}, "", "", {"sh", "-c", "echo sh"}}, 0.5));
    } catch (const CaseAborted& aborted) {
      ::_exit(aborted.status() == Status::not_applicable ? 0 : 1);
    }
    ::_exit(1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

TEST(Runtimes, AreNotApplicableIfNoProcessMayLookAtAnother) { EXPECT_EQ(ends_without(SYS_pidfd_open), 0); }

TEST(Runtimes, AreNotApplicableIfTheSystemCopiesNoDescriptor) { EXPECT_EQ(ends_without(SYS_pidfd_getfd), 0); }

TEST(Runtimes, AreNotApplicableIfNoProgramCanBeStarted) { EXPECT_EQ(ends_without(SYS_clone), 0); }

TEST(Runtimes, AreBrokenIfAProgramDoesNotServe) { EXPECT_EQ(ends_without(SYS_fallocate), 1); }

TEST(Runtimes, TellTheFirstLineThatAProgramPrints) {
  set_variant(Variant::none);
  const RuntimeProgram program{
      {"sh", "-c", "echo same port; echo more; sleep 5"}, "", "", {"sh", "-c", "echo sh"}};
  EXPECT_EQ(output_of(program), Outcome("same port"));
}

}  // namespace
}  // namespace probe
#endif
