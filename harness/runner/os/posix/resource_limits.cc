// getrlimit(2).
#include "runner/resource_limits.h"

#include <sys/resource.h>

#include <algorithm>

namespace runner {
namespace {

// macOS accepts no more than OPEN_MAX (setrlimit(2), sys/syslimits.h), whatever its hard limit says.
constexpr rlim_t kAcceptedEverywhere = 10240;

// What a case opens at the most, and the runner besides the pipes of its cases.
constexpr rlim_t kFilesOfACase = 256;
constexpr rlim_t kFilesPerProcess = 2;

}  // namespace

void raise_open_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  const rlim_t soft = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
  limit.rlim_cur = std::min(limit.rlim_max, std::max(soft, kAcceptedEverywhere));
  ::setrlimit(RLIMIT_NOFILE,
              &limit);  // if this fails too, a case that needs more reports "too many open files"
}

std::size_t processes_within_limit(std::size_t most) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return most;
  const rlim_t files = limit.rlim_cur > kFilesOfACase ? limit.rlim_cur - kFilesOfACase : 0;
  return static_cast<std::size_t>(std::clamp<rlim_t>(files / kFilesPerProcess, 1, static_cast<rlim_t>(most)));
}

}  // namespace runner
