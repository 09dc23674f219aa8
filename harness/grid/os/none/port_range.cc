#include "grid/core/system.h"

namespace grid::sys {

bool set_port_range(Port, Port) { return false; }

Port lowest_automatic_port() { return 49152; }  // RFC 6335, section 6; the BSDs, macOS and Windows keep to it

}  // namespace grid::sys
