// A lane asks cells one after the other that have the same first sockets. The first sockets serve the next
// cell, too, if the second one's attempt has left nothing behind: no call of it has succeeded. That a scan in
// another order, in which neighbours have nothing in common, gives the same answers shows that nothing is
// left.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "grid/setup.h"

namespace grid {

struct Lane {
  Work work;
  const std::uint32_t* cells = nullptr;  // the cells still to be asked: places in the list of cells
  std::size_t left = 0;                  // how many
  bool stands = false;                   // the first sockets are in their state
  bool is_new = false;                   // they were made in this round
  int failures = 0;                      // how often in a row the present cell could not be asked
};

// Whether both cells have the same first sockets.
bool has_same_firsts(const Cell& one, const Cell& other);
// Whether the second socket of one, whose bind() failed, serves the other.
bool has_same_second(const Cell& one, const Cell& other);

// How many of the `count` cells from `order` on share their first sockets with the first of them.
std::size_t lane_length(const std::vector<Cell>& cells, const std::uint32_t* order, std::size_t count);

// Whether no call of the second socket has succeeded, so that the first sockets are as they were.
bool has_left_nothing(const Answer& answer);

// Whether a cell must have its kernel's table of sockets for itself. Linux looks at UDP ports by address as
// soon as more than ten sockets share a slot of its table (udp_lib_get_port), and counts those of other ports.
bool must_be_alone(const Cell& cell);

}  // namespace grid
