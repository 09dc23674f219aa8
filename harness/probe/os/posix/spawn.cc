#include "probe/net/spawn.h"

#include <unistd.h>

#include "probe/net/process.h"

namespace probe {

void set_helpers_share_memory(bool) {}

Spawned::Spawned(int (*body)(void*), void* argument) : pid_(::fork()) {
  if (pid_ == 0) ::_exit(body(argument));
}

Spawned::~Spawned() = default;

}  // namespace probe
