// What this system can be asked, found out once.
#pragma once
#include <string>

#include "grid/cell.h"

namespace grid {

struct Environment {
  std::string system;
  std::string release;
  bool namespaces = false;  // network namespaces can be made, and the process is in one
  bool other_user = false;
  bool ipv6 = false;
  bool dual_stack = false;
  bool port_range = false;    // the range of automatic ports can be set
  bool lists_closed = false;  // a table shows connections whose descriptors are closed
  bool finds_closed = false;  // likewise, a single connection can be asked for
  bool no_port = false;       // IP_BIND_ADDRESS_NO_PORT
  Options options = 0;
  bool v6only_default = false;
};

// Moves the process to a namespace of its own where it can. `users`: whether to ask as another user, too.
Environment find_environment(bool users);

// Whether a cell can be asked here.
bool can_ask(const Environment& environment, const Cell& cell);

// `namespaces=yes users=2 ipv6=yes port-range=yes options=RA+RP+dev-lo`
std::string text_of(const Environment& environment);

}  // namespace grid
