#include "runner/observation.h"

#include <cstdio>
#include <ctime>

#include "probe/core/json.h"
#include "probe/core/runner_channel.h"

namespace runner {
namespace {

using probe::json_string;

constexpr std::size_t kMaxRecordedOutput = 16384;  // bytes kept of what a case printed
constexpr std::size_t kMaxSteps = 600;             // of a transcript; the beginning and the end are kept

std::string utc_now() {
  const std::time_t seconds = std::time(nullptr);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&seconds));
  return text;
}

std::string json_of_steps(const std::vector<probe::Step>& steps) {
  std::string json = "[";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps.size() > kMaxSteps && i == kMaxSteps / 2) {
      const std::size_t left_out = steps.size() - kMaxSteps;
      json += ",[0,\"" + std::to_string(left_out) + " steps left out\",\"\"]";
      i += left_out;
    }
    if (i > 0) json += ',';
    probe::append_json_of(steps[i], &json);
  }
  return json + "]";
}

// The keys that name an observation: its id, and the parts of it ("bind/x[tcp4]" has the variant "tcp4").
std::string json_of_names(const std::string& id) {
  const std::size_t bracket = id.find('[');
  std::string json = "\"observation\":" + json_string(id) + ",\"case\":" + json_string(id.substr(0, bracket));
  if (bracket != std::string::npos)
    json += ",\"variant\":" + json_string(id.substr(bracket + 1, id.size() - bracket - 2));
  return json + ",";
}

std::string with_six_digits(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", number);
  return text;
}

}  // namespace

std::string header_line(const RunOptions& options, const Facts& facts) {
  return "{\"run\":\"addrinuse\",\"schema\":2,\"platform\":" + json_string(options.platform) +
         ",\"facts\":" + json_of(facts) +
         ",\"suite\":{\"commit\":\"" ADDRINUSE_COMMIT "\",\"cases_digest\":\"" ADDRINUSE_CASES_DIGEST
         "\"},\"started\":\"" +
         utc_now() + "\",\"time\":\"" + (options.time_is_warped ? "warped" : "real") + "\"}";
}

std::string start_line(const std::string& id) { return "{\"start\":" + json_string(id) + "}"; }

std::string observation_line(const Observation& observation, bool repeated) {
  std::string json = "{" + json_of_names(observation.id);
  if (repeated) json += "\"repeat\":" + std::to_string(observation.repeat) + ",";
  json += "\"status\":" + json_string(to_string(observation.status));
  if (observation.status == Status::observed)
    json += ",\"observed\":" + json_string(observation.observed) +
            ",\"claimed\":" + (observation.claimed ? json_string(*observation.claimed) : "null");
  else
    json += ",\"why\":" + json_string(observation.why) + ",\"claimed\":null";
  json += ",\"details\":{";
  for (std::size_t i = 0; i < observation.details.size(); ++i)
    json +=
        (i > 0 ? "," : "") + json_string(observation.details[i].first) + ":" + observation.details[i].second;
  json += "},\"seconds\":" + with_six_digits(observation.seconds) +
          ",\"transcript\":" + json_of_steps(observation.steps);
  if (!observation.output.empty())
    json += ",\"output\":" + json_string(observation.output.substr(0, kMaxRecordedOutput));
  return json + "}";
}

std::string report_text(const Observation& observation) {
  std::string text = observation.id + "\n";
  for (const probe::Step& step : observation.steps) {
    const std::vector<std::string> fields = probe::fields_of(step);
    if (fields.size() == 3) text += "  " + fields[0] + " us  " + fields[1] + " -> " + fields[2] + "\n";
  }
  for (const auto& [name, value] : observation.details) text += "  " + name + " = " + value + "\n";
  if (!observation.output.empty()) text += observation.output + "\n";
  if (observation.status != Status::observed)
    return text + "  " + to_string(observation.status) + ": " + observation.why + "\n";
  return text + "  observed: " + observation.observed +
         (observation.claimed ? "  claimed: " + *observation.claimed : "") + "\n";
}

std::string footer_line(int count) {
  return "{\"count\":" + std::to_string(count) + ",\"finished\":\"" + utc_now() + "\"}";
}

}  // namespace runner
