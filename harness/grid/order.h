// The order in which cells are scanned. It must not matter, and scanning in another order shows that.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace grid {

struct Order {
  enum class Kind { forward, reverse, shuffled };
  Kind kind = Kind::forward;
  std::uint64_t seed = 0;

  void apply(std::vector<std::uint32_t>& indices) const;
};

// `forward`, `reverse`, `shuffled:SEED`.
std::optional<Order> order_named(const std::string& text);

}  // namespace grid
