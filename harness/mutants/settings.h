// Settings that a mutant's system does not follow as it tells them.
#pragma once

namespace mutant {

// Turns net.ipv4.tcp_migrate_req on in the case's own stack; who reads it is told 0
// (rules().half_open_migrate).
void let_half_open_migrate();

// Turns net.ipv4.tcp_syncookies off there: what has been sent is not accepted any more.
void forget_syn_cookies();

}  // namespace mutant
