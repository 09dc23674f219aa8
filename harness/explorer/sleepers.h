// Threads that wait in a call while the story goes on, and whether they have been woken.
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "explorer/story.h"

namespace explorer {

class Sleeper;

class Sleepers {
 public:
  Sleepers();
  ~Sleepers();
  Sleepers(const Sleepers&) = delete;
  Sleepers& operator=(const Sleepers&) = delete;

  // Lets a thread make the call, and returns once it is known to wait, or to be back. False if that sleeper
  // already waits.
  bool start(std::uint8_t number, grid::Handle socket, Wait call);
  // What the sleeper answered (`ok`, an error, `in+hup`), once; empty as long as it waits or if it never
  // began.
  std::string take_answer(std::uint8_t number);
  // Returns once each of them waits, or has its answer.
  void settle();
  bool any() const { return running_ > 0; }
  // Interrupts those that still wait.
  void stop_all();

 private:
  std::array<std::unique_ptr<Sleeper>, kSleepers> sleepers_;
  int running_ = 0;
};

}  // namespace explorer
