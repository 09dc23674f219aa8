#include "grid/core/system.h"

namespace grid::sys {

TableEntry find_connection(const SocketAddress&, const SocketAddress&) { return {}; }

}  // namespace grid::sys
