// The evidence: every call a case makes, as it wait_until.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace probe {

// A step as the link carries it (link.h), which is how it is kept, for most are only handed on: its microseconds since the
// case started, its call and its result.
using Step = std::string;

// Adds a step to the running case's transcript and hands it on to the runner at once (link.h), so that it survives a crash.
void log_step(const std::string& call, const std::string& result);

// Tells the runner that the case now waits for something for up to this many seconds, and does no work
// meanwhile; 0 ends the wait.
void announce_wait(double seconds);
// Whether this process has ever waited so.
bool has_announced_wait();

// While one of these lives, steps are counted and not written: for hundreds of steps that are all alike. It writes one
// step when it begins, `what`, and one when it ends, how many steps were left out.
class AbridgedTranscript {
 public:
  explicit AbridgedTranscript(const std::string& what);
  AbridgedTranscript(const AbridgedTranscript&) = delete;
  AbridgedTranscript& operator=(const AbridgedTranscript&) = delete;
  ~AbridgedTranscript();
};

std::int64_t microseconds_since_start();
// The steps that were handed on to nobody, for want of a runner.
const std::vector<Step>& transcript();
void start_transcript();

// Adds a step as JSON: [12,"second.bind(127.0.0.1:40001)","EADDRINUSE"].
void append_json_of(const Step& step, std::string* json);

}  // namespace probe
