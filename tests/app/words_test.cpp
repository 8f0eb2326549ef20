#include "app/words.h"

#include <catch2/catch.hpp>

using namespace delcredere;

TEST_CASE("numbers are grouped by thousands") {
  CHECK(grouped(std::uint64_t{0}) == "0");
  CHECK(grouped(std::uint64_t{999}) == "999");
  CHECK(grouped(std::uint64_t{1000}) == "1,000");
  CHECK(grouped(std::uint64_t{18446744073709551615U}) == "18,446,744,073,709,551,615");
  CHECK(grouped(-123.0) == "-123");
  CHECK(grouped(-1234567.0) == "-1,234,567");
}

TEST_CASE("one is singular") {
  CHECK(counted(1, "policy", "policies") == "1 policy");
  CHECK(counted(0, "policy", "policies") == "0 policies");
  CHECK(counted(20000, "invoice", "invoices") == "20,000 invoices");
}

TEST_CASE("bytes in binary units") {
  CHECK(bytes_words(0) == "0 bytes");
  CHECK(bytes_words(1023) == "1023 bytes");
  CHECK(bytes_words(1024) == "1.0 KiB");
  CHECK(bytes_words(1610612736) == "1.5 GiB");
  CHECK(bytes_words(18446744073709551615U) == "16.0 EiB");
}
