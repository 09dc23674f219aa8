#include "grid/core/option.h"

#include <array>

namespace grid {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Option::count)> kNames = {
    "RA",     "RP",     "RPLB",    "EXCLUSIVE",      "EXCLBIND",
    "dev-lo", "V6ONLY", "NO_PORT", "RESET_ON_CLOSE", "RECEIVE_BUFFER"};

std::optional<Options> varied_option_named(std::string_view word) {
  for (std::size_t i = 0; i < kVariedOptions; ++i)
    if (kNames[i] == word) return bit(static_cast<Option>(i));
  return std::nullopt;
}

}  // namespace

std::string_view name(Option option) { return kNames[static_cast<std::size_t>(option)]; }

std::string options_text(Options options) {
  std::string text;
  for (std::size_t i = 0; i < kVariedOptions; ++i) {
    if ((options & bit(static_cast<Option>(i))) == 0) continue;
    if (!text.empty()) text += '+';
    text += kNames[i];
  }
  return text.empty() ? "none" : text;
}

std::optional<Options> options_named(std::string_view text) {
  if (text == "none") return Options{0};
  Options options = 0;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('+', start), text.size());
    const auto option = varied_option_named(text.substr(start, end - start));
    if (!option) return std::nullopt;
    options |= *option;
    start = end + 1;
  }
  return options;
}

}  // namespace grid
