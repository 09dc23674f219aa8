// A fresh port for all first sockets. Each Ports starts in a new namespace, uses each port once there, and
// goes on to another. Where there are no namespaces, a port is taken again only after everything that a connection
// may leave there has ended, and only if plain sockets can be bound to it.
#pragma once
#include <array>
#include <cstddef>
#include <vector>

#include "grid/environment.h"

namespace grid {

inline constexpr Port kLowestExplicit = 1100;
inline constexpr Port kLowestAutomatic = 61000;
inline constexpr Port kHighestAutomatic = 65535;

class Ports {
 public:
  explicit Ports(const Environment& environment);

  // Whether `count` more ports can be had without renew(). `leftovers`: how many of them may keep a connection
  // after their sockets are closed.
  bool has(std::size_t count, std::size_t leftovers);
  // Moves to a new namespace, with all its ports. To be called while no socket of the scan is open. False if
  // there is none.
  bool renew();
  // The next port; 0 if there is none. Waits for old connections to end if need be.
  Port take(bool keeps_connection);
  // Likewise, a port that shares its slot with no other that was taken by take_alone() and not released: Linux
  // keeps sockets in a table of kSlots slots or more, by the last bits of their ports.
  Port take_alone(bool keeps_connection);
  void release(Port port);

  static constexpr std::size_t kSlots = 256;
  // Marks a port that the system chose as used; false if it was used before.
  bool claim(Port port);

  // Narrows the range of automatic ports to one port; does nothing if it already is. False where that is not
  // possible.
  bool narrow(Port port);
  bool widen();

 private:
  using Taken = std::array<bool, kSlots>;  // by the slots of ports

  // The next port whose slot is not taken; 0 if there is none.
  Port take_from(bool keeps_connection, const Taken& taken);
  void keep_until_gone(Port port, bool keeps_connection);
  bool set_range(Port low, Port high);
  bool is_ready(Port port) const;

  const Environment& environment_;
  Port lowest_ = kLowestExplicit;
  Port end_;  // the first port that is not given out
  Port next_;
  Port range_low_ = kLowestAutomatic;
  std::size_t leftovers_ = 0;
  std::vector<double> ready_at_;  // by port, in seconds of seconds_now(); without namespaces
  std::vector<bool> claimed_;     // with namespaces
  Taken in_use_{};
};

}  // namespace grid
