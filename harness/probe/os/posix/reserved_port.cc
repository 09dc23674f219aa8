// C libraries with bindresvport(3): glibc, the BSDs, macOS. FreeBSD and NetBSD declare it in <rpc/rpc.h>, the others in
// <netinet/in.h>. CMakeLists.txt looks where it is.
#include "probe/net/reserved_port.h"

#include <netinet/in.h>
#include <sys/types.h>
#ifdef ADDRINUSE_BINDRESVPORT_IN_RPC
#include <rpc/rpc.h>
#endif

#include <cerrno>

namespace probe {

Result bind_reserved_port(Handle handle) {
  Result result;
  if (::bindresvport(static_cast<int>(handle), nullptr) != 0) result.error = errno;
  return result;
}

}  // namespace probe
