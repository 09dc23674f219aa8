#include <cerrno>

#include "grid/core/result.h"

namespace grid {

Result result_of(int error) {
  switch (error) {
    case 0:
      return Result::ok;
#if EWOULDBLOCK != EAGAIN
    case EWOULDBLOCK:
      return Result::kEAGAIN;
#endif
#define GRID_CASE(name) \
  case name:            \
    return Result::k##name;
      GRID_ERRORS(GRID_CASE)
#undef GRID_CASE
    default:
      return Result::other_error;
  }
}

}  // namespace grid
