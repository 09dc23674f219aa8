#include "grid/core/system.h"

namespace grid::sys {

bool read_tcp_table(TcpTable&) { return false; }

}  // namespace grid::sys
