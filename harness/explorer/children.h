// Processes that inherit one socket of the story.
#pragma once
#include <array>
#include <vector>

#include "explorer/story.h"

namespace explorer {

class Children {
 public:
  ~Children() { kill_all(); }

  // A process that has `socket` and none of `others`.
  grid::Result start(std::uint8_t number, grid::Handle socket, const std::vector<grid::Handle>& others);
  // The child takes a connection from its socket and keeps it.
  grid::Result accept(std::uint8_t number);
  // Ends it with its sockets open; returns when it is gone.
  grid::Result exit(std::uint8_t number);
  grid::Result kill(std::uint8_t number);
  void kill_all();

 private:
  struct Child {
    long process = 0;
    int orders = -1;
    int answers = -1;
  };
  grid::Result end(Child& child);

  std::array<Child, kChildren> children_{};
};

}  // namespace explorer
