// The range of automatic ports under /proc/sys (Documentation/networking/ip-sysctl.rst, ip_local_port_range).
#include "probe/scenarios/ports.h"

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {
PortRange narrow_automatic_ports(int count) {
  // Below the default range (from 32768), so that no socket of the story that has its port already is in the way.
  const PortRange range{20000, static_cast<Port>(20000 + count - 1)};
  const std::string setting = "net.ipv4.ip_local_port_range";
  given(change_setting(setting, std::to_string(range.first) + " " + std::to_string(range.last)),
        "the range of automatic ports is changed");
  require_choice_within(range, setting);
  return range;
}

}  // namespace probe
