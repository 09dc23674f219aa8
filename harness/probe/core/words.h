// The words that cases observe and predict, each declared once. The vocabulary gives these constants. A case
// writes the word as a literal, as it stands in the tables, and the compiler checks it: CLAIM and GIVEN do
// not compile with a word that is neither declared here nor given by the same statement.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace probe::words {

// Plain words: the constant's name and its text.
#define ADDRINUSE_WORDS(word)                                                                                \
  word(ok, "ok") word(unsupported, "unsupported") word(unknown, "unknown") /* what is read from a socket */  \
      word(data, "data") word(eof, "eof") word(nothing, "nothing")                                           \
          word(no_answer, "no answer") /* options */                                                         \
      word(set, "set") word(not_set, "not set") word(refused, "refused") word(so_reuseaddr, "SO_REUSEADDR")  \
          word(so_reuseport, "SO_REUSEPORT") word(neither, "neither") word(same, "same") /* who receives */  \
      word(none, "none") word(first, "first") word(second, "second") word(both, "both") word(each, "each")   \
          word(some_lost, "some lost") word(each_its_own, "each its own") word(mixed, "mixed")               \
              word(stolen, "stolen") word(not_stolen, "not stolen") word(shared, "shared")                   \
                  word(lost, "lost") /* how many receive */                                                  \
      word(balanced, "balanced") word(uneven, "uneven") word(only_one, "only one")                           \
          word(same_listener, "same listener")                                                               \
              word(different_listeners, "different listeners") /* what becomes of a queue */                 \
      word(passed_on, "passed on") word(reset, "reset") word(some_silent, "some silent") /* ports */         \
      word(lower_half, "lower half") word(inside, "inside") word(outside, "outside") word(even, "even")      \
          word(odd, "odd") word(scattered, "scattered") word(in_order, "in order")                           \
              word(from_the_first_number, "from the first number") word(other, "other")                      \
                  word(no_port_tried, "no port tried") word(same_port, "same port")                          \
                      word(different_ports, "different ports") /* a server that starts again */              \
      word(serves, "serves")                                                                                 \
          word(nothing_received, "nothing received") /* durations; "60 s" is made of a number */             \
      word(no_end_seen, "no end seen")               /* segments */                                          \
      word(syn, "SYN") word(syn_ack, "SYN-ACK") word(ack, "ACK") word(fin, "FIN") word(rst, "RST")           \
          word(below, "below") word(just_above, "just above") word(above, "above")                           \
              word(delivered, "delivered") word(not_delivered, "not delivered")                              \
                  word(with_time_wait, "with TIME_WAIT") word(sooner, "sooner") word(later, "later")         \
                      word(ends, "ends") /* Microsoft's tables */                                            \
      word(xp_and_earlier, "xp_and_earlier") word(ws2003_same_account, "ws2003_same_account")                \
          word(ws2003_diff_account, "ws2003_diff_account")                                                   \
              word(none_of_the_tables, "none of the tables") /* TCP states (RFC 9293, 3.3.2) */              \
      word(closed, "CLOSED") word(listen, "LISTEN") word(syn_sent, "SYN_SENT")                               \
          word(syn_received, "SYN_RECEIVED") word(established, "ESTABLISHED") word(fin_wait_1, "FIN_WAIT_1") \
              word(fin_wait_2, "FIN_WAIT_2") word(close_wait, "CLOSE_WAIT") word(closing, "CLOSING")         \
                  word(last_ack, "LAST_ACK") word(time_wait, "TIME_WAIT")

#define ADDRINUSE_WORD_CONSTANT(name, text) inline constexpr const char* name = text;
ADDRINUSE_WORDS(ADDRINUSE_WORD_CONSTANT)
#undef ADDRINUSE_WORD_CONSTANT

#define ADDRINUSE_WORD_TEXT(name, text) std::string_view(text),
inline constexpr std::array kWords = {ADDRINUSE_WORDS(ADDRINUSE_WORD_TEXT)};
#undef ADDRINUSE_WORD_TEXT

// The names of errors that a word may be: those of POSIX.1-2017 (<errno.h>) that sockets meet on some system.
inline constexpr std::array<std::string_view, 44> kErrorNames = {
    "EACCES",    "EADDRINUSE",   "EADDRNOTAVAIL", "EAFNOSUPPORT",    "EAGAIN",       "EALREADY", "EBADF",
    "EBUSY",     "ECONNABORTED", "ECONNREFUSED",  "ECONNRESET",      "EDESTADDRREQ", "EDOM",     "EEXIST",
    "EFAULT",    "EHOSTUNREACH", "EINPROGRESS",   "EINTR",           "EINVAL",       "EIO",      "EISCONN",
    "EMFILE",    "EMSGSIZE",     "ENETDOWN",      "ENETUNREACH",     "ENFILE",       "ENOBUFS",  "ENODEV",
    "ENOENT",    "ENOMEM",       "ENOPROTOOPT",   "ENOSYS",          "ENOTCONN",     "ENOTSOCK", "EOPNOTSUPP",
    "EPERM",     "EPIPE",        "EPROTO",        "EPROTONOSUPPORT", "EPROTOTYPE",   "EROFS",    "ESRCH",
    "ETIMEDOUT", "EWOULDBLOCK"};

