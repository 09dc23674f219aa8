// sched_setaffinity(2): segments that a process sends to itself are received on the processor on which it runs.
#include <sched.h>

#include "explorer/calls.h"

namespace explorer {

int pin_to_processor(int number) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) == 0) return 0;
  int rest = number % CPU_COUNT(&allowed);
  int processor = 0;
  while (!CPU_ISSET(processor, &allowed) || rest-- > 0) ++processor;
  cpu_set_t own;
  CPU_ZERO(&own);
  CPU_SET(processor, &own);
  return ::sched_setaffinity(0, sizeof own, &own) == 0 ? processor : 0;
}

}  // namespace explorer
