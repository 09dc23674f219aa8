#include "grid/lane.h"

namespace grid {
namespace {

// Sockets of a UDP crowd that may stand beside other cells: with all that a cell and another scan of the same
// kernel put into a slot, they are not more than ten.
constexpr std::uint8_t kMostInCompany = 3;

// A port could not be had, and no socket came to one.
bool is_without_port(Result result) {
  return result == Result::kEADDRINUSE || result == Result::kEADDRNOTAVAIL;
}

}  // namespace

bool has_same_firsts(const Cell& one, const Cell& other) {
  return one.protocol == other.protocol && one.situation == other.situation && one.role == other.role &&
         one.addr1 == other.addr1 && one.opts1 == other.opts1 && one.when == other.when &&
         one.situation0 == other.situation0 && one.addr0 == other.addr0 && one.opts0 == other.opts0 &&
         one.count == other.count && one.spread == other.spread;
}

bool has_same_second(const Cell& one, const Cell& other) {
  return one.addr2 == other.addr2 && one.opts2 == other.opts2 && one.other_user == other.other_user &&
         one.port == other.port && !is_unbound(one.addr2);
}

std::size_t lane_length(const std::vector<Cell>& cells, const std::uint32_t* order, std::size_t count) {
  std::size_t length = 1;
  while (length < count && has_same_firsts(cells[order[0]], cells[order[length]])) ++length;
  return length;
}

bool has_left_nothing(const Answer& answer) {
  if (answer.bind != Result::not_made) return answer.bind != Result::ok;
  if (answer.listen != Result::not_made) return is_without_port(answer.listen);
  return is_without_port(answer.connect);
}

bool must_be_alone(const Cell& cell) { return cell.protocol == Protocol::udp && cell.count > kMostInCompany; }

}  // namespace grid
