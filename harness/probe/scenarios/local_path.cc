#include "probe/scenarios/local_path.h"

#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>

#include "probe/core/transcript.h"
#include "probe/core/words.h"

namespace probe {
namespace {

std::string fresh_name() {
  std::random_device random;
  char name[40];
  std::snprintf(name, sizeof name, "addrinuse-%08x%08x", static_cast<unsigned>(random()),
                static_cast<unsigned>(random()));
  return name;
}

}  // namespace

LocalPath::LocalPath() : path_((std::filesystem::temp_directory_path() / fresh_name()).string()) {}

LocalPath::~LocalPath() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Outcome LocalPath::remove() {
  std::error_code error;
  const Outcome outcome = std::filesystem::remove(path_, error) ? Outcome::ok() : Outcome(words::refused);
  log_step("unlink(" + path_ + ")", outcome.text());
  return outcome;
}

Address abstract_name() { return unix_path("@" + fresh_name()); }

}  // namespace probe
