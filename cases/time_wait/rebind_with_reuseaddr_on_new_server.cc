/*---
claim = """SO_REUSEADDR on the restarted server is enough to bind at once over TIME_WAIT; the old server had
           set nothing."""
question = "Can a server with SO_REUSEADDR restart over TIME_WAIT if the old one had not set it?"
says = [
  {doc = "python-list-2009", at = "Smith: using SO_REUSEADDR is pretty safe"},
  {doc = "freebsd-in-pcb", at = "in_pcbbind_setup: the options of the newcomer", on = ["freebsd"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, last paragraph; Other Systems, last paragraph (most systems): the same over TIME_WAIT: the old socket needs no flag"},
  {doc = "stackoverflow-14388707", at = "FreeBSD/OpenBSD/NetBSD; macOS: FreeBSD, OpenBSD, NetBSD and macOS have the same options and behave as the BSD of the table does", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
  {doc = "beej-bgnet", at = "bind(): adding the option to the program is enough: the first run had not set it"},
  {doc = "python-socket", at = "Example: note: setting it in the run that failed is enough: the run before had not set it"},
  {doc = "java-net", at = "ServerSocket.setReuseAddress: enabling SO_REUSEADDR before bind lets it bind although an earlier connection is in TIME_WAIT"}
]
disputed_by = [{doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"], predicts = "EADDRINUSE"}]
catalogue = ["py-2", "tw-rebind-needs-flag-on-old-socket", "so-newcomer-only-tw", "so-bsds-alike",
             "bj-fix-added", "py-reuse-added", "jv-tw-ra"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), succeeds());
}
