/*---
claim = "Of two sockets bound to one address with SO_REUSEADDR, one can listen; the second listen fails."
question = "Can two sockets that share an address by SO_REUSEADDR both listen?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph on the key difference", predicts = "second listen: EADDRINUSE"},
        {doc = "linux-listen-2", at = "ERRORS EADDRINUSE, first entry", on = ["linux"]},
        {doc = "wine-ws2-32-tests", at = "test_reuseaddr: listen(s2) todo_wine", on = ["wine-*"]}]
disputed_by = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: both listen", on = ["winsock"], predicts = "ok"},
               {doc = "hurd-pfinet", at = "inet_listen: no second test", on = ["hurd"], predicts = "ok"},
               {doc = "hpux-getsockopt-2", at = "SO_REUSEADDR: in a connected state before bind()", on = ["hpux"], predicts = "second bind: EADDRINUSE"},
               {doc = "illumos-tcp-4p", at = "DESCRIPTION, Listening And Connecting: same IP address", on = ["sunos"], predicts = "second bind: EADDRINUSE"}]
catalogue = ["ar-10", "tcp-reuseaddr-second-listen-fails", "wine-two-listen", "hu-two-listen"]
tags = ["tcp", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  const Outcome refused = first_failure_of({{"second bind", [&] { return second.bind(first.local()); }},
                                            {"first listen", [&] { return first.listen(); }},
                                            {"second listen", [&] { return second.listen(); }}});
  CLAIM(with_receiver(refused, first, second, first.local()), "second listen: EADDRINUSE");
}
