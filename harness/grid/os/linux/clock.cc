// TCP compares seconds of the clock as it stood at the last tick (ktime_get_seconds(); tcp_twsk_unique in
// net/ipv4/tcp_ipv4.c).
#include <ctime>

#include "grid/core/system.h"

namespace grid::sys {

std::int64_t clock_second() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return time.tv_sec;
}

}  // namespace grid::sys
