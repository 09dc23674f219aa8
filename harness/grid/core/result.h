// What a call answered, as a small integer: a scan makes millions of calls and keeps every answer in a byte.
#pragma once
#include <cstdint>
#include <string_view>

namespace grid {

// The errors that socket calls give, by their POSIX names (<errno.h>). Windows's WSAE… are mapped to them.
#define GRID_ERRORS(X) \
  X(EACCES)            \
  X(EADDRINUSE)        \
  X(EADDRNOTAVAIL)     \
  X(EAFNOSUPPORT)      \
  X(EAGAIN)            \
  X(EALREADY)          \
  X(EBADF)             \
  X(ECONNABORTED)      \
  X(ECONNREFUSED)      \
  X(ECONNRESET)        \
  X(EDESTADDRREQ)      \
  X(EFAULT)            \
  X(EHOSTUNREACH)      \
  X(EINPROGRESS)       \
  X(EINVAL)            \
  X(EISCONN)           \
  X(EMFILE)            \
  X(EMSGSIZE)          \
  X(ENETDOWN)          \
  X(ENETUNREACH)       \
  X(ENOBUFS)           \
  X(ENOMEM)            \
  X(ENOPROTOOPT)       \
  X(ENOTCONN)          \
  X(ENOTSOCK)          \
  X(EOPNOTSUPP)        \
  X(EPERM)             \
  X(EPIPE)             \
  X(EPROTONOSUPPORT)   \
  X(ETIMEDOUT)

enum class Result : std::uint8_t {
  ok,
  not_made,     // the call was not made, because one before it failed
  unavailable,  // the situation could not be set up on this system
  unverified,   // the state of the first socket could not be shown
  timeout,      // no answer within the timeout
  other_error,  // an error without a name in the list
#define GRID_ENUMERATOR(name) k##name,
  GRID_ERRORS(GRID_ENUMERATOR)
#undef GRID_ENUMERATOR
};

// The word that stands for it in files: `ok`, `-` for not_made, the error's name.
std::string_view name(Result result);

// The result for an error number of this system (errno, WSAGetLastError()); 0 is ok.
Result result_of(int error);

}  // namespace grid
