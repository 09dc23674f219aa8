#include "probe/scenarios/runtime.h"

#include "probe/scenarios/connection.h"

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

RuntimeProgram asio_program(const std::string& text) {
  return {{"sh", "-c", "g++ -std=c++17 -DASIO_STANDALONE -pthread -o main Main.cc && exec ./main"},
          text,
          ".cc",
          {"g++", "--version"}};
}

RuntimeProgram nginx_program(const std::string& parameters) {
  const std::string server = "listen 127.0.0.1:" + std::to_string(free_port()) + " " + parameters + ";";
  return {{"sh", "-c", "exec nginx -p $PWD/ -e stderr -c Main.conf"},
          "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {}\n"
          "http {\n  access_log off;\n  server { " +
              server + " }\n}",
          ".conf",
          {"nginx", "-v"}};
}

}  // namespace probe
