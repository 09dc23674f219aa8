// The system's own functions, behind the ones of this library that have their names.
#pragma once
#include <poll.h>
#include <sys/types.h>

#include <cstdio>

namespace in_front {

// The next definition of a name after this library's (dlsym(3), RTLD_NEXT).
void* next_of(const char* name);

template <typename Function>
Function* next_symbol(const char* name) {
  return reinterpret_cast<Function*>(next_of(name));
}

// Whether this process runs a case. The runner, which starts such processes, keeps the system's own calls.
bool is_case();

}  // namespace in_front
