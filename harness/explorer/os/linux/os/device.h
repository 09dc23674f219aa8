// netdevice(7), rtnetlink(7): devices of the stories' own network namespace.
#pragma once
#include <net/if.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "probe/os/linux/netlink.h"

namespace explorer {

// Adds what a device of this kind needs to be made; a VRF needs a routing table of its own.
inline void describe_kind(probe::netlink::Message& message, const char* kind) {
  constexpr unsigned short kVrfTable = 1;  // linux/if_link.h, IFLA_VRF_TABLE
  constexpr std::uint32_t kTable = 77;
  const std::size_t info = message.begin(IFLA_LINKINFO);
  message.add(IFLA_INFO_KIND, kind, std::strlen(kind) + 1);
  if (std::strcmp(kind, "vrf") == 0) {
    const std::size_t data = message.begin(IFLA_INFO_DATA);
    message.add(kVrfTable, &kTable, sizeof kTable);
    message.end(data);
  }
  message.end(info);
}

inline bool make_device(const char* name, const char* kind) {
  probe::netlink::Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  const ifinfomsg device{};
  message.append(&device, sizeof device);
  message.add(IFLA_IFNAME, name, std::strlen(name) + 1);
  describe_kind(message, kind);
  return message.done() || errno == EEXIST;
}

// The name of a story's device: 1 is the loopback device, 2 another one, 3 a VRF; nothing for 0. The last two
// are made when they are named first; nullptr where the kernel makes none.
inline const char* device_named(int number) {
  if (number == 2) {
    for (const char* kind : {"dummy", "ifb", "bridge"})
      if (make_device("story-other", kind)) return "story-other";
    return nullptr;
  }
  if (number == 3) return make_device("story-vrf", "vrf") ? "story-vrf" : nullptr;
  return number == 1 ? "lo" : "";
}

}  // namespace explorer
