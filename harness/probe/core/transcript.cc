#include "probe/core/transcript.h"

#include <algorithm>
#include <chrono>

#include "probe/core/json.h"
#include "probe/core/runner_channel.h"

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

// What the link escapes, with its backslash, is escaped so in JSON, too.
void append_json_of(const Step& step, std::string* json) {
  const std::string_view text = step;
  const std::size_t end = std::min(text.find('\t'), text.size());
  const std::string_view when = text.substr(0, end);
  const bool is_number = !when.empty() && when.find_first_not_of("0123456789") == std::string_view::npos;
  json->append("[").append(is_number ? when : "0");
  bool is_first = true;  // of the words
  append_json_text(json, text.substr(end), [&](std::string_view rest) -> std::size_t {
    if (rest.front() == '\t') {
      json->append(is_first ? ",\"" : "\",\"");
      is_first = false;
      return 1;
    }
    if (rest.front() == '\\' && rest.size() > 1) {
      json->append(rest.substr(0, 2));
      return 2;
    }
    append_json_escape(json, rest.front());
    return 1;
  });
  json->append(is_first ? "]" : "\"]");
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
  const std::string when = std::to_string(microseconds_since_start());
  if (has_link())
    send_to_runner('T', {when, call, result});
  else
    steps.push_back(text_of_fields({when, call, result}));
}

void announce_wait(double seconds) {
  has_waited = true;
  send_to_runner('W', {std::to_string(seconds)});
}

bool has_announced_wait() { return has_waited; }

}  // namespace probe
