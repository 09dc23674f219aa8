/*---
claim = "SO_REUSEADDR on both sockets lets two processes bind the same address and port; neither listens."
question = "Can two processes bind the same TCP port with SO_REUSEADDR if neither listens?"
says = [{doc = "reuseaddr-reuseport-article", at = "first sentence"},
        {doc = "linux-socket-7", at = "SO_REUSEADDR", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: among sockets that do not listen SO_REUSEADDR on both works like SO_REUSEPORT of the BSDs", on = ["linux"]},
        {doc = "beej-bgnet", at = "setsockopt(): table: SO_REUSEADDR lets other sockets bind the port unless one is listening there"},
        {doc = "boost-asio", at = "socket_base::reuse_address: the option lets a socket be bound to an address that is already in use"}]
disputed_by = [{doc = "illumos-tcp-4p", at = "DESCRIPTION, Listening And Connecting: as long as the two sockets are not", on = ["sunos"], predicts = "EADDRINUSE"},
               {doc = "illumos-tcp-bind", at = "tcp_bindi: refused in BOUND and LISTEN", on = ["sunos"], predicts = "EADDRINUSE"},
               {doc = "hpux-getsockopt-2", at = "SO_REUSEADDR: in a connected state before bind()", on = ["hpux"], predicts = "EADDRINUSE"},
               {doc = "freebsd-in-pcb", at = "in_pcbbind_setup", on = ["freebsd"], predicts = "EADDRINUSE"},
               {doc = "cygwin-socket-inet", at = "setsockopt SO_REUSEADDR comment: complete duplicate", on = ["cygwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 1, option on: same specific address, option on both: refused too", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: before SO_REUSEPORT a BSD had no way to bind two sockets to exactly the same address", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "FreeBSD/OpenBSD/NetBSD; macOS: FreeBSD, OpenBSD, NetBSD and macOS have the same options and behave as the BSD of the table does", on = ["freebsd", "openbsd", "netbsd", "darwin"], predicts = "EADDRINUSE"},
               {doc = "stackoverflow-14388707", at = "Solaris: on Solaris two sockets cannot be bound to exactly the same address and port at all", on = ["sunos"], predicts = "EADDRINUSE"},
               {doc = "stevens-unp-1", at = "SO_REUSEADDR, use 2 (retold): TCP never lets two servers bind the same address and port", predicts = "EADDRINUSE"},
               {doc = "unix-socket-faq", at = "4.5: in every other state: a socket that is bound only", predicts = "EADDRINUSE"}]
catalogue = ["ar-1", "tcp-reuseaddr-two-bound", "il-identical", "cyg-ra-identical", "so-t1-on-both",
             "so-bsd-no-other-way", "so-bsds-alike", "so-l-client-as-rp", "so-s-no-identical",
             "st-tcp-never", "bj-not-listening", "ai-in-use", "fq-other-bound"]
needs = ["two-processes"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback()));

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(first.local()), succeeds());
}
