#include "grid/core/result.h"

#include <array>

namespace grid {

std::string_view name(Result result) {
  static constexpr std::array kNames = {std::string_view("ok"),          std::string_view("-"),
                                        std::string_view("unavailable"), std::string_view("unverified"),
                                        std::string_view("timeout"),     std::string_view("other-error"),
#define GRID_NAME(error) std::string_view(#error),
                                        GRID_ERRORS(GRID_NAME)
#undef GRID_NAME
  };
  return kNames[static_cast<std::size_t>(result)];
}

}  // namespace grid
