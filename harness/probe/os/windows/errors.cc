// Error names on Windows: Winsock numbers its errors by itself (Microsoft Learn, Windows Sockets Error Codes)
// and names them as POSIX does, with WSA before it.
#include <map>
#include <system_error>

#include "probe/core/outcome.h"
#include "probe/os/windows/winsock.h"

namespace probe {
namespace {

#define ADDRINUSE_ERROR(name) \
  { WSA##name, #name }
const std::map<int, const char*>& names() {
  static const std::map<int, const char*> table = {
      ADDRINUSE_ERROR(EACCES),          ADDRINUSE_ERROR(EADDRINUSE),   ADDRINUSE_ERROR(EADDRNOTAVAIL),
      ADDRINUSE_ERROR(EAFNOSUPPORT),    ADDRINUSE_ERROR(EALREADY),     ADDRINUSE_ERROR(EBADF),
      ADDRINUSE_ERROR(ECONNABORTED),    ADDRINUSE_ERROR(ECONNREFUSED), ADDRINUSE_ERROR(ECONNRESET),
      ADDRINUSE_ERROR(EDESTADDRREQ),    ADDRINUSE_ERROR(EFAULT),       ADDRINUSE_ERROR(EHOSTUNREACH),
      ADDRINUSE_ERROR(EINPROGRESS),     ADDRINUSE_ERROR(EINTR),        ADDRINUSE_ERROR(EINVAL),
      ADDRINUSE_ERROR(EISCONN),         ADDRINUSE_ERROR(EMFILE),       ADDRINUSE_ERROR(EMSGSIZE),
      ADDRINUSE_ERROR(ENETDOWN),        ADDRINUSE_ERROR(ENETUNREACH),  ADDRINUSE_ERROR(ENOBUFS),
      ADDRINUSE_ERROR(ENOPROTOOPT),     ADDRINUSE_ERROR(ENOTCONN),     ADDRINUSE_ERROR(ENOTSOCK),
      ADDRINUSE_ERROR(EOPNOTSUPP),      ADDRINUSE_ERROR(EPROTOTYPE),   ADDRINUSE_ERROR(ETIMEDOUT),
      ADDRINUSE_ERROR(EPROTONOSUPPORT), {WSAEWOULDBLOCK, "EAGAIN"},    {ERROR_NOT_FOUND, "ESRCH"},
  };
  return table;
}
#undef ADDRINUSE_ERROR

}  // namespace

std::string name_of_error(int native) {
  const auto found = names().find(native);
  return found != names().end() ? found->second : "error " + std::to_string(native);
}

std::string message_of_error(int native) { return std::system_category().message(native); }

}  // namespace probe
