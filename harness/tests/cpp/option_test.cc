#include "probe/net/option.h"

#include <gtest/gtest.h>

#include <string>

#include "probe/core/case.h"
#include "probe/net/socket.h"

namespace probe {
namespace {

// Why a case that sets the option ends; nothing where it goes on.
std::string reason_without(const Option& option) {
  Socket socket = make_socket("socket");
  try {
    given(socket.set(option), "the option is set");
  } catch (const CaseAborted& aborted) {
    return (aborted.status() == Status::not_applicable ? "not-applicable: " : "broken: ") +
           std::string(aborted.what());
  }
  return "";
}

TEST(Option, KeepsItsNameWhereThePlatformLacksIt) {
  for (const auto& [option, name] :
       {std::pair{&reuseport_lb, "SO_REUSEPORT_LB"}, std::pair{&exclusiveaddruse, "SO_EXCLUSIVEADDRUSE"},
        std::pair{&exclbind, "SO_EXCLBIND"}, std::pair{&reuseshareuid, "SO_REUSESHAREUID"}}) {
    EXPECT_STREQ(option->name, name);
    if (!option->is_supported) {
      EXPECT_EQ(reason_without(*option), std::string("not-applicable: ") + name + " is unsupported");
    }
  }
}

// A header may know more than the system that the program runs on: then it is the system that says so.
TEST(Option, IsLookedUpAtRunTime) {
  constexpr int kOfNoSystem = 9999;
  const Option unknown = {"SO_OF_TOMORROW", reuseaddr.level, kOfNoSystem, true};
  EXPECT_EQ(reason_without(unknown), "not-applicable: SO_OF_TOMORROW is unsupported (ENOPROTOOPT)");
  EXPECT_EQ(reason_without(reuseaddr), "");
}

TEST(Option, ThatIsNotThereIsNoFindingEither) {
  const Option absent = {"SO_ABSENT", 0, 0, false};
  Socket socket = make_socket("socket");
  EXPECT_TRUE(socket.set(absent).is_missing());
  EXPECT_TRUE(socket.is_set(absent).is_missing());
  EXPECT_THROW(claim(socket.set(absent), succeeds(), "socket.set(absent)"), CaseAborted);
}

}  // namespace
}  // namespace probe
