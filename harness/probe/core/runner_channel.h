// The line from a running case to the runner that started it: one message a line, a letter and its text,
// whose fields are parted by tabs.
//   T 12 first.listen() ok   a step of the transcript: microseconds, call, result
//   W 62.5                   the case waits for up to so many seconds; W 0: it works again
//   S observed               the status
//   O EADDRINUSE             what was observed
//   C ok                     what was claimed
//   D seconds 60.2           a detail: its name and its value as JSON
//   Y why                    why there is no observation
//   E 0.012                  the end: the case has said everything, after so many seconds
//   N 7                      the process goes on with the task of this number (runner/supervisor_posix.cc)
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

// Messages that are still to be sent. It lies in memory that the runner shares, and so outlives the process that fills it
// in whatever way that ends: its messages need not be sent one by one, which would cost more than most steps do.
class Outbox {
 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init,modernize-use-equals-default): `bytes_` is filled as needed
  Outbox() {}
  // Adds a message, all of it or nothing; false where it has no room.
  bool put(std::string_view message);
  std::string_view text() const { return {bytes_.data(), size_.load()}; }
  void clear() { size_ = 0; }

 private:
  std::atomic<std::uint32_t> size_{0};
  std::array<char, 48 << 10> bytes_;
};

// Where messages go, as the system numbers it (a descriptor, or a handle on Windows); -1 (the start value): nowhere.
// `bell`: where a byte tells the runner that it should read now (a wait, the end, much to read); -1: it reads anyway.
// `outbox`: where messages are gathered until then; nullptr: each is sent at once.
void set_link(long long handle, long long bell = -1, Outbox* outbox = nullptr);
bool has_link();
// Lets the end of a case pass without a ring, where a process runs one case after the other: once a second is enough.
void ring_less();
void send_to_runner(char kind, std::initializer_list<std::string_view> fields);

// The text of a message without its letter, and its fields, as they were before.
std::string text_of_fields(std::initializer_list<std::string_view> fields);
std::vector<std::string> fields_of(std::string_view text);

}  // namespace probe
