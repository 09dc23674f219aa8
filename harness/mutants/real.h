// The system's own calls, behind the ones this library puts in front of them.
#pragma once
#include <dlfcn.h>

namespace mutant {

// The next definition of a function: the C library's.
template <typename Function>
Function next_called(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace mutant

// REAL(bind)(…) calls the system's bind().
#define REAL(name)                                                                \
  ([]() -> decltype(&::name) {                                                    \
    static const auto function = ::mutant::next_called<decltype(&::name)>(#name); \
    return function;                                                              \
  }())
