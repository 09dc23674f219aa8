// What a step did, as a short stable word: "ok", the portable name of an error, "eof", "TIME_WAIT", "60 s".
#pragma once
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace probe {

// The portable name of a native error number: "EADDRINUSE" on every platform (os/*/errors.cc).
std::string name_of_error(int native);
// The message of the system's library for a native error number: "Address already in use" (strerror).
std::string message_of_error(int native);

// What a step came to is used, always: a set-up step whose outcome is dropped may not have happened. The compiler refuses
// to drop one (harness/tests/model/test_case_rules.py shows that it does).
class [[nodiscard]] Outcome {
 public:
  enum class Kind { word, ok, error, missing };

  static Outcome ok() { return {Kind::ok, "ok"}; }
  // The error a call of the system returned (native number, 0 for success).
  static Outcome of_error(int native);
  // An option, call or feature that this platform does not have: what_is_missing is named in "not
  // applicable".
  static Outcome missing(std::string what_is_missing);
  // Any other word: "eof", "both", "TIME_WAIT".
  static Outcome word(std::string text) { return {Kind::word, std::move(text)}; }

  Outcome(const char* text) : Outcome(Kind::word, text) {}             // NOLINT: words read as words in cases
  Outcome(std::string text) : Outcome(Kind::word, std::move(text)) {}  // NOLINT

  const std::string& text() const { return text_; }
  bool is_ok() const { return text_ == "ok"; }
  bool is_missing() const { return kind_ == Kind::missing; }
  // The system's own number of the error, for an outcome of_error; 0 otherwise.
  int native() const { return native_; }
  // What is missing, for is_missing().
  const std::string& what() const { return what_; }

  friend bool operator==(const Outcome& a, const Outcome& b) { return a.text_ == b.text_; }
  friend bool operator!=(const Outcome& a, const Outcome& b) { return !(a == b); }
  friend std::ostream& operator<<(std::ostream& out, const Outcome& o) { return out << o.text_; }

 private:
  Outcome(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  Kind kind_;
  std::string text_;
  std::string what_;
  int native_ = 0;
};

// Several outcomes as one observation, for a claim about how they come out together: their words in order,
// "ok, EACCES". Missing as soon as one of them is.
Outcome outcomes_of(const std::vector<Outcome>& outcomes);

// Predictions, as a case writes them.
inline Outcome succeeds() { return Outcome::ok(); }
// Text that a peer sent: no word, so nothing checks how it is spelt.
inline Outcome data(std::string text) { return Outcome::word(std::move(text)); }
// Throws std::invalid_argument when no error has this name.
Outcome fails_with(const std::string& error_name);

}  // namespace probe
