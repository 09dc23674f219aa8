// How the calls of this library give their answers.
#pragma once
#include <errno.h>

#include "mutants/rules.h"

namespace mutant {

// A call's answer with the mutant's errors in place of the system's. Keeps errno.
int answer(const char* call, int result);
// The error number that the mutant tells in place of another; 0: none.
int told_error(const char* call, int error);

inline int refuse(int error) {
  errno = error;
  return -1;
}

}  // namespace mutant
