// netdevice(7), rtnetlink(7): devices of the stories' own network namespace.
#pragma once
#include <cerrno>
#include <cstdint>

#include "probe/os/linux/netlink.h"

namespace explorer {

// A VRF needs a routing table of its own.
inline bool make_vrf(const char* name) {
  constexpr unsigned short kVrfTable = 1;  // linux/if_link.h, IFLA_VRF_TABLE
  static constexpr std::uint32_t kTable = 77;
  const auto add_table = [](probe::netlink::Message& message) {
    message.add(kVrfTable, &kTable, sizeof kTable);
  };
  return probe::netlink::make_device(name, "vrf", add_table) || errno == EEXIST;
}

// The name of a story's device: 1 is the loopback device, 2 another one, 3 a VRF; nothing for 0. The last two
// are made when they are named first; nullptr where the kernel makes none.
inline const char* device_named(int number) {
  if (number == 2) {
    for (const char* kind : {"dummy", "ifb", "bridge"})
      if (probe::netlink::make_device("story-other", kind) || errno == EEXIST) return "story-other";
    return nullptr;
  }
  if (number == 3) return make_vrf("story-vrf") ? "story-vrf" : nullptr;
  return number == 1 ? "lo" : "";
}

}  // namespace explorer
