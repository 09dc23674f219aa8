/*---
claim = "The constructor of Asio's acceptor that takes an endpoint sets SO_REUSEADDR."
question = "Which options does the acceptor of Boost.Asio set?"
says = [{doc = "boost-asio", at = "basic_socket_acceptor (endpoint): reuse_addr is true by default"}]
catalogue = ["ai-default"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
slow = 60
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = asio_program(R"(#include <asio.hpp>
int main() {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
  acceptor.accept();
})");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
