#include "runner/case_monitor.h"

#include <algorithm>
#include <cstdlib>

#include "probe/core/polling.h"
#include "probe/core/runner_channel.h"

namespace runner {

Hearing::Hearing(const std::string& id, int repeat, double timeout)
    : deadline(probe::now() + timeout), timeout_(timeout) {
  seen.id = id;
  seen.repeat = repeat;
}

void Hearing::take_lines() {
  std::size_t start = 0;
  for (std::size_t end = unread.find('\n'); end != std::string::npos && !is_complete;
       end = unread.find('\n', start)) {
    take(std::string_view(unread).substr(start, end - start));
    start = end + 1;
  }
  unread.erase(0, start);
}

void Hearing::take(std::string_view line) {
  if (line.empty()) return;
  const std::string_view text = line.size() > 2 ? line.substr(2) : "";
  if (line[0] == 'T') {
    if (std::count(text.begin(), text.end(), '\t') == 2) seen.steps.emplace_back(text);
    return;
  }
  const std::vector<std::string> fields = probe::fields_of(text);
  switch (line[0]) {
    case 'W': {
      const double seconds = std::atof(fields[0].c_str());
      waiting = seconds > 0;
      deadline = probe::now() + seconds + timeout_;
      break;
    }
    case 'S':
      seen.status = fields[0];
      break;
    case 'O':
      seen.observed = fields[0];
      break;
    case 'C':
      seen.claimed = fields[0];
      break;
    case 'Y':
      seen.why = fields[0];
      break;
    case 'D':
      if (fields.size() == 2) seen.details.emplace_back(fields[0], fields[1]);
      break;
    case 'E':
      seen.seconds = std::atof(fields[0].c_str());
      is_complete = true;
      break;
    default:
      break;
  }
}

}  // namespace runner
