/*---
claim = "When the queue of a listener is full, a further client is refused."
question = "What happens to a client when the queue of a listener is full?"
says = [{doc = "python-socketserver", at = "request_queue_size: when the queue is full, further clients get an error of the kind 'connection denied'"}]
disputed_by = [{doc = "linux-listen-2", at = "DESCRIPTION, backlog: the request may be ignored so that a later reattempt succeeds", on = ["linux"], predicts = "no answer"}]
catalogue = ["ss-queue-denied"]
tags = ["tcp", "listen", "backlog"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = tcp("listener");
  GIVEN(listener.bind(loopback()));
  GIVEN(listener.listen(1));
  std::vector<Socket> clients;
  Outcome last = succeeds();
  for (int i = 0; i < 40 && last.is_ok(); ++i) {
    clients.push_back(tcp("client"));
    last = clients.back().connect(listener.local(), 1.5);
  }
  CLAIM(last, fails_with("ECONNREFUSED"));
}