// The steps at which something is refused: "bind: EADDRINUSE". A step that the predicting statement names
// itself needs no line here (first_failure_of).
inline constexpr std::array<std::string_view, 5> kSteps = {"bind", "listen", "connect", "second listen",
                                                           "owner's listen"};

// What may follow a number: "60 s", "3 or more".
inline constexpr std::array<std::string_view, 4> kUnits = {"", " s", " or more", " entries"};

template <std::size_t size>
constexpr bool contains(const std::array<std::string_view, size>& list, std::string_view text) {
  for (const std::string_view item : list)
    if (item == text) return true;
  return false;
}

constexpr bool is_error_name(std::string_view text) { return contains(kErrorNames, text); }

constexpr std::size_t length_of_number(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] >= '0' && text[length] <= '9') ++length;
  return length;
}

// "16", "60 s", "about 5 s", "600-1023".
constexpr bool is_quantity(std::string_view text) {
  constexpr std::string_view kAbout = "about ";
  if (text.substr(0, kAbout.size()) == kAbout) text.remove_prefix(kAbout.size());
  const std::size_t digits = length_of_number(text);
  if (digits == 0) return false;
  text.remove_prefix(digits);
  if (contains(kUnits, text)) return true;
  return text.size() > 1 && text[0] == '-' && length_of_number(text.substr(1)) == text.size() - 1;
}

// Whether `statement`, source text, has this very string literal.
constexpr bool has_literal(std::string_view statement, std::string_view literal) {
  for (std::size_t at = 1; at + literal.size() < statement.size(); ++at)
    if (statement[at - 1] == '"' && statement[at + literal.size()] == '"' &&
        statement.substr(at, literal.size()) == literal)
      return true;
  return false;
}

// One word, or the step that was refused and its error. `statement` is the source text of the step that gives
// the word.
constexpr bool is_item(std::string_view text, std::string_view statement) {
  if (contains(kWords, text) || is_error_name(text) || is_quantity(text)) return true;
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos) return has_literal(statement, text);
  const std::string_view step = text.substr(0, colon);
  return is_error_name(text.substr(colon + 2)) && (contains(kSteps, step) || has_literal(statement, step));
}

// A word, or several with ", " or " / " between them, or one that the statement itself gives.
constexpr bool is_word(std::string_view text, std::string_view statement = "") {
  if (has_literal(statement, text)) return true;
  while (true) {
    const std::size_t comma = text.find(", ");
    const std::size_t slash = text.find(" / ");
    const std::size_t end = comma < slash ? comma : slash;
    if (!is_item(text.substr(0, end), statement)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + (comma < slash ? 2 : 3));
  }
}

// Whether every string literal in the source text of a prediction is a word. Text that peers send each other
// is no word: it stands in data("hello").
constexpr bool has_only_words(std::string_view prediction, std::string_view statement) {
  constexpr std::string_view kData = "data(";
  for (std::size_t start = 0; (start = prediction.find('"')) != std::string_view::npos;) {
    const bool is_data =
        start >= kData.size() && prediction.substr(start - kData.size(), kData.size()) == kData;
    prediction.remove_prefix(start + 1);
    const std::size_t end = prediction.find('"');
    if (!is_data && !is_word(prediction.substr(0, end), statement)) return false;
    prediction.remove_prefix(end + 1);
  }
  return true;
}

// Where the last argument of a macro begins, behind its comma; npos where there is one argument. `arguments`:
// the source text. Commas within brackets and literals part nothing.
constexpr std::size_t last_comma(std::string_view arguments) {
  std::size_t comma = std::string_view::npos;
  int depth = 0;
  bool is_literal = false;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const char c = arguments[at];
    if (c == '"') is_literal = !is_literal;
    if (is_literal) continue;
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
    if (c == ',' && depth == 0) comma = at;
  }
  return comma;
}

// The first argument of GIVEN(step, expected).
constexpr std::string_view step_of_given(std::string_view arguments) {
  return arguments.substr(0, last_comma(arguments));
}

// Whether what a GIVEN expects is made of words.
constexpr bool expects_words(std::string_view arguments) {
  const std::size_t comma = last_comma(arguments);
  return comma == std::string_view::npos ||
         has_only_words(arguments.substr(comma), arguments.substr(0, comma));
}

}  // namespace probe::words
