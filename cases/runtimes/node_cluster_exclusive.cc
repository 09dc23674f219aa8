/*---
claim = "In a cluster of Node.js a worker that listens with exclusive keeps the other workers from its port."
question = "Does exclusive keep the workers of a Node.js cluster from sharing a port?"
says = [{doc = "node-net", at = "server.listen(options): exclusive: an attempt to share the port results in an error"}]
catalogue = ["nd-exclusive"]
needs = ["runtime"]
tags = ["tcp", "listen", "sharing", "errno"]
slow = 10
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(const cluster = require('cluster')
if (cluster.isPrimary) {
  cluster.fork({PORT: 0})
  cluster.on('message', (worker, [text, port]) =>
    worker.id === 1 ? cluster.fork({PORT: port}) : console.log(text))
} else {
  const server = require('net').createServer()
  server.on('error', error => process.send([error.code]))
  server.listen({host: '127.0.0.1', port: Number(process.env.PORT), exclusive: true},
                () => process.send(['ok', server.address().port]))
})");
  CLAIM(output_of(program), "EADDRINUSE");
}
