// C libraries with bindresvport(3): glibc, the BSDs, macOS. CMakeLists.txt looks whether it is there.
#include "probe/net/reserved_port.h"

#include <netinet/in.h>
#include <sys/types.h>

#include <cerrno>

namespace probe {

Result bind_reserved_port(Handle handle) {
  Result result;
  if (::bindresvport(static_cast<int>(handle), nullptr) != 0) result.error = errno;
  return result;
}

}  // namespace probe
