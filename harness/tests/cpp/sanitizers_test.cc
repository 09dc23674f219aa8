// Compiled where the sanitizers are on (ADDRINUSE_SANITIZE): what they are there for ends the program.
#include <gtest/gtest.h>

#include <climits>
#include <memory>
#include <vector>

namespace {

// Where the compiler cannot see what becomes of a value.
template <typename T>
T hidden(T value) {
  volatile T uncertainty_s = value;
  return uncertainty_s;
}

TEST(SanitizersDeathTest, ReadingBeyondTheEndIsSeen) {
  std::vector<char> bytes(8);
  EXPECT_DEATH(hidden(bytes.data()[hidden(8)]), "AddressSanitizer: heap-buffer-overflow");
}

TEST(SanitizersDeathTest, ReadingWhatIsGivenBackIsSeen) {
  auto owner = std::make_unique<int>(1);
  const int* left = owner.get();
  owner.reset();
  EXPECT_DEATH(hidden(*left), "AddressSanitizer: heap-use-after-free");
}

TEST(SanitizersDeathTest, AnOverflowIsSeen) {
  EXPECT_DEATH(hidden(hidden(INT_MAX) + hidden(1)), "runtime error: signed integer overflow");
}

}  // namespace
