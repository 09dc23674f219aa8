// Waiting on something that can be observed, never on time alone, and never without a bound.
#pragma once
#include <functional>
#include <optional>

namespace probe {

// Seconds after which a step that ought to be immediate is given up.
constexpr double kSoon = 5.0;

// How long something took: `seconds`, when it was seen to be over; `unseen` of them it may as well not have been there any
// more, or not yet, for nobody looked.
struct Elapsed {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a plain number of seconds is one
  Elapsed(double took, double not_looked = 0) : seconds(took), unseen(not_looked) {}
  double seconds;
  double unseen;
};

// Looks at `happened` again and again until it is true or `bound` seconds have passed. Returns the seconds it
// took, or nothing when the bound ran out. Bounds above kSoon are announced to the runner, which lets other
// cases work. The looks get rarer as time passes: never further apart than `precision` times the time waited so
// far, or 2 ms, but where looking itself takes longer than that (a twenty-fifth, or 0.1 s, where the clock jumps over idle time).
std::optional<Elapsed> seconds_until(const std::function<bool()>& happened, double bound = kSoon,
                                     double precision = 1.0 / 400);

inline bool happens(const std::function<bool()>& happened, double bound = kSoon) {
  return seconds_until(happened, bound).has_value();
}

// How long a case may wait for the end of something that takes `real` seconds at the most in real time, where
// waiting costs the user's time, or `warped` seconds where the platform's clock jumps over idle time.
double bound(double real, double warped);
void set_time_is_warped(bool warped);

// Seconds on a clock that only goes forward.
double now();

}  // namespace probe
