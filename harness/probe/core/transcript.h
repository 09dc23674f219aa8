// The evidence: every call a case makes, as it happens.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace probe {

// A step as the channel carries it (runner_channel.h), which is how it is kept, because most are only passed
// on: its microseconds since the case started, its call and its result.
using Step = std::string;

// The transcript of one case. Only this file's functions write to it.
struct Transcript {
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  std::vector<Step> steps;   // those that no runner took
  bool is_abridged = false;  // steps are counted and not written
  int omitted = 0;           // steps that were counted and not written
  bool has_waited = false;   // this process has announced a wait, in this case or in one before it
};

// Adds a step to the running case's transcript and sends it to the runner at once, so that it survives a
// crash.
void log_step(const std::string& call, const std::string& result);

// Tells the runner that the case now waits for something for up to this many seconds, and does no work
// meanwhile; 0 ends the wait.
void announce_wait(double seconds);
// Whether this process has ever announced a wait.
bool has_announced_wait();

// While one of these lives, steps are counted and not written: for hundreds of steps that are all alike. It
// writes one step when it begins, `what`, and one when it ends, how many steps were left out.
class AbridgedTranscript {
 public:
  explicit AbridgedTranscript(const std::string& what);
  AbridgedTranscript(const AbridgedTranscript&) = delete;
  AbridgedTranscript& operator=(const AbridgedTranscript&) = delete;
  ~AbridgedTranscript();
};

std::int64_t microseconds_since_start();
// The steps that no runner took.
const std::vector<Step>& transcript();
void start_transcript();

// Adds a step as JSON: [12,"second.bind(127.0.0.1:40001)","EADDRINUSE"].
void append_json_of(const Step& step, std::string* json);

}  // namespace probe
