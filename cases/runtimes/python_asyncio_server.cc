/*---
claim = "A server of Python's asyncio sets SO_REUSEADDR."
question = "Which options does a server of Python's asyncio set on its listener?"
says = [{doc = "python-asyncio", at = "create_server, reuse_address: on Unix SO_REUSEADDR is set unless told otherwise"}]
catalogue = ["as-default"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import asyncio
async def main():
    server = await asyncio.start_server(None, '127.0.0.1', 0)
    await server.serve_forever()
asyncio.run(main()))");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
