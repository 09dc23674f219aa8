/*---
claim = "SO_REUSEADDR lets two processes use the same port at the same time: both listen."
question = "Can two processes listen on the same TCP port with SO_REUSEADDR alone?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, paragraph on security issues: different processes"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "Windows: on Windows SO_REUSEADDR works as both options do in BSD: both sockets bind and listen", on = ["winsock"]},
        {doc = "erlang-inet", at = "change of 2022-11: on Windows SO_REUSEADDR does what both options do on BSD", on = ["winsock"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 2 (retold): TCP never lets two servers bind the same address and port", predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]},
               {doc = "unix-socket-faq", at = "4.11: SO_REUSEADDR does not let two servers bind the same address", predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]}]
catalogue = ["fi-31", "so-w-as-both", "st-tcp-never", "er-windows-both", "fq-one-server"]
needs = ["two-processes"]
tags = ["tcp", "bind", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = listening("first", {reuseaddr});

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  const Outcome refused = first_failure_of(
      {{"bind", [&] { return second.bind(first.local()); }}, {"listen", [&] { return second.listen(); }}});
  CLAIM(with_receiver(refused, first, second, first.local()), succeeds());
}
