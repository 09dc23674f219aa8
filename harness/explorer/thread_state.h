// Whether a thread waits in the kernel.
#pragma once

namespace explorer {

class ThreadState {
 public:
  // To be called by the thread itself.
  void open_own();
  ~ThreadState();
  // True if the thread sleeps in a system call. Where the system does not show it: true after a pause of a
  // few milliseconds.
  bool is_asleep() const;
  // Interrupts the system call in which the thread waits.
  void interrupt() const;
  static void prepare_interrupts();

 private:
  [[maybe_unused]] int file_ = -1;  // not every system has a file of the thread
  [[maybe_unused]] long thread_ = 0;
};

}  // namespace explorer
