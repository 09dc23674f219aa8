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
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace probe {

// Where messages go, as the system numbers it (a descriptor, or a handle on Windows); -1 (the start value): nowhere.
// `bell`: where a byte tells the runner that it should read now (a wait, the end, much to read); -1: it reads anyway.
// Waking the runner for every step would cost more than most steps do.
void set_link(long long handle, long long bell = -1);
// Lets the end of a case pass without a ring, where a process runs one case after the other.
void ring_less();
void send_to_runner(char kind, std::initializer_list<std::string_view> fields);

// The fields of a message without its letter, as they were sent.
std::vector<std::string> fields_of(std::string_view text);

}  // namespace probe
