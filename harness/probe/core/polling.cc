#include "probe/core/polling.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "probe/core/case_context.h"
#include "probe/core/transcript.h"

namespace probe {
namespace {

// The longest pause between two samples before `precision` allows for a longer one. Where idle time is
// skipped, sampling is what takes time, and a long wait is sampled less often from the start.
constexpr double kShortPause_s = 0.002;
constexpr double kShortPauseWarped_s = 0.1;
constexpr double kPrecisionWarped = 1.0 / 25;

// Where sampling itself takes long (many cases wait, and a table is slow to read), it takes at most a fifth of
// the time, as long as no pause is longer than a tenth of the time waited so far.
constexpr double kPausePerSample = 4;
constexpr double kMaxPauseShare = 1.0 / 10;

void pause(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

// A shorter pause than this one, to a moment at which all others that wait so long sample too: where idle
// time is skipped, waking up is what takes time, and one that many share is cheap.
double to_shared_moment(double pause_s) {
  const double grid = std::exp2(std::floor(std::log2(pause_s)));
  return grid - std::fmod(now(), grid);
}

}  // namespace

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<Elapsed> poll_until(const std::function<bool()>& happened, double timeout, double precision) {
  const bool time_is_warped = case_context().time_is_warped;
  const double short_pause = time_is_warped ? kShortPauseWarped_s : kShortPause_s;
  if (time_is_warped) precision = std::max(precision, kPrecisionWarped);
  const double start = now();
  const bool announced = timeout > kDefaultTimeout_s;
  if (announced) announce_wait(timeout);
  std::optional<Elapsed> took;
  double last_sample = start;  // when it had not happened yet
  for (double pause_s = 0.0002;;
       pause_s = std::min(pause_s * 2, std::max(short_pause, (now() - start) * precision))) {
    const double sample_start = now();
    const bool is_over = happened();
    const double sample_end = now();
    const double elapsed = sample_end - start;
    if (is_over) took = Elapsed(elapsed, sample_end - last_sample);
    if (is_over || elapsed >= timeout) break;
    last_sample = sample_start;
    const double spared = std::min(kPausePerSample * (sample_end - sample_start), kMaxPauseShare * elapsed);
    const double next = time_is_warped ? to_shared_moment(pause_s) : std::max(pause_s, spared);
    pause(std::min(next, std::max(0.0, start + timeout - now())));
  }
  if (announced) announce_wait(0);
  return took;
}

double timeout_for(double real_s, double warped_s) {
  return case_context().time_is_warped ? warped_s : real_s;
}

}  // namespace probe
