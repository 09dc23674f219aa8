// Error names on POSIX systems (POSIX.1-2017, <errno.h>, and the common Linux additions).
#include <cerrno>
#include <cstring>
#include <map>

#include "probe/core/outcome.h"

namespace probe {
namespace {

#define ADDRINUSE_ERROR(name) \
  { name, #name }
const std::map<int, const char*>& names() {
  static const std::map<int, const char*> table = {
      ADDRINUSE_ERROR(EACCES),       ADDRINUSE_ERROR(EADDRINUSE),  ADDRINUSE_ERROR(EADDRNOTAVAIL),
      ADDRINUSE_ERROR(EAFNOSUPPORT), ADDRINUSE_ERROR(EAGAIN),      ADDRINUSE_ERROR(EALREADY),
      ADDRINUSE_ERROR(EBADF),        ADDRINUSE_ERROR(EBUSY),       ADDRINUSE_ERROR(ECONNABORTED),
      ADDRINUSE_ERROR(ECONNREFUSED), ADDRINUSE_ERROR(ECONNRESET),  ADDRINUSE_ERROR(EDESTADDRREQ),
      ADDRINUSE_ERROR(EDOM),         ADDRINUSE_ERROR(EEXIST),      ADDRINUSE_ERROR(EFAULT),
      ADDRINUSE_ERROR(EHOSTUNREACH), ADDRINUSE_ERROR(EINPROGRESS), ADDRINUSE_ERROR(EINTR),
      ADDRINUSE_ERROR(EINVAL),       ADDRINUSE_ERROR(EIO),         ADDRINUSE_ERROR(EISCONN),
      ADDRINUSE_ERROR(EMFILE),       ADDRINUSE_ERROR(EMSGSIZE),    ADDRINUSE_ERROR(ENETDOWN),
      ADDRINUSE_ERROR(ENETUNREACH),  ADDRINUSE_ERROR(ENFILE),      ADDRINUSE_ERROR(ENOBUFS),
      ADDRINUSE_ERROR(ENODEV),       ADDRINUSE_ERROR(ENOENT),      ADDRINUSE_ERROR(ENOMEM),
      ADDRINUSE_ERROR(ENOPROTOOPT),  ADDRINUSE_ERROR(ENOSYS),      ADDRINUSE_ERROR(ENOTCONN),
      ADDRINUSE_ERROR(ENOTSOCK),     ADDRINUSE_ERROR(EOPNOTSUPP),  ADDRINUSE_ERROR(EPERM),
      ADDRINUSE_ERROR(EPIPE),        ADDRINUSE_ERROR(EPROTO),      ADDRINUSE_ERROR(EPROTONOSUPPORT),
      ADDRINUSE_ERROR(EPROTOTYPE),   ADDRINUSE_ERROR(EROFS),       ADDRINUSE_ERROR(ETIMEDOUT),
  };
  return table;
}
#undef ADDRINUSE_ERROR

}  // namespace

std::string name_of_error(int native) {
  const auto found = names().find(native);
  return found != names().end() ? found->second : "error " + std::to_string(native);
}

std::string message_of_error(int native) { return std::strerror(native); }

}  // namespace probe
