// Sockets in numbered slots, and steps on them as small structures. The grid makes its cells of them; the
// explorer its stories.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "grid/core/calls.h"

namespace grid {

inline constexpr std::uint8_t kSlots = 45;

struct Step {
  enum class Kind : std::uint8_t {
    open,            // family of `address`, `protocol`
    set,             // `option` to `value`
    bind,            // to `address`, `port`
    listen,          // backlog `value`
    connect,         // to `address`, `port`
    connect_to,      // to where slot `other` is bound, as the socket of `address` would name it
    accept,          // from slot `other`, waiting for what is on its way
    accept_foreign,  // from `listener`, likewise
    fill,            // send more than a peer with a small buffer takes
    send,
    shutdown,
    close
  };
  Kind kind = Kind::open;
  std::uint8_t slot = 0;
  std::uint8_t other = 0;
  Address address = Address::none;
  std::uint8_t offset = 0;  // added to the address's last byte
  Protocol protocol = Protocol::tcp;
  Option option = Option::reuseaddr;
  Port port = 0;
  int value = 0;
  Handle listener = kNoHandle;
};

class Slots {
 public:
  Slots() { handles_.fill(-1); }

  Handle operator[](std::uint8_t slot) const { return handles_[slot]; }
  bool is_open(std::uint8_t slot) const { return handles_[slot] != -1; }

  // Makes the step's call. A step on an empty slot answers EBADF without a call.
  Result run(Calls& calls, const Step& step);
  // Closes the socket of a slot, which has to be open.
  Result close(Calls& calls, std::uint8_t slot);
  // Closes every socket, in the order of the slots.
  void close_all(Calls& calls);

 private:
  Result open(Calls& calls, const Step& step);
  Result accept(Calls& calls, const Step& step, Handle listener);
  Result connect_to(Calls& calls, const Step& step);
  Result on_socket(Calls& calls, const Step& step, Handle socket);
  void keep(std::uint8_t slot, Handle handle);

  std::array<std::int32_t, kSlots> handles_{};
  std::uint8_t used_ = 0;  // no slot from here on has been used
};

// `second`, `peer`, `first`, …
std::string_view slot_name(std::uint8_t slot);

inline constexpr std::uint8_t kSecond = 0;
inline constexpr std::uint8_t kPeer = 1;
inline constexpr std::uint8_t kListener = 2;
inline constexpr std::uint8_t kZeroth = 3;  // also the socket that holds a port
inline constexpr std::uint8_t kFirst = 4;   // and up to 40 more of a crowd

}  // namespace grid
