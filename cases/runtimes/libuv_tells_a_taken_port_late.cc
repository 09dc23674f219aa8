/*---
claim = "uv_tcp_bind() of libuv succeeds on a port that is taken; uv_listen() gives the error."
question = "Does libuv report a taken port at bind or at listen?"
says = [{doc = "libuv-docs", at = "uv_tcp_bind: a taken port is told by uv_listen() or uv_tcp_connect()"}]
catalogue = ["uv-tcp-late"]
needs = ["runtime"]
tags = ["tcp", "bind", "listen", "errno"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(const {TCP, constants} = process.binding('tcp_wrap')
const {UV_EADDRINUSE} = process.binding('uv')
const name = error => error === 0 ? 'ok' : error === UV_EADDRINUSE ? 'EADDRINUSE' : String(error)
const holder = require('net').createServer().listen(0, '127.0.0.1', () => {
  const newcomer = new TCP(constants.SERVER)
  const bound = newcomer.bind('127.0.0.1', holder.address().port)
  console.log(name(bound) + ', ' + name(newcomer.listen(1)))
}))");
  CLAIM(output_of(program), "ok, EADDRINUSE");
}
