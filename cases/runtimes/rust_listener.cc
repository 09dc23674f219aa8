/*---
claim = "std::net::TcpListener of Rust sets SO_REUSEADDR, except on Windows."
question = "Which options does TcpListener of Rust set on its listener?"
says = [{doc = "rust-std-socket2", at = "TcpListener::bind (source): std sets SO_REUSEADDR except on Windows, so that a server can be started again quickly; tokio too"}]
catalogue = ["rs-std-ra"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
slow = 20
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = rust_program(R"(fn main() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let _ = listener.accept();
})");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
