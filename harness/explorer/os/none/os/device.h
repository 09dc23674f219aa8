#pragma once

namespace explorer {

inline const char* device_named(int number) { return number == 0 ? "" : number == 1 ? "lo" : nullptr; }

}  // namespace explorer
