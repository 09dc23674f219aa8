#include "probe/duration.h"

#include <cmath>

#include "probe/case.h"

namespace probe {
namespace {

// Durations that documents and systems name.
constexpr double kUsual[] = {1,  2,   3,   4,   5,   8,   10,  15,  20,  30,   40,   45,   60,  75,
                             90, 120, 150, 180, 240, 300, 600, 675, 900, 1200, 1800, 3600, 7200};

}  // namespace

Outcome duration(std::optional<double> seconds, double bound) {
  detail("bound_seconds", bound);
  if (!seconds) return "no end seen";
  detail("seconds", *seconds);
  if (*seconds < 0.5) return "none";
  double nearest = kUsual[0];
  for (const double usual : kUsual)
    if (std::abs(usual - *seconds) < std::abs(nearest - *seconds)) nearest = usual;
  // A timer ends late rather than early: Linux's wheel rounds up by as much as an eighth (kernel/time/timer.c).
  const double tolerance = (*seconds > nearest ? 0.10 : 0.05) * nearest;
  const bool near = std::abs(nearest - *seconds) <= std::fmax(tolerance, nearest < 3 ? 0.5 : 1.0);
  const auto text =
      std::to_string(static_cast<long>(std::lround(near ? nearest : *seconds / 5) * (near ? 1 : 5)));
  return (near ? "" : "about ") + text + " s";
}

}  // namespace probe
