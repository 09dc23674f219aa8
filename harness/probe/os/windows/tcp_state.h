// Windows has a table of TCP connections for each family.
#pragma once
#include <optional>
#include <vector>

#include "probe/net/tcp_state.h"

namespace probe {

// The connections of one family, mapped addresses as IPv4; nothing where Windows gives no such table.
std::optional<std::vector<TcpEntry>> tcp_table_of(Family family);

}  // namespace probe
