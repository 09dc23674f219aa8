#include "runner/case_monitor.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "probe/core/polling.h"
#include "probe/core/runner_channel.h"

namespace runner {

CaseMonitor::CaseMonitor(const std::string& id, int repeat, double timeout)
    : deadline(probe::now() + timeout), timeout_(timeout) {
  observation.id = id;
  observation.repeat = repeat;
}

void CaseMonitor::consume_lines() {
  std::size_t start = 0;
  for (std::size_t end = unread.find('\n'); end != std::string::npos && !is_complete;
       end = unread.find('\n', start)) {
    consume(std::string_view(unread).substr(start, end - start));
    start = end + 1;
  }
  unread.erase(0, start);
}

void CaseMonitor::set_incomplete(Status status, const std::string& why) {
  observation.status = status;
  observation.why = why;
}

std::string CaseMonitor::timeout_reason() const {
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.6g", timeout_);
  return std::string("no answer within ") + seconds + " s";
}

void CaseMonitor::consume(std::string_view line) {
  if (line.empty()) return;
  const std::string_view text = line.size() > 2 ? line.substr(2) : "";
  const auto kind = static_cast<probe::Message>(line[0]);
  if (kind == probe::Message::step) {
    if (std::count(text.begin(), text.end(), '\t') == 2) observation.steps.emplace_back(text);
    return;
  }
  const std::vector<std::string> fields = probe::fields_of(text);
  switch (kind) {
    case probe::Message::wait: {
      const double seconds = std::atof(fields[0].c_str());
      waiting = seconds > 0;
      deadline = probe::now() + seconds + timeout_;
      break;
    }
    case probe::Message::status:
      observation.status = status_named(fields[0]).value_or(Status::broken);
      break;
    case probe::Message::observed:
      observation.observed = fields[0];
      break;
    case probe::Message::claimed:
      observation.claimed = fields[0];
      break;
    case probe::Message::why:
      observation.why = fields[0];
      break;
    case probe::Message::detail:
      if (fields.size() == 2) observation.details.emplace_back(fields[0], fields[1]);
      break;
    case probe::Message::end:
      observation.seconds = std::atof(fields[0].c_str());
      is_complete = true;
      break;
    default:
      break;
  }
}

}  // namespace runner
