/*---
claim = "SO_REUSEPORT on both sockets lets two processes bind the same address and port."
question = "Can two processes bind the same TCP port with SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "first sentence"},
        {doc = "linux-socket-7", at = "SO_REUSEPORT", on = ["linux"]},
        {doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT", on = ["freebsd"]},
        {doc = "macos-getsockopt-2", at = "SO_REUSEPORT", on = ["darwin"]},
        {doc = "openbsd-getsockopt-2", at = "SO_REUSEPORT", on = ["openbsd"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: with SO_REUSEPORT on all of them any number of sockets bind exactly the same address and port"},
        {doc = "stackoverflow-14388707", at = "FreeBSD/OpenBSD/NetBSD; macOS: FreeBSD, OpenBSD, NetBSD and macOS have the same options and behave as the BSD of the table does", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stackoverflow-14388707", at = "Linux >= 3.9: SO_REUSEPORT works exactly as in BSD", on = ["linux"]},
        {doc = "lwn-542629", at = "last paragraph: the option is there in similar form on the BSDs", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "stevens-unp-1", at = "SO_REUSEPORT: exactly equal bindings only where each socket set SO_REUSEPORT"},
        {doc = "systemd-socket-5", at = "ReusePort=: SO_REUSEPORT lets several sockets bind one TCP or UDP port"},
        {doc = "haproxy-manual", at = "management: reloading: most BSDs have had this for ever", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "unix-socket-faq", at = "4.11: SO_REUSEPORT lets several processes bind one address, provided all set it"}]
disputed_by = [{doc = "hpux-getsockopt-2", at = "SO_REUSEPORT: for SOCK_DGRAM", on = ["hpux"], predicts = "EADDRINUSE"},
               {doc = "nonstop-setsockopt-2", at = "SO_REUSEPORT: valid only for UDP ports", on = ["nonstop"], predicts = "EADDRINUSE"}]
catalogue = ["ar-2", "so-rp-any-number", "so-bsds-alike", "so-l39-as-bsd", "lwn-bsd", "st-rp-each",
             "sd-reuseport", "ha-bsd-forever", "fq-rp-all"]
needs = ["two-processes"]
tags = ["tcp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process elsewhere = another_process("second process");
  Socket first = tcp("first");
  GIVEN(first.set(reuseport));
  GIVEN(first.bind(loopback()));

  Socket second = tcp(elsewhere, "second");
  GIVEN(second.set(reuseport));
  CLAIM(second.bind(first.local()), succeeds());
}
