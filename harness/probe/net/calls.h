// The socket calls of a system, each as one plain value in and one plain value out. That is what lets a
// socket live in another process (process.h) and a system be anything that answers calls: calls_posix.cc,
// calls_winsock.cc.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "probe/core/variant.h"
#include "probe/net/address.h"

namespace probe {

enum class Op : std::uint8_t {
  open,           // a = Family, b = Protocol                     -> value: handle
  close,          //
  duplicate,      //                                              -> value: handle
  bind,           // address
  listen,         // a = backlog
  connect,        // address
  accept,         //                                              -> value: handle, address: the peer's
  shutdown,       // a = How
  set_option,     // a = level, b = number, data = value
  get_option,     // a = level, b = number                        -> data
  local,          // getsockname                                  -> address
  peer,           // getpeername                                  -> address
  send,           // data, address unless size 0
  receive,        // a = 1: only look (MSG_PEEK)                  -> value: bytes, data, address
  wait,           // a = 1 readable, 2 writable; b = milliseconds -> value: 1 ready, 0 not
  blocking,       // a = 0 or 1
  disconnect,     // connect() to AF_UNSPEC
  tcp_state,      //                                              -> value: TcpState
  bind_reserved,  // bindresvport()
  exit_process,   // helper processes only
};

enum class How : std::uint8_t { read, write, both };

using Handle = std::int64_t;
constexpr Handle kNoHandle = -1;

// The bytes of a send or receive, or of an option's value. Cases send little at a time; what is beyond `size` is neither
// set nor copied, for that would take longer than most calls.
struct Bytes {
  Bytes() {}  // NOLINT(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default): `at`, see above
  Bytes(const Bytes& other) { *this = other; }
  Bytes& operator=(const Bytes& other) {
    size = other.size;
    std::copy_n(other.at.begin(), size, at.begin());
    return *this;
  }
  // The number that these bytes hold; bytes that a system left out are zero.
  std::int32_t number() const {
    std::int32_t value = 0;
    std::memcpy(&value, at.data(), std::min<std::size_t>(sizeof value, size));
    return value;
  }
  std::uint32_t size = 0;
  std::array<std::uint8_t, 4096> at;
};

// The bytes of a value, as many as there is room for.
inline Bytes bytes_of(const void* value, std::size_t size) {
  Bytes bytes;
  bytes.size = static_cast<std::uint32_t>(std::min(size, bytes.at.size()));
  std::memcpy(bytes.at.data(), value, bytes.size);
  return bytes;
}
template <typename Value>
Bytes bytes_of(const Value& value) {
  return bytes_of(&value, sizeof value);
}

struct Call {
  Op op = Op::close;
  Handle handle = kNoHandle;
  std::int32_t a = 0;
  std::int32_t b = 0;
  bool has_address = false;
  Address address;
  Bytes data;
};

struct Result {
  std::int64_t value = 0;
  std::int32_t error = 0;    // native error number; 0 = it worked
  bool unavailable = false;  // the system has no such call
  Address address;
  Bytes data;
};

// Does the call here, in this process, and notes which sockets are open.
Result perform(const Call& call);
// Does it without a note: for helpers, whose sockets nobody inherits. Each system has its own (calls_*.cc).
Result carry_out(const Call& call);

// Closes every socket that is noted as open, in a helper that was started with them: it must not keep its parent's
// sockets alive. The notes stay as they are, for a helper may share its parent's memory.
void close_inherited_sockets();
// Closes what a case has left open, before the next one in the same process.
void close_left_sockets();

}  // namespace probe
