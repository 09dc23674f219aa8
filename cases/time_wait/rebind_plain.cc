/*---
claim = "A port in TIME_WAIT keeps a new server without any option from binding."
question = "Can a port in TIME_WAIT be bound without any option?"
says = [
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue"},
  {doc = "linux-ip-7", at = "DESCRIPTION: unavailable for some time after closing", on = ["linux"]},
  {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: without SO_REUSEADDR a bind to an address in TIME_WAIT fails until that state is over"},
  {doc = "kerrisk-tlpi-61", at = "p. 1280: both a child's connection and TIME_WAIT keep a new listening socket from the port, by default"},
  {doc = "beej-bgnet", at = "bind(): a server that is run again may find its port taken by what is left of a connection"},
  {doc = "java-net", at = "ServerSocket.setReuseAddress: a connection in TIME_WAIT may keep a socket from a well-known port"},
  {doc = "glib-socket-bind", at = "allow_reuse, TCP: without SO_REUSEADDR a server that is stopped and started at once may find its address in use"},
  {doc = "haproxy-manual", at = "management: introduction: sockets in TIME_WAIT and SYN_RECV are not the program's, but can keep it from a port"},
  {doc = "devopsdaily-reuse-2025", at = "SO_REUSEADDR: without it the second run fails with error 98"}
]
disputed_by = [
  {doc = "netbsd-in-pcb", at = "inpcb_bind_port: accepted sockets are not found by inpcb_lookup_port", on = ["netbsd"], predicts = "ok"},
  {doc = "haiku-endpoint-manager", at = "_BindToAddress: closing local connection, snooze and retry", on = ["haiku"], predicts = "ok"},
  {doc = "python-socket", at = "create_server: comment in the source: on Windows it does not: bind succeeds there over TIME_WAIT without it", on = ["winsock"], predicts = "ok"},
  {doc = "go-net", at = "setDefaultListenerSockopts, Windows: on Windows it sets nothing: recently used addresses are free there anyway", on = ["winsock"], predicts = "ok"}
]
catalogue = ["ar-7", "tw-blocks-plain-bind", "hk-local-tw", "so-tw-plain", "tl-two-cases", "bj-rerun",
             "py-create-windows", "go-listen-windows", "jv-tw", "gl-tcp", "ha-tw-keeps", "dd-98"]
tags = ["tcp", "time-wait", "restart"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait();

  Socket again = tcp("restarted server");
  CLAIM(again.bind(address), fails_with("EADDRINUSE"));
}
