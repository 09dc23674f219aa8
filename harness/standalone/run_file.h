// The run file that the program writes while it runs.
#pragma once
#include <cstdio>
#include <string>

namespace standalone {

// Lines are on the disk once append() returns, so that an interrupted run keeps what was observed.
class RunFile {
 public:
  // Makes the file `path`, or NAME.jsonl in the current folder if `path` is empty, or NAME-1.jsonl and so on
  // if that is there. Throws std::runtime_error if it cannot be made.
  RunFile(const std::string& path, const std::string& name);
  ~RunFile();
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;

  const std::string& path() const { return path_; }
  // Throws std::runtime_error if it cannot be written.
  void append(const std::string& line);

 private:
  std::string path_;
  std::FILE* file_ = nullptr;
};

}  // namespace standalone
