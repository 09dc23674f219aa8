#include "probe/peer/wire.h"

namespace probe {

// Of the block that is never routed (RFC 1918).
Address wire_end_here() { return ipv4(10, 173, 175, 1); }
Address wire_end_there() { return ipv4(10, 173, 175, 2); }

}  // namespace probe
