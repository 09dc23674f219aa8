#include "probe/net/spawn.h"

#include <unistd.h>

namespace probe {

Spawned::Spawned(int (*body)(void*), void* argument) : pid_(::fork()) {
  if (pid_ == 0) ::_exit(body(argument));
}

Spawned::~Spawned() = default;

}  // namespace probe
