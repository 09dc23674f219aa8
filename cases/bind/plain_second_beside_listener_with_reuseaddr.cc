/*---
claim = """While a server that set SO_REUSEADDR listens, a second socket without the option cannot bind the
           same address and port."""
question = "Can a socket without options bind the port of a listener that set SO_REUSEADDR?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph after the first program: second attempt without SO_REUSEADDR fails"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, SO_REUSEADDR then Default, same address: INUSE", on = ["winsock"]}]
disputed_by = [{doc = "beej-bgnet", at = "setsockopt(): table: it is the holder's option that lets the others in", predicts = "ok"}]
catalogue = ["ar-3", "bj-others"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("first server", {reuseaddr});

  Socket second = tcp("second server");
  CLAIM(second.bind(server.local()), fails_with("EADDRINUSE"));
}
