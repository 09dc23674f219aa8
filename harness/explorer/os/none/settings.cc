#include "explorer/settings.h"

namespace explorer {

std::optional<std::string> read_setting(Setting) { return std::nullopt; }
grid::Result write_setting(Setting, const std::string&) { return grid::Result::unavailable; }

}  // namespace explorer
