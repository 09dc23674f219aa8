#include "probe/core/transcript.h"

#include <algorithm>
#include <chrono>

#include "probe/core/case_context.h"
#include "probe/core/json.h"
#include "probe/core/runner_channel.h"

namespace probe {
std::int64_t microseconds_since_start() {
  const auto elapsed = std::chrono::steady_clock::now() - case_context().transcript.started;
  return std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
}

const std::vector<Step>& transcript() { return case_context().transcript.steps; }

void start_transcript() {
  Transcript& transcript = case_context().transcript;
  transcript.started = std::chrono::steady_clock::now();
  transcript.steps.clear();
}

// What the channel escapes, with its backslash, is escaped so in JSON, too.
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
  Transcript& transcript = case_context().transcript;
  transcript.omitted = 0;
  transcript.is_abridged = true;
}

AbridgedTranscript::~AbridgedTranscript() {
  Transcript& transcript = case_context().transcript;
  transcript.is_abridged = false;
  log_step("steps not written one by one", std::to_string(transcript.omitted));
}

void log_step(const std::string& call, const std::string& result) {
  Transcript& transcript = case_context().transcript;
  if (transcript.is_abridged) {
    ++transcript.omitted;
    return;
  }
  const std::string when = std::to_string(microseconds_since_start());
  if (runner_channel().is_connected())
    runner_channel().send(Message::step, {when, call, result});
  else
    transcript.steps.push_back(text_of_fields({when, call, result}));
}

void announce_wait(double seconds) {
  case_context().transcript.has_waited = true;
  runner_channel().send(Message::wait, {std::to_string(seconds)});
}

bool has_announced_wait() { return case_context().transcript.has_waited; }

}  // namespace probe
