// A stack of its own for every case, where the platform has such a thing.
#pragma once
#include <string>

namespace runner {

enum class Isolation {
  automatic,               // the best that works
  network_namespace,       // needs root
  user_network_namespace,  // an ordinary user's way to the same
  none,                    // the machine's own stack
};

std::string name_of(Isolation isolation);  // "netns", "user-netns", "none", "auto"

// Gives the calling process a stack of its own, with a loopback device that is up and has 127.0.0.1, ::1 and
// fd00:add::2. Returns what it got (never `automatic`); throws std::runtime_error when `wanted` cannot be
// had.
Isolation isolate(Isolation wanted);

}  // namespace runner
