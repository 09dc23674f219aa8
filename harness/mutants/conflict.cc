#include "mutants/conflict.h"

#include "mutants/rules.h"
#include "mutants/states.h"

namespace mutant {
namespace {

struct Flags {
  bool reuseaddr;
  bool reuseport;
};

bool asks(OptionRequired whose, bool old, bool newcomer) {
  switch (whose) {
    case OptionRequired::newcomer:
      return newcomer;
    case OptionRequired::either:
      return old || newcomer;
    case OptionRequired::nobody:
      return false;
    case OptionRequired::both:
      break;
  }
  return old && newcomer;
}

bool covers_ipv4(const TrackedSocket& sock) {
  if (sock.family == AF_INET) return true;
  if (sock.v6only && sock.local.is_wildcard && rules().ipv6_only_meets_ipv4) return true;
  if (!sock.local.covers_ipv4) return false;
  return sock.local.is_wildcard ? rules().dual_stack_meets_ipv4 : rules().mapped_meets_ipv4;
}

// Mapped addresses that are forgotten to be IPv4 are still the same as each other.
bool covers_ipv6(const TrackedSocket& sock) {
  return sock.local.covers_ipv6 || (sock.family == AF_INET6 && !rules().mapped_meets_ipv4);
}

bool same_wildness(const TrackedSocket& a, const TrackedSocket& b) {
  return a.local.is_wildcard == b.local.is_wildcard;
}

bool addresses_meet(const TrackedSocket& old, const TrackedSocket& newcomer) {
  const bool families_meet = (covers_ipv4(old) && covers_ipv4(newcomer)) ||
                             (covers_ipv6(old) && covers_ipv6(newcomer)) || !rules().families_part;
  if (!families_meet) {
    return !rules().families_part_listening && newcomer.has_own_port && old.local.is_wildcard &&
           newcomer.local.is_wildcard;
  }
  if (!rules().addresses_part || !rules().families_part) return true;
  if (old.local.is_wildcard || newcomer.local.is_wildcard) {
    if (same_wildness(old, newcomer)) return true;
    // A wildcard of one family says nothing about a specific address of the other.
    const TrackedSocket& specific = old.local.is_wildcard ? newcomer : old;
    const TrackedSocket& wildcard = old.local.is_wildcard ? old : newcomer;
    if (specific.local.covers_ipv4 ? !covers_ipv4(wildcard) && rules().mapped_meets_ipv4
                                   : !covers_ipv6(wildcard))
      return false;
    switch (rules().wildcards) {
      case Wildcards::meet_none:
        return false;
      case Wildcards::meet_unless_reuseaddr:
        return !newcomer.reuseaddr;
      case Wildcards::meet_all:
        break;
    }
    return true;
  }
  return same_ip(old.local, newcomer.local);
}

bool meets(const TrackedSocket& old, const TrackedSocket& newcomer) {
  if (old.is_udp != newcomer.is_udp && rules().protocols_part) return false;
  if (old.local.port == 0 || old.local.port != newcomer.local.port) return false;
  if (rules().devices_part && old.device != 0 && newcomer.device != 0 && old.device != newcomer.device)
    return false;
  if (!rules().ipv6_conflicts && newcomer.family == AF_INET6 && !newcomer.local.covers_ipv4) return false;
  return addresses_meet(old, newcomer);
}

// What of a socket is still there for a newcomer to meet.
enum class Presence { gone, open, closed_connection, time_wait };

Presence presence_of(TrackedSocket* old) {
  if (is_open(old)) {
    if (old->is_udp || old->has_own_port || !old->is_connection) return Presence::open;
    return state_between(old->local, old->remote) == kNoState ? Presence::gone : Presence::open;
  }
  if (!old->used || old->is_udp) return Presence::gone;
  const State state = state_between(old->local, old->remote);
  if (state == kNoState && rules().time_wait_rows == TimeWaitRows::fabricated_for_every_end)
    return Presence::time_wait;
  if (state == kNoState) return Presence::gone;
  if (state != kTimeWait) return Presence::closed_connection;
  return is_in_time_wait(*old) ? Presence::time_wait : Presence::gone;
}

Flags flags_of(const TrackedSocket& sock) {
  if (rules().flags_count_as_at_bind && sock.has_own_port)
    return {sock.reuseaddr_at_bind, sock.reuseport_at_bind};
  // Linux keeps of a TCP port whether all of its sockets had SO_REUSEPORT when they were bound (inet_bind_bucket,
  // fastreuseport); clearing it later changes nothing.
  const bool had_reuseport = !sock.is_udp && sock.reuseport_at_bind;
  return {sock.reuseaddr, sock.reuseport || had_reuseport};
}

bool reuseaddr_helps(const TrackedSocket& old, const TrackedSocket& newcomer, Presence presence) {
  if (rules().live_sockets_stop_reuseaddr && presence == Presence::open && same_wildness(old, newcomer))
    return false;
  return !old.listens || old.is_udp || rules().reuseaddr_passes_listeners;
}

bool keeps_out(TrackedSocket* old, const TrackedSocket& newcomer) {
  const Presence presence = presence_of(old);
  if (presence == Presence::gone) return false;
  if (presence == Presence::time_wait && rules().time_wait != TimeWait::like_a_socket)
    return rules().time_wait == TimeWait::blocks_everybody;
  if (presence == Presence::open && old->is_connection && !old->has_own_port && !old->is_udp) {
    if (rules().connections_always_hold_port) return true;
    if (!rules().connections_hold_port) return false;
  }

  if (rules().plain_sockets_share &&
      (old->listens || old->local.is_wildcard || newcomer.local.is_wildcard || old->user != newcomer.user))
    return false;

  const Flags its = flags_of(*old);
  const Flags own = flags_of(newcomer);
  if (presence == Presence::open && rules().bound_sockets_are_shared && !old->listens &&
      (own.reuseaddr || own.reuseport))
    return false;
  const bool same_user = old->user == newcomer.user || presence == Presence::time_wait;
  if (rules().users == Users::all_sharing_stays_with_user && !same_user) return true;
  bool by_reuseaddr = asks(rules().reuseaddr, its.reuseaddr, own.reuseaddr);
  if (rules().mixed_options_share && (its.reuseaddr || its.reuseport) && (own.reuseaddr || own.reuseport))
    by_reuseaddr = true;
  if (by_reuseaddr && reuseaddr_helps(*old, newcomer, presence)) return false;
  const bool by_reuseport = asks(rules().reuseport, its.reuseport, own.reuseport);
  const bool joins_groups = !newcomer.brings_program || newcomer.has_own_port;
  return !(by_reuseport && joins_groups && (same_user || rules().users == Users::nobody_asks));
}

bool is_refused_by(Table* table, const TrackedSocket& newcomer) {
  look_at_states_anew();
  return has_socket(table, [&newcomer](TrackedSocket& old) {
    return &old != &newcomer && meets(old, newcomer) && keeps_out(&old, newcomer);
  });
}

}  // namespace

bool is_refused(Table* table, const TrackedSocket& newcomer) { return is_refused_by(table, newcomer); }

bool is_refused_listening(Table* table, const TrackedSocket& newcomer) {
  return rules().listen_checks && is_refused_by(table, newcomer);
}

bool is_in_time_wait(const TrackedSocket& closed_connection) {
  return rules().time_wait_seconds <= 0 || closed_connection.ended == 0 ||
         seconds() - closed_connection.ended < rules().time_wait_seconds;
}

}  // namespace mutant
