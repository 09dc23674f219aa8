/*---
claim = "A second bind of an address in use fails with error number 98, 'Address already in use'."
question = "Which number and text does the error of a second bind to the same address have?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the first program: Errno 98"},
        {doc = "linux-errno-header", at = "EADDRINUSE", on = ["linux"]},
        {doc = "python-socket", at = "Example: note: that error is number 98"},
        {doc = "devopsdaily-reuse-2025", at = "SO_REUSEADDR: without it the second run fails with error 98"}]
disputed_by = [{doc = "ms-so-exclusiveaddruse", at = "the table: 10048", on = ["winsock"], predicts = "10048"}]
catalogue = ["ar-18", "py-98", "dd-98"]
tags = ["tcp", "bind", "errno"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4) {
  Socket server = listening("server");

  Socket second = tcp("second");
  const int number = second.bind(server.local()).native();
  detail("message", message_of_error(number));
  CLAIM(std::to_string(number), "98");
}
