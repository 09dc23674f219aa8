#include "standalone/run_file.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "standalone/fresh_file.h"

namespace standalone {
namespace {

constexpr int kMaxTries = 1000;  // files of the same name in one folder

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::runtime_error(path + " cannot be written: " + std::strerror(error) +
                           ". Name another file with --output FILE.");
}

std::string numbered(const std::string& name, int number) {
  return name + (number == 0 ? "" : "-" + std::to_string(number)) + ".jsonl";
}

}  // namespace

RunFile::RunFile(const std::string& path, const std::string& name) : path_(path) {
  if (!path.empty()) {
    file_ = open_fresh_file(path);
  } else {
    for (int number = 0; file_ == nullptr && number < kMaxTries; ++number) {
      path_ = numbered(name, number);
      file_ = open_fresh_file(path_);
      if (file_ == nullptr && errno != EEXIST) break;
    }
  }
  if (file_ == nullptr) fail(path_, errno);
}

RunFile::~RunFile() { std::fclose(file_); }

void RunFile::append(const std::string& line) {
  const bool is_written = std::fwrite(line.data(), 1, line.size(), file_) == line.size() &&
                          std::fputc('\n', file_) != EOF && std::fflush(file_) == 0;
  if (!is_written) fail(path_, errno);
}

}  // namespace standalone
