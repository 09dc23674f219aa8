#include <ctime>

#include "grid/core/system.h"

namespace grid::sys {

std::int64_t clock_second() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

}  // namespace grid::sys
