#include "grid/select.h"

#include <gtest/gtest.h>

#include "grid/arguments.h"
#include "probe/core/argument_pointers.h"

namespace grid {
namespace {

Plan small_plan() {
  Plan plan;
  plan.name = "small";
  Cell cell;
  cell.situation = Situation::listening;
  cell.addr1 = Address::any4;
  for (const Address address : {Address::lo4, Address::any6}) {
    cell.addr2 = address;
    plan.cells.push_back(cell);
  }
  return plan;
}

TEST(Selection, TakesCellsWithAllFields) {
  const Plan plan = small_plan();
  Selection selection;
  EXPECT_EQ(selection.add_fields("state=listening|bound,addr2=any6"), "");
  EXPECT_FALSE(selection.matches(plan.cells[0]));
  EXPECT_TRUE(selection.matches(plan.cells[1]));
}

TEST(Selection, NamesTheFieldsIfOneIsUnknown) {
  Selection selection;
  EXPECT_NE(selection.add_fields("adr1=lo4").find("addr1"), std::string::npos);
  EXPECT_NE(selection.add_fields("lo4").find("FIELD=VALUE"), std::string::npos);
}

TEST(Selection, FitsPatterns) {
  const Plan plan = small_plan();
  Selection selection;
  selection.add_patterns("udp/*,tcp/*/lo?/*");
  EXPECT_TRUE(selection.matches(plan.cells[0]));
  EXPECT_FALSE(selection.matches(plan.cells[1]));
}

TEST(Selection, UnknownValueNamesTheKnown) {
  EXPECT_EQ(unknown_values(small_plan(), "addr2=lo5"), "no cell has addr2=lo5; the values are any6 lo4");
  EXPECT_EQ(unknown_values(small_plan(), "addr2=lo4"), "");
}

TEST(FindCell, TakesNameLineAndFields) {
  const Plan plan = small_plan();
  std::string line;
  append_csv_line(line, plan.cells[1], {});
  line.pop_back();
  for (const std::string& text : {cell_name(plan.cells[1]), line, std::string("addr2=any6")}) {
    std::string nearest;
    const auto cell = find_cell(plan, text, nearest);
    ASSERT_TRUE(cell) << text;
    EXPECT_EQ(cell->addr2, Address::any6) << text;
  }
}

TEST(FindCell, NamesTheNearest) {
  const Plan plan = small_plan();
  std::string nearest;
  EXPECT_FALSE(find_cell(plan, "tcp/listening/any4/none/any7/none/same", nearest));
  EXPECT_EQ(nearest, cell_name(plan.cells[0]));
}

Arguments parsed(std::vector<std::string> words) {
  words.insert(words.begin(), "addrinuse-grid");
  return parse_arguments(static_cast<int>(words.size()), probe::argument_pointers(words).data());
}

TEST(Arguments, AreTaken) {
  const Arguments arguments = parsed({"--plan", "full", "--jobs=2", "--users", "0"});
  EXPECT_EQ(arguments.error, "");
  EXPECT_EQ(arguments.plan, "full");
  EXPECT_EQ(arguments.jobs, 2U);
  EXPECT_FALSE(arguments.users);
}

TEST(Arguments, SayWhatIsWrong) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"--nonsense"},
                                                                 {"--plan", "half"},
                                                                 {"--plan"},
                                                                 {"--jobs", "0"},
                                                                 {"--jobs", "2x"},
                                                                 {"--users", "3"},
                                                                 {"--order", "sideways"},
                                                                 {"--replay", ""},
                                                                 {"--select", "adr=lo4"}})
    EXPECT_NE(parsed(words).error, "") << words[0];
}

}  // namespace
}  // namespace grid
