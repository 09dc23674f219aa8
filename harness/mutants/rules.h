// The rules of a socket system that a mutant changes: for each a field here, which says in its first value what Linux
// does. rules.cc is the table of mutants.
#pragma once
#include <cstdint>

namespace mutant {

// Of the two sockets that want one port, whose flag it takes for an option to let the newcomer in.
enum class OptionRequired : std::uint8_t { both, newcomer, either, nobody };

// Which of several sockets that serve one address receives.
enum class Pick : std::uint8_t { system, first, last, spread };

// Whether a closed connection in TIME_WAIT keeps others from its port.
enum class TimeWait : std::uint8_t { like_a_socket, blocks_nobody, blocks_everybody };

// Whether a wildcard address and a specific one are the same address to the conflict check.
enum class Wildcards : std::uint8_t { meet_all, meet_none, meet_unless_reuseaddr };

enum class Users : std::uint8_t { reuseport_stays_with_user, nobody_asks, all_sharing_stays_with_user };

enum class OptionFate : std::uint8_t { kept, ignored, refused };

struct OptionRule {
  int level = 0;
  int number = 0;
  OptionFate fate = OptionFate::kept;
  int error = 0;  // of a refused one
};

// One answer of a call replaced by another. `given` 0: whenever the call works.
struct ErrorRule {
  const char* call = nullptr;
  int given = 0;
  int told = 0;
};

// Whatever a case writes to a setting, this is what the system gets.
struct PinnedSetting {
  const char* name = nullptr;  // of the file below /proc/sys
  const char* value = nullptr;
};

// How ports are chosen for sockets that ask for none.
enum class Choice : std::uint8_t { as_set, lowest_free, highest_free, from_49152 };

enum class TimeWaitRows : std::uint8_t { listed, left_out, fabricated_for_every_end };

// Which bytes of a peer's segments a program reads, if two have the same place in the stream.
enum class Bytes : std::uint8_t { as_numbered, oldest, newest };

struct Rules {
  // -- which sockets conflict at bind() and listen()
  OptionRequired reuseaddr = OptionRequired::both;
  OptionRequired reuseport = OptionRequired::both;
  bool reuseaddr_passes_listeners = false;  // SO_REUSEADDR lets in beside a listener, and a second one listen
  bool bound_sockets_are_shared =
      false;  // a live socket that does not listen keeps nobody out who sets an option
  bool live_sockets_stop_reuseaddr =
      false;  // SO_REUSEADDR helps against leftovers and between different addresses only
  bool mixed_options_share =
      false;  // SO_REUSEADDR on one and SO_REUSEPORT on the other are as good as one on both
  bool plain_sockets_share = false;     // what no option keeps apart is let in, too
  bool flags_count_as_at_bind = false;  // an option set on a bound socket changes nothing
  bool listen_checks = true;
  bool listen_needs_reuseport_alone = true;
  TimeWait time_wait = TimeWait::like_a_socket;
  double time_wait_seconds = 0;  // how long it lasts; 0: as long as Linux's
  Wildcards wildcards = Wildcards::meet_all;
  Users users = Users::reuseport_stays_with_user;
  bool mapped_meets_ipv4 = true;
  bool dual_stack_meets_ipv4 = true;
  bool ipv6_only_meets_ipv4 = false;
  bool ipv6_conflicts = true;
  bool devices_part = true;    // sockets of two devices share a port
  bool addresses_part = true;  // sockets of two addresses share a port
  bool protocols_part = true;  // TCP and UDP have ports of their own
  bool families_part = true;   // IPv4 and IPv6-only sockets share a port
  bool families_part_listening = true;
  bool connections_hold_port = true;          // an accepted or connected socket keeps others from its port
  bool connections_always_hold_port = false;  // … whatever options are set

  // -- who receives
  Pick pick = Pick::system;
  bool wildcard_beats_specific = false;
  bool datagram_sockets_connect = true;        // connect() keeps away what others send
  bool datagram_tuples_are_unique = false;     // two sockets with both addresses alike: the second is refused
  bool earlier_of_equal_tuples_hears = false;  // and not the later one
  bool multicast_reaches_all = true;           // members of a group; otherwise the first alone
  bool broadcast_reaches_all = true;  // otherwise the socket that datagrams to the loopback address reach

  // -- options
  OptionRule options[4];
  bool reuse_options_swapped = false;
  bool accepted_inherit_reuse = true;
  bool accepted_tell_own_address = true;  // and not the wildcard of their listener
  bool peers_told_mapped = true;          // IPv4 clients of an IPv6 socket
  bool local_sockets_take_reuseport = false;
  int default_linger = -1;  // seconds; -1: none
  bool v6only_by_default = false;
  bool devices_need_root = false;

