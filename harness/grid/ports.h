// A fresh port for every cell. Each Ports starts in a new namespace, uses each port once there, and goes on
// to another. Where there are no namespaces, a port is taken again only after everything that a connection
// may leave there has ended, and only if plain sockets can be bound to it.
#pragma once
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

  // To be called while no socket of the scan is open: makes `count` ports available. `leftovers`: how many of
  // them may keep a connection after their sockets are closed. Returns false if they cannot be had; waits for
  // old connections to end before.
  bool prepare(std::size_t count, std::size_t leftovers);
  // The next port; 0 if there is none.
  Port take(bool keeps_connection);
  // Marks a port that the system chose as used; false if it was used before.
  bool claim(Port port);

  // Narrows the range of automatic ports to one port; does nothing if it already is. False where that is not
  // possible.
  bool narrow(Port port);
  bool widen();

 private:
  bool next_namespace();
  bool set_range(Port low, Port high);
  bool is_ready(Port port) const;

  const Environment& environment_;
  Port lowest_ = kLowestExplicit;
  Port end_;  // the first port that is not given out
  Port next_;
  Port range_low_ = kLowestAutomatic;
  std::size_t leftovers_ = 0;
  std::vector<double> ready_at_;  // by port, in seconds of seconds_now(); without namespaces
  std::vector<bool> claimed_;
};

}  // namespace grid
