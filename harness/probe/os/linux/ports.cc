// The range of automatic ports under /proc/sys (Documentation/networking/ip-sysctl.rst, ip_local_port_range).
#include "probe/scenarios/ports.h"

#include "probe/core/case.h"
#include "probe/net/settings.h"

namespace probe {
namespace {

// A stack that chooses from all its ports comes upon a range of a thousand once in fifty times, and once in
// 100,000 thrice.
constexpr int kScouts = 3;

}  // namespace

PortRange narrow_automatic_ports(int count) {
  // Below the default range (from 32768), so that no socket of the story that has its port already is in the
  // way.
  const PortRange range{20000, static_cast<Port>(20000 + count - 1)};
  given(change_setting("net.ipv4.ip_local_port_range",
                       std::to_string(range.first) + " " + std::to_string(range.last)),
        "the range of automatic ports is changed");
  for (int scouts = 0; scouts < kScouts; ++scouts) {
    Socket scout = make_socket("scout");
    given(scout.bind(loopback()), "a scout binds");
    needs(range.has(scout.port()), "a stack whose choice of ports follows net.ipv4.ip_local_port_range");
  }
  return range;
}

}  // namespace probe