  // -- ports
  bool ports_handed_out_twice = false;
  int listeners_before_that = 0;  // so many sockets listen before it begins
  bool reserved_ports_are_open = false;
  int first_unreserved_port = 0;  // 0: as the system's setting says
  bool listen_chooses_port = true;
  Choice choice = Choice::as_set;            // of automatic ports
  bool choice_is_for_bind_alone = false;     // to a specific address; connect() and its kind choose elsewhere
  bool choice_is_for_all_addresses = false;  // bind() is given no port that a socket has at another address
  bool local_port_range_stands_alone = false;  // of a socket: whatever the stack's range is
  bool reserved_list_is_for_choice = true;  // net.ipv4.ip_local_reserved_ports keeps no explicit bind() away
  int restricted_port = 0;                  // which nobody may bind
  int lowest_of_bindresvport = 0;           // 0: as the library has it
  bool other_loopback_addresses = true;     // 127.0.0.2 and on
  bool local_names_end_with_socket = true;  // AF_UNIX
  bool local_files_hold_path = true;        // a file that is there keeps a local socket from its path
  int no_port_left = 0;                     // the error of bind() then; 0: EADDRINUSE

  // -- connecting
  bool connect_needs_port_alone = false;  // no other connection of the port, wherever it leads
  bool connects_to_itself = true;
  bool connects_over_old_end = true;  // of the peer, which waits to be closed
  bool disconnects = true;
  bool disconnect_keeps_address = true;  // the one that bind() named
  bool disconnected_hear = true;         // what is sent to the address that they have
  bool listens_after_disconnect = true;  // shutdown() of a listener, a refused connect()
  bool listens_after_any_refusal = false;
  bool connect_over_time_wait = false;
  int time_wait_refuses_clients =
      0;                           // connections that are over from which on a listener takes none; 0: never
  int connect_into_time_wait = 0;  // the error of it; 0: as Linux does
  bool second_bind_works = false;
  bool second_listen_counts = true;  // listen() on a listener changes its backlog
  bool all_accept = true;            // of several processes that wait in accept()
  bool freebind_listeners_hear = true;
  int second_listen = 0;  // the error of it; 0: it works
  int backlog = -1;       // whatever listen() is told

  // -- ending
  bool close_resets = false;
  bool exec_closes_descriptors = true;  // those marked so
  bool probes_by_default = false;       // every second, where the program sets nothing
  bool close_says_nothing = false;
  bool close_of_one_ends_all = false;
  bool inherited_port_stays_taken = false;  // of a listener that its first owner closes before a child does
  bool joining_ends_half_open = false;      // connections at the other listeners of a group
  bool half_open_migrate = false;           // to another listener of the group, whatever the setting says
  bool unread_data_resets = true;
  bool listener_port_stays_taken = false;
  bool pending_connections_get_fin = false;
  bool exit_lingers = false;
  bool orphans_stay = false;
  bool half_closed_are_orphans = false;
  bool short_fin_wait_2 = false;  // a second
  bool shutdown_works = true;
  bool shutdown_of_reading_sends_fin = false;
  bool shutdown_of_reading_ends_reading = false;
  bool shutdown_of_listener_works = true;
  bool peer_of_reset_reads_eof = false;

  // -- single segments, between the stack and a peer that the case plays
  bool stack_answers_what_does_not_fit = true;
  bool stack_sends_resets = true;
  bool stack_hears_resets = true;
  bool stack_hears_after_fin = true;  // data of the peer
  bool ports_connect_again = true;    // a second connection between the same two ports
  bool numbers_go_on = true;          // its sequence numbers begin just above those of the first
  Bytes bytes_that_win = Bytes::as_numbered;

  // -- what is told
  TimeWaitRows time_wait_rows = TimeWaitRows::listed;
  bool closing_states_listed = true;
  bool sockets_tell_their_state = true;
  bool settings_can_be_changed = true;
  bool settings_are_told = true;
  bool private_stacks_tell_all_settings = false;
  PinnedSetting pinned;
  ErrorRule errors[8];

  // -- the world
  bool has_ipv6 = true;
  bool opens_ipv6 = true;
  bool ipv6_addresses_are_there = true;
  bool carries_bytes = true;
  bool carries_datagrams = true;
  double clock_rate = 1;
  int value_of_reuseaddr = 1;  // what getsockopt() tells of SO_REUSEADDR where it is set
  int value_of_unset_reuseaddr = 0;

  bool for_programs_alone = false;  // that a case starts: for the case itself the system is unchanged

  // Whether anything of the first block differs from Linux: only then is there a model of it (conflict.h).
  bool models_conflicts = false;
};

struct Mutant {
  const char* name;
  const char* description;
  void (*change)(Rules&);
};

// Reads ADDRINUSE_MUTANT. Ends the process with a message when it names no mutant: an unchanged system is never taken
// for a changed one.
void choose_mutant();

const Rules& rules();
const char* name_of_mutant();

}  // namespace mutant
