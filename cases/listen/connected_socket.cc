/*---
claim = "A connected socket cannot listen."
question = "Can a connected socket listen?"
says = [{doc = "linux-af-inet", at = "inet_listen: EINVAL unless SS_UNCONNECTED", on = ["linux"]},
        {doc = "freebsd-listen-2", at = "EINVAL", on = ["freebsd"]},
        {doc = "posix-2017-listen", at = "ERRORS EINVAL: already connected"}]
catalogue = ["listen-on-connected"]
tags = ["tcp", "listen"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  CLAIM(connection.client.listen(), fails_with("EINVAL"));
}
