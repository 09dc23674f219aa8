/*---
claim = "In a cluster of Node.js all workers that listen on port 0 get one port."
question = "Do the workers of a Node.js cluster that listen on port 0 share one port?"
says = [{doc = "node-net", at = "cluster: server.listen(0): each worker gets the same random port"}]
catalogue = ["nd-cluster-zero"]
needs = ["runtime"]
tags = ["tcp", "ports", "ephemeral", "sharing"]
slow = 10
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(const cluster = require('cluster')
const ports = []
if (cluster.isPrimary) {
  for (let i = 0; i < 4; i++) cluster.fork()
  cluster.on('listening', (worker, address) => {
    if (ports.push(address.port) < 4) return
    console.log(new Set(ports).size === 1 ? 'same port' : 'different ports')
  })
} else require('net').createServer().listen(0, '127.0.0.1'))");
  CLAIM(output_of(program), "same port");
}
