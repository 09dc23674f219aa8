// The socket calls of a system, each as one plain value in and one plain value out. That is what lets a
// socket live in another process (process.h) and a system be anything that answers calls: os/*/calls.cc.
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
  open,           // family, protocol             -> value: handle
  close,          //
  duplicate,      //                              -> value: handle
  bind,           // address
  listen,         // backlog
  connect,        // address
  accept,         //                              -> value: handle, address: the peer's
  shutdown,       // how
  set_option,     // level, option, data = value
  get_option,     // level, option                -> data
  local,          // getsockname                  -> address
  peer,           // getpeername                  -> address
  send,           // data, address if it has one
  receive,        //                              -> value: bytes, data, address
  wait,           // waits_to_write, timeout_ms   -> value: 1 ready, 0 not
  set_blocking,   // is_blocking
  disconnect,     // connect() to AF_UNSPEC
  tcp_state,      //                              -> value: TcpState
  bind_reserved,  // bindresvport()
  keep_on_exec,   // a program that is executed inherits the socket
  change_user,    // this process is another, unprivileged user's from now on
  leave_child,    // a child that keeps all sockets until the pipe `handle` is closed
  exit_process,   // helper processes only
};

enum class How : std::uint8_t { read, write, both };

using Handle = std::int64_t;
constexpr Handle kNoHandle = -1;

// The bytes of a send or receive, or of an option's value. Cases send little at a time; what is beyond `size`
// is neither set nor copied, for that would take longer than most calls.
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

// One call of a socket. Made by the named constructors, read by the accessors of the same name; a plain value
// that travels to helper processes as it is.
struct Call {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): for the named constructors
  Call(Op operation = Op::close, std::int32_t one = 0, std::int32_t other = 0)
      : op(operation), first(one), second(other) {}
  Call(Op operation, const Address& at) : op(operation), has_address(true), address(at) {}

  static Call open(Family family, Protocol protocol) {
    return {Op::open, static_cast<std::int32_t>(family), static_cast<std::int32_t>(protocol)};
  }
  static Call close() { return {Op::close}; }
  static Call duplicate() { return {Op::duplicate}; }
  static Call bind(const Address& address) { return {Op::bind, address}; }
  static Call listen(int backlog) { return {Op::listen, backlog}; }
  static Call connect(const Address& address) { return {Op::connect, address}; }
  static Call accept() { return {Op::accept}; }
  static Call shutdown(How how) { return {Op::shutdown, static_cast<std::int32_t>(how)}; }
  static Call set_option(int level, int option, const Bytes& value) {
    Call call{Op::set_option, level, option};
    call.data = value;
    return call;
  }
  static Call get_option(int level, int option) { return {Op::get_option, level, option}; }
  static Call local() { return {Op::local}; }
  static Call peer() { return {Op::peer}; }
  static Call send(const Bytes& bytes) {
    Call call{Op::send};
    call.data = bytes;
    return call;
  }
  static Call send_to(const Address& address, const Bytes& bytes) {
    Call call{Op::send, address};
    call.data = bytes;
    return call;
  }
  static Call receive() { return {Op::receive}; }
  static Call wait_readable(int timeout_ms) { return {Op::wait, 0, timeout_ms}; }
  static Call wait_writable(int timeout_ms) { return {Op::wait, 1, timeout_ms}; }
  static Call set_blocking(bool is_blocking) { return {Op::set_blocking, is_blocking ? 1 : 0}; }
  static Call disconnect() { return {Op::disconnect}; }
  static Call tcp_state() { return {Op::tcp_state}; }
  static Call bind_reserved() { return {Op::bind_reserved}; }
  static Call keep_on_exec() { return {Op::keep_on_exec}; }
  static Call change_user() { return {Op::change_user}; }
  static Call leave_child() { return {Op::leave_child}; }
  static Call exit_process() { return {Op::exit_process}; }

  Family family() const { return static_cast<Family>(first); }
  Protocol protocol() const { return static_cast<Protocol>(second); }
  int backlog() const { return first; }
  How how() const { return static_cast<How>(first); }
  int level() const { return first; }
  int option() const { return second; }
  bool waits_to_write() const { return first != 0; }
  int timeout_ms() const { return second; }
  bool is_blocking() const { return first != 0; }

  Op op = Op::close;
  bool has_address = false;
  Handle handle = kNoHandle;
  // What the operation takes; the accessors above say what it is.
  std::int32_t first = 0;
  std::int32_t second = 0;
  Address address;
  Bytes data;
};

struct Result {
  // What a system answers that has no such call.
  static Result missing() {
    Result result;
    result.unavailable = true;
    return result;
  }
  std::int64_t value = 0;
  std::int32_t error = 0;    // native error number; 0 = it worked
  bool unavailable = false;  // the system has no such call
  Address address;
  Bytes data;
};

// Does the call here, in this process, and notes which sockets are open.
Result perform(const Call& call);
// Performs it without noting it: for helpers, whose sockets no process inherits. Each system has its own
// (os/*/calls.cc).
Result carry_out(const Call& call);

// Closes every socket that is noted as open, in a helper that was started with them: it must not keep its
// parent's sockets alive. The notes stay as they are, for a helper may share its parent's memory.
void close_inherited_sockets();
// One call (bind or connect) of a fresh TCP socket of the call's address, closed at once. For what is tried
// many times and left out of the transcript.
struct Trial {
  bool was_opened = false;  // whether there was a socket to try with
  int error = 0;  // native error number of the call, or of socket() if it was not opened; 0 = it worked
};
// Tries `call`. A socket for a mapped address takes IPv4, too.
Trial try_once(const Call& call);

// Closes what a case has left open, before the next one in the same process.
void close_left_sockets();

}  // namespace probe
