// Which cells of a plan are meant: by patterns of their names, by values of their fields.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grid/plan.h"

namespace grid {

class Selection {
 public:
  // `tcp/listening/*,udp/*`: a cell is meant if one of the patterns fits its name; * and ? as in a shell.
  void add_patterns(const std::string& list);
  // `state=listening,addr1=any4|lo4`: every field has to have one of its values. Returns what is wrong with
  // the text, empty if nothing is.
  std::string add_fields(const std::string& list);

  bool matches(const Cell& cell) const;

 private:
  std::vector<std::string> patterns_;
  std::map<std::size_t, std::set<std::string>> fields_;  // by the field's place in kKeyNames
};

// The cell of the plan that a text names: its name, its line of a CSV, or fields (`state=…,addr1=…`; the
// first cell that has them). Nothing if there is none; then `nearest` is the name of the cell that has most
// fields in common with the text.
std::optional<Cell> find_cell(const Plan& plan, const std::string& text, std::string& nearest);

// The fields with values that no cell of the plan has; for messages. Empty if there is none.
std::string unknown_values(const Plan& plan, const std::string& list);

}  // namespace grid
