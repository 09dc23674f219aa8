#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "runner/output.h"

namespace runner {

bool prepare_standard_streams() {
  ::signal(SIGPIPE, SIG_IGN);
  bool has_output = true;
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    if (fd == STDOUT_FILENO) has_output = false;
    ::open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY);  // the lowest free number: this one
  }
  return has_output;
}

}  // namespace runner
