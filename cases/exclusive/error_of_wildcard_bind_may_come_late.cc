/*---
claim = """For a wildcard address the error of a conflict may be delayed until the address is committed: a second plain
           socket is refused when it binds, or only when it listens."""
question = "Is a conflict on the wildcard address reported by bind(), or only by listen()?"
says = [{doc = "ms-winsock-errors", at = "WSAEADDRINUSE: delayed until the specific address is committed", on = ["winsock"], predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 8, option off: wildcard twice, option off: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]},
        {doc = "kind-issue-2975", at = "2975; 471: the same port, protocol and address twice is refused", predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]}]
catalogue = ["win-listen-late", "so-t8-off", "kd-same"]
tags = ["tcp", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = serving("first", {}, wildcard_address());

  Socket second = tcp("second");
  CLAIM(join_outcome(second, first, wildcard_address(first.port())), "listen: EADDRINUSE");
}
