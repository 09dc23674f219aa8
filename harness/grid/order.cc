#include "grid/order.h"

#include <algorithm>
#include <charconv>
#include <random>

namespace grid {

// std::shuffle differs between libraries; the same seed has to give the same order everywhere.
void Order::apply(std::vector<std::uint32_t>& indices) const {
  if (kind == Kind::reverse) std::reverse(indices.begin(), indices.end());
  if (kind != Kind::shuffled) return;
  std::mt19937_64 random(seed);
  for (std::size_t i = indices.size(); i > 1; --i)
    std::swap(indices[i - 1], indices[static_cast<std::size_t>(random() % i)]);
}

std::optional<Order> order_named(const std::string& text) {
  if (text == "forward") return Order{};
  if (text == "reverse") return Order{Order::Kind::reverse, 0};
  const std::string prefix = "shuffled:";
  if (text.compare(0, prefix.size(), prefix) != 0) return std::nullopt;
  Order order{Order::Kind::shuffled, 0};
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data() + prefix.size(), end, order.seed);
  if (error != std::errc() || parsed != end) return std::nullopt;
  return order;
}

}  // namespace grid
