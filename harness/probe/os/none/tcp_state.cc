// TCP states on a system that the suite cannot ask for them yet.
#include "probe/net/tcp_state.h"

namespace probe {

Result tcp_state_of(Handle) { return Result::missing(); }

std::optional<std::vector<TcpEntry>> tcp_table() { return std::nullopt; }

}  // namespace probe
