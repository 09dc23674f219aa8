/*---
claim = "In a cluster of Node.js workers share a datagram socket's port, unless they bind with exclusive."
question = "Does exclusive keep the workers of a Node.js cluster from sharing a UDP port?"
says = [{doc = "node-dgram", at = "socket.bind(options): exclusive: the handle is not shared, and an attempt to share the port is an error"}]
catalogue = ["dg-exclusive"]
needs = ["runtime"]
tags = ["udp", "sharing", "errno"]
slow = 10
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(const cluster = require('cluster')
const socket = require('dgram').createSocket('udp4')
if (cluster.isPrimary) {
  const answers = []
  const start = (exclusive, port) => cluster.fork({EXCLUSIVE: exclusive, PORT: port})
  socket.bind(0, '127.0.0.1', () => {
    const {port} = socket.address()
    socket.close(() => start('', port))
    cluster.on('message', (worker, text) => {
      if (answers.push(text) === 3) console.log(answers.join(', '))
      else start(answers.length === 2 ? 'yes' : '', port)
    })
  })
} else {
  socket.on('error', error => process.send(error.code))
  socket.bind({address: '127.0.0.1', port: Number(process.env.PORT), exclusive: !!process.env.EXCLUSIVE},
              () => process.send('ok'))
})");
  CLAIM(output_of(program), "ok, ok, EADDRINUSE");
}
