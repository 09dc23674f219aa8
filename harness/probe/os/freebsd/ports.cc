// The range of automatic ports in ip(4) of FreeBSD: net.inet.ip.portrange.first and .last, which belong to a network stack.
#include "probe/scenarios/ports.h"

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {

PortRange narrow_automatic_ports(int count) {
  // Below the default range (from 10000), so that no socket of the story that has its port already is in the way.
  const PortRange range{6000, static_cast<Port>(6000 + count - 1)};
  given(change_setting("net.inet.ip.portrange.first", std::to_string(range.first)),
        "the first automatic port is changed");
  given(change_setting("net.inet.ip.portrange.last", std::to_string(range.last)),
        "the last automatic port is changed");
  require_choice_within(range, "net.inet.ip.portrange");
  return range;
}

}  // namespace probe
