// Waiting on something that can be observed, never on time alone, and never without a timeout.
#pragma once
#include <functional>
#include <optional>

namespace probe {

// Seconds after which a step that ought to be immediate is given up.
constexpr double kDefaultTimeout_s = 5.0;

// How long something took: `seconds` until it was seen to be over. It may have been over `uncertainty_s`
// seconds earlier, right after the last sample before that.
struct Elapsed {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a plain number of seconds is one
  Elapsed(double took, double not_looked = 0) : seconds(took), uncertainty_s(not_looked) {}
  double seconds;
  double uncertainty_s;
};

// Samples `happened` again and again until it is true or `timeout` seconds have passed. Returns the seconds
// it took, or nothing when the timeout expired. Timeouts above kDefaultTimeout_s are announced to the runner,
// which lets other cases work. The samples get rarer as time passes: never further apart than `precision`
// times the time waited so far, or 2 ms, unless a sample itself takes longer than that (a twenty-fifth, or
// 0.1 s, where the clock jumps over idle time).
std::optional<Elapsed> poll_until(const std::function<bool()>& happened, double timeout = kDefaultTimeout_s,
                                  double precision = 1.0 / 400);

inline bool wait_until(const std::function<bool()>& happened, double timeout = kDefaultTimeout_s) {
  return poll_until(happened, timeout).has_value();
}

// How long a case may wait for the end of something that takes at most `real_s` seconds in real time, where
// waiting costs the user's time, or `warped_s` seconds where the platform's clock jumps over idle time.
double timeout_for(double real_s, double warped_s);

// Seconds on a clock that only goes forward.
double now();

}  // namespace probe
