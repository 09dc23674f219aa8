// What makes this library one: it chooses its mutant when it is loaded, and lets the program tell that it was.
#include "mutants/rules.h"

// The runner's facts ask for this (runner/facts_posix.cc): without the library there is no such function.
extern "C" __attribute__((visibility("default"))) const char* addrinuse_mutant() {
  return mutant::name_of_mutant();
}

namespace {

__attribute__((constructor)) void load() { mutant::choose_mutant(); }

}  // namespace
