/*---
claim = "ServerSocket of Java sets SO_REUSEADDR, except on Windows."
question = "Which options does ServerSocket of Java set on its listener?"
says = [{doc = "java-net", at = "ServerSocket, MulticastSocket: what the runtime sets: SO_REUSEADDR on ServerSocket except on Windows, and on MulticastSocket"}]
catalogue = ["jv-runtime"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
slow = 10
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = java_program(R"(public class Main {
  public static void main(String[] words) throws Exception {
    new java.net.ServerSocket(0).accept();
  }
})");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
