// A network stack per case, if the system has such a thing.
#pragma once
#include <optional>
#include <string>

namespace runner {

enum class Isolation {
  automatic,               // the best that works
  network_namespace,       // Linux; needs root
  user_network_namespace,  // Linux: the same for an ordinary user
  vnet_jail,               // FreeBSD: jail(8) with vnet; needs root
  none,                    // the machine's own stack
};

std::string name_of(Isolation isolation);  // "auto", "netns", "user-netns", "vnet", "none"
// The isolation of this name; nothing if there is none.
std::optional<Isolation> isolation_named(const std::string& name);

// Gives the calling process a network stack of its own, with a loopback device that is up and has 127.0.0.1, ::1 and
// fd00:add::2. Returns what it got (never `automatic`). Throws std::runtime_error if `wanted` is unavailable.
Isolation isolate(Isolation wanted);

}  // namespace runner
