// Systems whose groups of sockets take no program.
#include "probe/scenarios/reuseport_group.h"

namespace probe {

Outcome steer_group_to(Socket& member, unsigned /*index*/) { return member.set(attach_reuseport_cbpf); }

}  // namespace probe
