/*---
claim = """A newcomer with SO_REUSEADDR gets a specific address of the port whose wildcard a socket without
           the option is bound to: only the newcomer needs the option."""
question = "Is SO_REUSEADDR on the new socket enough to bind a specific address beside a bound wildcard?"
says = [{doc = "illumos-tcp-4p", at = "DESCRIPTION, Listening And Connecting: unless SO_REUSEADDR is set", on = ["sunos"]},
        {doc = "linux-socket-7", at = "NOTES, last paragraph: only the later program", on = ["freebsd"], predicts = "ok"},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then SO_REUSEADDR, wildcard then specific: Success", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 6: wildcard first, then a specific address, option on the newcomer: accepted", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, text above the table: for wildcard and specific address the order does not matter: always refused without the option", on = ["freebsd", "openbsd", "netbsd", "darwin", "linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, last paragraph: only the flag of the socket that is being bound counts", on = ["freebsd", "openbsd", "netbsd", "darwin", "linux"]},
        {doc = "stackoverflow-14388707", at = "FreeBSD/OpenBSD/NetBSD; macOS: FreeBSD, OpenBSD, NetBSD and macOS have the same options and behave as the BSD of the table does", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-14388707", at = "Linux < 3.9: in everything else SO_REUSEADDR works as in BSD", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "Solaris: SO_REUSEADDR works on Solaris much as in BSD (rows 1 and 6)", on = ["sunos"]}]
disputed_by = [{doc = "linux-socket-7", at = "NOTES, last paragraph: both programs", on = ["linux"], predicts = "EADDRINUSE"},
               {doc = "gvisor-ports", at = "Flags, isAvailable comment: all holders share a flag", on = ["gvisor"], predicts = "EADDRINUSE"},
               {doc = "cygwin-socket-inet", at = "setsockopt SO_REUSEADDR comment: bind sets SO_EXCLUSIVEADDRUSE", on = ["cygwin"], predicts = ["EADDRINUSE", "EACCES"]}]
catalogue = ["x-first-opt", "cyg-none-excl", "il-two-rules", "so-t6", "so-order", "so-newcomer-only",
             "so-bsds-alike", "so-l-else-as-bsd", "so-s-as-bsd"]
tags = ["tcp", "wildcard", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket wildcard = tcp("wildcard");
  GIVEN(wildcard.bind(wildcard_address()));

  Socket specific = tcp("specific");
  GIVEN(specific.set(reuseaddr));
  CLAIM(specific.bind(loopback(wildcard.port())), succeeds());
}
