#include "runner/selection.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <utility>

namespace runner {
namespace {

constexpr std::size_t kSuggestions = 3;

std::string without_variant(const std::string& id) { return id.substr(0, id.find('[')); }

// Levenshtein's: how many characters to insert, delete or replace.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

// An id of a known case with another variant: that case's ids. Else the names that are spelt alike.
std::string suggestions(const std::vector<std::string>& all, const std::string& wanted) {
  std::set<std::pair<std::size_t, std::string>> nearest;
  const std::string name = without_variant(wanted);
  for (const std::string& id : all) {
    const std::string known = without_variant(id);
    nearest.emplace(edit_distance(known, name), known == name ? id : known);
  }
  std::string text;
  for (auto it = nearest.begin();
       it != nearest.end() && std::distance(nearest.begin(), it) < long{kSuggestions}; ++it)
    text += (text.empty() ? "" : ", ") + it->second;
  return text;
}

}  // namespace

bool is_control(const std::string& id) { return id.rfind("controls/", 0) == 0; }

std::vector<std::string> selected_ids(const std::vector<std::string>& all,
                                      const std::vector<std::string>& wanted) {
  if (wanted.empty()) return all;
  std::map<std::string, std::vector<std::string>> ids_of;  // of an id itself, and of a name
  for (const std::string& id : all) {
    ids_of[id] = {id};
    if (without_variant(id) != id) ids_of[without_variant(id)].push_back(id);
  }
  std::vector<std::string> selected;
  std::set<std::string> seen;
  const auto add = [&](const std::string& id) {
    if (seen.insert(id).second) selected.push_back(id);
  };
  for (const std::string& name : wanted) {
    const auto known = ids_of.find(name);
    if (known == ids_of.end())
      throw std::invalid_argument("no case is called " + name + "; the nearest are " +
                                  suggestions(all, name));
    for (const std::string& id : known->second) add(id);
  }
  for (const std::string& id : all)
    if (is_control(id)) add(id);
  return selected;
}

}  // namespace runner
