// bindresvport(3), where the C library has it.
#pragma once
#include "probe/net/calls.h"

namespace probe {

// Binds the IPv4 socket behind `handle` to a reserved port of the library's choice; `unavailable` where there
// is no such function.
Result bind_reserved_port(Handle handle);

}  // namespace probe
