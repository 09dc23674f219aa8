#include "probe/scenarios/runtime.h"

namespace probe {

RuntimeProgram python_program(const std::string& text) {
  return {{"python3", "{file}"}, text, ".py", {"python3", "--version"}};
}

RuntimeProgram node_program(const std::string& text) {
  return {{"node", "{file}"}, text, ".js", {"node", "--version"}};
}

RuntimeProgram java_program(const std::string& text) {
  return {{"java", "{file}"}, text, ".java", {"java", "-version"}};
}

RuntimeProgram go_program(const std::string& text) {
  return {{"sh", "-c", "GOCACHE=$PWD/cache exec go run Main.go"}, text, ".go", {"go", "version"}};
}

RuntimeProgram rust_program(const std::string& text) {
  return {{"sh", "-c", "rustc -o main Main.rs && exec ./main"}, text, ".rs", {"rustc", "--version"}};
}

}  // namespace probe
