// The channel from a running case to the runner that started it: one message a line, a letter (Message) and
// its text, whose fields are separated by tabs.
//   T 12 first.listen() ok   step: microseconds, call, result
//   W 62.5                   wait: the case waits for up to so many seconds; W 0: it works again
//   S observed               status (status.h)
//   O EADDRINUSE             observed
//   C ok                     claimed
//   D seconds 60.2           detail: its name and its value as JSON
//   Y reason                 why there is no observation
//   E 0.012                  end: the case has reported everything, after so many seconds
//   N 7                      task: the process goes on with the task of this number (the runner's supervisor)
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace probe {

enum class Message : char {
  step = 'T',
  wait = 'W',
  status = 'S',
  observed = 'O',
  claimed = 'C',
  detail = 'D',
  why = 'Y',
  end = 'E',
  task = 'N',
};

// Messages that are still to be sent. It lies in memory that the runner shares, and so outlives the process
// that fills it, whatever ends that process. Its messages need not be sent one by one, which would cost more
// than most steps do.
class SharedBuffer {
 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default): `bytes_` is filled as needed
  SharedBuffer() {}
  // Adds a message, all of it or nothing; false if it has no room.
  bool put(std::string_view message);
  std::string_view text() const { return {bytes_.data(), size_.load()}; }
  void clear() { size_ = 0; }

 private:
  std::atomic<std::uint32_t> size_{0};
  std::array<char, 48 << 10> bytes_;
};

class RunnerChannel {
 public:
  // Where messages go, as the system numbers it (a descriptor, or a handle on Windows); -1, as at the start:
  // nowhere. `wakeup_fd`: where a byte tells the runner to read now (a wait, the end, much to read); -1: it
  // reads anyway. `buffer`: where messages are gathered until then; nullptr: each is sent at once.
  void connect(long long handle, long long wakeup_fd = -1, SharedBuffer* buffer = nullptr);
  bool is_connected() const { return handle_ >= 0; }
  // Where a process runs one case after the other, the end of a case wakes the runner once a second at most.
  void coalesce_wakeups() { wakes_at_end_ = false; }
  // Sends one message; nothing where the channel is not connected.
  void send(Message kind, std::initializer_list<std::string_view> fields);

 private:
  bool is_urgent(Message kind) const;
  void write_line();
  void flush();

  long long handle_ = -1;
  long long wakeup_fd_ = -1;
  SharedBuffer* buffer_ = nullptr;
  std::size_t unsignalled_bytes_ = 0;      // sent since the runner was woken
  std::size_t max_unsignalled_bytes_ = 0;  // with room for one more message in the pipe
  bool wakes_at_end_ = true;
  double last_wakeup_ = 0;  // on now()'s clock
  std::string line_;        // its memory serves every message
};

// The process's one instance.
RunnerChannel& runner_channel();

// The text of a message without its letter, and its fields, as they were before.
std::string text_of_fields(std::initializer_list<std::string_view> fields);
std::vector<std::string> fields_of(std::string_view text);

}  // namespace probe
