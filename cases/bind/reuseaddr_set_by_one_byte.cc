/*---
claim = "SO_REUSEADDR can be set by a value of one byte."
question = "Does setsockopt() take SO_REUSEADDR as a single byte?"
says = [{doc = "beej-bgnet", at = "bind(): comment in the code: on Solaris the option takes a char", on = ["sunos"]}]
disputed_by = [{doc = "linux-sock-c", at = "sock_setsockopt: optlen < sizeof(int)", on = ["linux"], predicts = "EINVAL"}]
catalogue = ["bj-one-byte"]
tags = ["tcp", "udp", "bind", "errno", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Socket socket = make_socket("socket");
  CLAIM(socket.set_bytes(reuseaddr, bytes_of(std::uint8_t{1})), succeeds());
}
