#include "grid/core/system.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>

namespace grid::sys {
namespace {

constexpr rlim_t kWantedDescriptors = 8192;
constexpr uid_t kOtherUser = 65534;

std::string word(std::string text) {
  std::replace(text.begin(), text.end(), ' ', '_');
  return text.empty() ? "unknown" : text;
}

}  // namespace

std::string system_name() {
  utsname names{};
  ::uname(&names);
  return word(names.sysname);
}

std::string system_release() {
  utsname names{};
  ::uname(&names);
  return word(names.release);
}

void start() {
  std::signal(SIGPIPE, SIG_IGN);
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kWantedDescriptors) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? kWantedDescriptors
                                                   : std::min<rlim_t>(limit.rlim_max, kWantedDescriptors);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t socket_limit() {
  rlimit limit{};
  constexpr rlim_t kOtherFiles = 40;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 200;
  const rlim_t usable = std::min(limit.rlim_cur, kWantedDescriptors);
  return static_cast<std::size_t>(usable > 2 * kOtherFiles ? usable - kOtherFiles : kOtherFiles);
}

bool act_as_other_user(bool other) {
  // Linux takes a socket's owner from the file-system user, which follows the effective one (credentials(7)).
  return ::seteuid(other ? kOtherUser : 0) == 0;
}

double seconds_now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

}  // namespace grid::sys
