// C libraries without bindresvport(3): musl.
#include "probe/net/reserved_port.h"

namespace probe {

Result bind_reserved_port(Handle) { return Result::missing(); }

}  // namespace probe
