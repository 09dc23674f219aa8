/*---
claim = "SO_REUSEADDR set by the old server and by the restarted one lets it bind at once over TIME_WAIT."
question = "Can a server restart over TIME_WAIT if old and new set SO_REUSEADDR?"
says = [
  {doc = "python-list-2009", at = "Smith: using SO_REUSEADDR is pretty safe"},
  {doc = "linux-socket-7", at = "NOTES, last paragraph: set in both programs", on = ["linux"]},
  {doc = "linux-ip-7", at = "DESCRIPTION: unless SO_REUSEADDR has been set", on = ["linux"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: with SO_REUSEADDR on the newcomer TIME_WAIT is ignored, for exactly the same address and port"},
  {doc = "kerrisk-tlpi-61", at = "p. 1281: SO_REUSEADDR lifts it in both cases"},
  {doc = "python-socket", at = "Example: note: SO_REUSEADDR takes a local socket in TIME_WAIT at once"},
  {doc = "python-asyncio", at = "create_server, reuse_address: it takes a local socket in TIME_WAIT without waiting"},
  {doc = "java-net", at = "ServerSocket.setReuseAddress: enabling SO_REUSEADDR before bind lets it bind although an earlier connection is in TIME_WAIT"},
  {doc = "rust-std-socket2", at = "TcpListener::bind (source): on systems with Berkeley sockets this rebinds without a wait"},
  {doc = "unix-socket-faq", at = "4.5: SO_REUSEADDR takes a port that is busy in TIME_WAIT"},
  {doc = "posix-2017-setsockopt", at = "SO_REUSEADDR: the rules of bind() allow local addresses to be used again, where the protocol supports it"}
]
catalogue = ["py-3", "tw-rebind-needs-flag-on-old-socket", "so-tw-reuseaddr", "tl-reuseaddr", "py-reuse",
             "as-tw", "jv-tw-ra", "rs-std-quick", "fq-tw", "px-reuse"]
tags = ["tcp", "time-wait", "restart", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({reuseaddr});

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(address), succeeds());
}
