// How a case is written: CASE, GIVEN, CLAIM, OBSERVE. See docs/writing-a-case.md.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "probe/core/outcome.h"
#include "probe/core/status.h"
#include "probe/core/words.h"

namespace probe {

// Ends the running case: its set-up failed (broken), or the platform lacks the feature that the case tests
// (not-applicable). Never a finding.
class CaseAborted : public std::runtime_error {
 public:
  CaseAborted(Status status, const std::string& why) : std::runtime_error(why), status_(status) {}
  Status status() const { return status_; }

 private:
  Status status_;
};

// A number or word that belongs to the evidence: "seconds", 60.2.
void detail(const std::string& name, double value);
void detail(const std::string& name, const std::string& value);

// What a GIVEN expects of its step other than one word.
struct OtherThan {
  Outcome word;
};
inline OtherThan is_not(const Outcome& word) { return {word}; }
inline OtherThan fails() { return {Outcome::ok()}; }

// The functions behind the macros. `text` is the step as it is written in the case, or a description of it.
// They end the case as broken, with what the step gave and what was expected, or as not-applicable where the
// step's outcome is missing.
void given(const Outcome& step, std::string_view text);
void given(bool step, std::string_view text);
void given(const Outcome& step, const Outcome& expected, std::string_view text);
void given(const Outcome& step, const OtherThan& unexpected, std::string_view text);
void claim(const Outcome& step, const Outcome& prediction, const char* text);
void observe(const Outcome& step, const char* text);

template <typename Step>
void given_arguments(std::string_view text, const Step& step) {
  given(step, text);
}
template <typename Step, typename Expected>
void given_arguments(std::string_view text, const Step& step, const Expected& expected) {
  given(step, expected, words::step_of_given(text));
}

// Ends the case as not-applicable unless `is_available`: "needs " + what.
void needs(bool is_available, const std::string& what);

// Called once per case by CASE, before main. The case's id is the end of its file's path: TOPIC/NAME.
// `variants`: "tcp4, tcp6".
bool register_case(const char* file, int line, const char* variants, void (*body)());

}  // namespace probe

// One case a file. The variants are asked one by one: CASE(tcp4, tcp6), or CASE() where the claim has no such
// axis.
#define CASE(...)                                                                \
  static void addrinuse_case();                                                  \
  [[maybe_unused]] static const bool addrinuse_registered =                      \
      ::probe::register_case(__FILE__, __LINE__, #__VA_ARGS__, &addrinuse_case); \
  static void addrinuse_case()

// Set-up: a step the claim takes for granted. GIVEN(step) expects "ok", or true; GIVEN(step, expected)
// expects this word, is_not() another one, fails(), or the bytes of data(). If it is otherwise the case is
// broken, and its reason says what the step gave; if the step needs an option that this platform does not
// have, the case is not-applicable.
#define GIVEN(...)                                                                                  \
  do {                                                                                              \
    static_assert(::probe::words::expects_words(#__VA_ARGS__), "not a word of probe/core/words.h"); \
    ::probe::given_arguments(#__VA_ARGS__, __VA_ARGS__);                                            \
  } while (false)

// The one step that the claim predicts, and the prediction. The result is always recorded, whether it agrees
// or not.
#define CLAIM(step, ...)                                                                                    \
  do {                                                                                                      \
    static_assert(::probe::words::has_only_words(#__VA_ARGS__, #step), "not a word of probe/core/words.h"); \
    ::probe::claim((step), (__VA_ARGS__), #step);                                                           \
  } while (false)

// The one step, where the documents leave its outcome open.
#define OBSERVE(...) ::probe::observe((__VA_ARGS__), #__VA_ARGS__)
