#include "probe/core/duration.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "probe/core/case.h"
#include "probe/core/words.h"

namespace probe {
namespace {

// Durations that documents and systems name.
constexpr double kUsual[] = {1,  2,   3,   4,   5,   8,   10,  15,  20,  30,   40,   45,   60,  75,
                             90, 120, 150, 180, 240, 300, 600, 675, 900, 1200, 1800, 3600, 7200};

// How much of a duration may be uncertain, as a share and in seconds.
constexpr double kMaxUncertainShare = 0.25;
constexpr double kMaxUncertain_s = 1.5;

// The one usual duration from `first` to `last` seconds; nothing where there is none, or several.
std::optional<double> usual_between(double first, double last) {
  const auto* const from = std::lower_bound(std::begin(kUsual), std::end(kUsual), first);
  const auto* const to = std::upper_bound(std::begin(kUsual), std::end(kUsual), last);
  return to - from == 1 ? std::optional(*from) : std::nullopt;
}

std::optional<double> usual_near(double seconds) {
  double nearest = kUsual[0];
  for (const double usual : kUsual)
    if (std::abs(usual - seconds) < std::abs(nearest - seconds)) nearest = usual;
  // A timer ends late rather than early: Linux's wheel rounds up by as much as an eighth
  // (kernel/time/timer.c).
  const double tolerance = (seconds > nearest ? 0.10 : 0.05) * nearest;
  const bool near = std::abs(nearest - seconds) <= std::fmax(tolerance, nearest < 3 ? 0.5 : 1.0);
  return near ? std::optional(nearest) : std::nullopt;
}

}  // namespace

Outcome duration(std::optional<Elapsed> took, double timeout) {
  detail("timeout_seconds", timeout);
  if (!took) return words::no_end_seen;
  const double last_seen = took->seconds - took->uncertainty_s;
  detail("seconds", took->seconds);
  if (took->uncertainty_s > 0) detail("seconds_when_last_seen", last_seen);
  if (took->seconds < 0.5) return words::none;
  std::optional<double> usual = usual_between(last_seen, took->seconds);
  if (!usual && took->uncertainty_s > std::fmax(kMaxUncertain_s, took->seconds * kMaxUncertainShare)) {
    throw CaseAborted(Status::broken, "too busy to say: it took between " + std::to_string(last_seen) +
                                          " and " + std::to_string(took->seconds) + " s");
  }
  const double middle = (last_seen + took->seconds) / 2;
  if (!usual) usual = usual_near(middle);
  if (usual) return std::to_string(std::lround(*usual)) + " s";
  return "about " + std::to_string(std::lround(middle / 5) * 5) + " s";
}

}  // namespace probe
