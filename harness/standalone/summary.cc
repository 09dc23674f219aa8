#include "standalone/summary.h"

#include <algorithm>
#include <cstdio>

namespace standalone {
namespace {

using runner::Observation;
using runner::Status;

std::string listed(const std::string& title, std::vector<std::string> lines) {
  if (lines.empty()) return "";
  std::sort(lines.begin(), lines.end());
  std::string text = "\n" + title + "\n";
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text;
}

}  // namespace

void Summary::add(const Observation& observation) {
  count(observation, &topics_[observation.id.substr(0, observation.id.find('/'))]);
  count(observation, &total_);
  if (observation.status == Status::observed) {
    if (observation.claimed && *observation.claimed != observation.observed)
      differences_.push_back(observation.id + ": " + observation.observed + ", claimed " +
                             *observation.claimed);
  } else if (observation.status != Status::not_applicable) {
    failures_.push_back(observation.id + ": " + to_string(observation.status) + ", " + observation.why);
  }
}

void Summary::count(const Observation& observation, Counts* counts) {
  if (observation.status == Status::not_applicable)
    ++counts->not_applicable;
  else if (observation.status != Status::observed)
    ++counts->failed;
  else if (!observation.claimed)
    ++counts->without_claim;
  else
    ++(*observation.claimed == observation.observed ? counts->as_claimed : counts->differently);
}

std::string Summary::row(const std::string& name, const Counts& counts) {
  char text[128];
  std::snprintf(text, sizeof text, "%-14.14s %10d %11d %14d %15d %7d\n", name.c_str(), counts.as_claimed,
                counts.differently, counts.without_claim, counts.not_applicable, counts.failed);
  return text;
}

std::string Summary::text() const {
  std::string text = "topic          as claimed differently only observed  not applicable  failed\n";
  for (const auto& [topic, counts] : topics_) text += row(topic, counts);
  text += row("all", total_);
  text += listed("Differently from the claim (which may be of another system):", differences_);
  return text + listed("Not observed:", failures_);
}

}  // namespace standalone
