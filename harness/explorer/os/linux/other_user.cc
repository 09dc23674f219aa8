// setresuid(2) by its number: the C library's function changes every thread of the process, and interrupts
// those that wait. Linux takes a socket's owner from the file-system user, which follows the effective one
// (credentials(7)).
#include <sys/syscall.h>
#include <unistd.h>

#include "explorer/calls.h"

namespace explorer {

bool act_as_other_user(bool other) {
#ifdef SYS_setresuid32
  constexpr long kCall = SYS_setresuid32;
#else
  constexpr long kCall = SYS_setresuid;
#endif
  constexpr uid_t kOtherUser = 65534;
  constexpr uid_t kUnchanged = static_cast<uid_t>(-1);
  return ::syscall(kCall, kUnchanged, other ? kOtherUser : 0, kUnchanged) == 0;
}

}  // namespace explorer
