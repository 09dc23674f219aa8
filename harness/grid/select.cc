#include "grid/select.h"

#include <algorithm>
#include <array>

namespace grid {
namespace {

constexpr std::size_t kKeys = kKeyNames.size();

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

bool fits(const char* pattern, const char* text) {
  if (*pattern == '\0') return *text == '\0';
  if (*pattern == '*') return fits(pattern + 1, text) || (*text != '\0' && fits(pattern, text + 1));
  return *text != '\0' && (*pattern == '?' || *pattern == *text) && fits(pattern + 1, text + 1);
}

std::optional<std::size_t> key_named(const std::string& name) {
  const auto* place = std::find(kKeyNames.begin(), kKeyNames.end(), name);
  if (place == kKeyNames.end()) return std::nullopt;
  return static_cast<std::size_t>(place - kKeyNames.begin());
}

std::string all_keys() {
  std::string text;
  for (const auto& name : kKeyNames) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

// A line of a CSV as the values that name its cell; the columns of answers are left out.
std::string name_of_csv_line(const std::string& line) {
  const auto columns = split(std::string(kCsvHeader), ',');
  const auto values = split(line, ',');
  if (values.size() != columns.size()) return line;
  std::string text;
  for (const auto& key : kKeyNames) {
    const auto column = std::find(columns.begin(), columns.end(), key) - columns.begin();
    text.append(text.empty() ? "" : "/").append(values[static_cast<std::size_t>(column)]);
  }
  return text;
}

std::size_t common_fields(const KeyValues& cell, const std::vector<std::string>& wanted) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kKeys && i < wanted.size(); ++i) count += cell[i] == wanted[i] ? 1 : 0;
  return count;
}

std::string nearest_name(const Plan& plan, const std::string& text) {
  const auto wanted = split(text, '/');
  const Cell* best = nullptr;
  std::size_t most = 0;
  for (const Cell& cell : plan.cells) {
    const std::size_t count = common_fields(key_values(cell), wanted);
    if (count <= most) continue;
    most = count;
    best = &cell;
  }
  return best == nullptr ? std::string() : cell_name(*best);
}

std::optional<Cell> first_match(const Plan& plan, const Selection& selection) {
  for (const Cell& cell : plan.cells)
    if (selection.matches(cell)) return cell;
  return std::nullopt;
}

std::optional<Cell> cell_called(const Plan& plan, const std::string& name) {
  for (const Cell& cell : plan.cells)
    if (cell_name(cell) == name) return cell;
  return std::nullopt;
}

}  // namespace

void Selection::add_patterns(const std::string& list) {
  for (const std::string& pattern : split(list, ',')) patterns_.push_back(pattern);
}

std::string Selection::add_fields(const std::string& list) {
  for (const std::string& field : split(list, ',')) {
    const std::size_t equals = field.find('=');
    const auto key = key_named(field.substr(0, equals));
    if (!key || equals == std::string::npos)
      return "\"" + field + "\" is not FIELD=VALUE with one of the fields " + all_keys();
    for (const std::string& value : split(field.substr(equals + 1), '|')) fields_[*key].insert(value);
  }
  return {};
}

bool Selection::matches(const Cell& cell) const {
  if (fields_.empty() && patterns_.empty()) return true;
  const KeyValues values = key_values(cell);
  for (const auto& [key, wanted] : fields_)
    if (wanted.count(std::string(values[key])) == 0) return false;
  if (patterns_.empty()) return true;
  const std::string name = cell_name(cell);
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&name](const std::string& pattern) { return fits(pattern.c_str(), name.c_str()); });
}

std::optional<Cell> find_cell(const Plan& plan, const std::string& text, std::string& nearest) {
  if (text.find('=') != std::string::npos) {
    Selection selection;
    nearest = selection.add_fields(text);
    return nearest.empty() ? first_match(plan, selection) : std::nullopt;
  }
  const std::string name = name_of_csv_line(text);
  auto cell = cell_called(plan, name);
  if (!cell) nearest = nearest_name(plan, name);
  return cell;
}

std::string unknown_values(const Plan& plan, const std::string& list) {
  for (const std::string& field : split(list, ',')) {
    const std::size_t equals = field.find('=');
    const auto key = key_named(field.substr(0, equals));
    if (!key || equals == std::string::npos) continue;
    std::set<std::string> known;
    for (const Cell& cell : plan.cells) known.emplace(key_values(cell)[*key]);
    for (const std::string& value : split(field.substr(equals + 1), '|')) {
      if (known.count(value) != 0) continue;
      std::string text = "no cell has " + std::string(kKeyNames[*key]) + "=" + value + "; the values are";
      for (const std::string& other : known) text.append(" ").append(other);
      return text;
    }
  }
  return {};
}

}  // namespace grid
