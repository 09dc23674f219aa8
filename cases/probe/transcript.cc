#include "probe/transcript.h"

#include <chrono>

#include "probe/json.h"
#include "probe/link.h"

namespace probe {
namespace {

using Clock = std::chrono::steady_clock;
Clock::time_point started = Clock::now();
std::vector<Step> steps;
bool is_abridged = false;
int left_out = 0;
bool has_waited = false;

}  // namespace

std::int64_t microseconds_since_start() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started).count();
}

const std::vector<Step>& transcript() { return steps; }

void start_transcript() {
  started = Clock::now();
  steps.clear();
}

std::string json_of(const Step& step) {
  std::string json = "[" + std::to_string(step.microseconds);
  for (const std::string* word : {&step.call, &step.result}) json.append(",").append(json_string(*word));
  return json += ']';
}

AbridgedTranscript::AbridgedTranscript(const std::string& what) {
  log_step(what, "begins");
  left_out = 0;
  is_abridged = true;
}

AbridgedTranscript::~AbridgedTranscript() {
  is_abridged = false;
  log_step("steps not written one by one", std::to_string(left_out));
}

void log_step(const std::string& call, const std::string& result) {
  if (is_abridged) {
    ++left_out;
    return;
  }
  steps.push_back({microseconds_since_start(), call, result});
  send_to_runner('T', {std::to_string(steps.back().microseconds), call, result});
}

void announce_wait(double seconds) {
  has_waited = true;
  send_to_runner('W', {std::to_string(seconds)});
}

bool has_announced_wait() { return has_waited; }

}  // namespace probe
