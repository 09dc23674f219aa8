#include <gtest/gtest.h>

#include <string>

#include "probe/os/darwin/tcp_records.h"

namespace probe::darwin {
namespace {

void put(std::vector<char>* bytes, std::size_t at, const void* from, std::size_t size) {
  if (bytes->size() < at + size) bytes->resize(at + size);
  std::memcpy(bytes->data() + at, from, size);
}

template <typename Number>
void put_number(std::vector<char>* bytes, std::size_t at, Number number) {
  put(bytes, at, &number, sizeof number);
}

// One record, zero but for its head, padded as xnu pads it.
std::size_t add_record(std::vector<char>* list, std::uint32_t size, std::uint32_t kind) {
  const std::size_t at = list->size();
  list->resize(at + (std::size_t{size} + 7) / 8 * 8);
  put_number(list, at, size);
  put_number(list, at + 4, kind);
  return at;
}

// The places within xinpcb_n and xtcpcb_n, counted in xnu's own declarations.
void add_connection(std::vector<char>* list, const Address& local, const Address& remote,
                    std::int32_t state) {
  const bool is_ipv6 = local.family == Family::ipv6;
  const std::size_t ends = add_record(list, 104, 0x10);
  put_number(list, ends + 16, htons(remote.port));
  put_number(list, ends + 18, htons(local.port));
  put_number<std::uint8_t>(list, ends + 44, is_ipv6 ? 2 : 1);
  put(list, ends + (is_ipv6 ? 48 : 60), remote.bytes.data(), is_ipv6 ? 16 : 4);
  put(list, ends + (is_ipv6 ? 64 : 76), local.bytes.data(), is_ipv6 ? 16 : 4);
  add_record(list, 68, 0x1);  // the socket, its buffers, its statistics: passed over
  add_record(list, 32, 0x2);
  add_record(list, 32, 0x4);
  add_record(list, 136, 0x8);
  put_number(list, add_record(list, 204, 0x20) + 36, state);
}

TEST(DarwinRecords, AreReadAsTheKernelPacksThem) {
  std::vector<char> list;
  add_record(&list, 24, 2);
  add_connection(&list, loopback4(80), loopback4(40000), 10);
  const Address six = loopback6(81);
  add_connection(&list, six, six.at(40001), 4);
  add_record(&list, 24, 0x20);  // the closing heading: a count where a kind would be
  const auto entries = entries_in(list);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].local, loopback4(80));
  EXPECT_EQ(entries[0].remote, loopback4(40000));
  EXPECT_EQ(entries[0].state, TcpState::time_wait);
  EXPECT_EQ(entries[1].local, six);
  EXPECT_EQ(entries[1].remote.port, 40001);
  EXPECT_EQ(entries[1].state, TcpState::established);
}

TEST(DarwinRecords, EndWhereTheBytesEnd) {
  EXPECT_TRUE(entries_in({}).empty());
  std::vector<char> list;
  add_record(&list, 24, 1);
  add_connection(&list, loopback4(80), loopback4(40000), 10);
  for (std::size_t size = 0; size < list.size(); size += 4) {
    const std::vector<char> part(list.begin(), list.begin() + static_cast<long>(size));
    EXPECT_LE(entries_in(part).size(), 1U) << size;
  }
}

}  // namespace
}  // namespace probe::darwin
