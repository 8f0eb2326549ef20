// A loss given default without spread is the decimal that was written, to the last cent.

#include <catch2/catch.hpp>

#include "models/credit/lgd_table.h"

using namespace delcredere;

TEST_CASE("a constant loss given default is exact to nine decimals") {
  const LgdTable table(0.37, 0.0);
  CHECK(table.lgd(0) == 370'000'000);
  CHECK(table.lgd(0xFFFFFFFFu) == 370'000'000);
  CHECK(LgdTable(0.123456789, 0.0).lgd(77) == 123'456'789);
  CHECK(LgdTable(1.0, 0.0).lgd(5) == kOnePart);
}

TEST_CASE("what comes back is rounded half to even, for small and for large exposures") {
  const PartsPerBillion lgd = LgdTable(0.37, 0.0).lgd(0);
  CHECK(LgdTable::recovery(3'168'850, lgd) == 1'996'376);  // 1,996,375.5
  CHECK(LgdTable::recovery(50, lgd) == 32);                // 31.5
  CHECK(LgdTable::recovery(150, lgd) == 94);               // 94.5
  CHECK(LgdTable::recovery(0, lgd) == 0);
  CHECK(LgdTable::recovery(10'000'000'000, LgdTable(0.9, 0.0).lgd(0)) == 1'000'000'000);
  CHECK(LgdTable::recovery(1'000'000'000'050, lgd) == 630'000'000'032);  // .. 031.5
  CHECK(LgdTable::recovery(1'000'000'000'150, lgd) == 630'000'000'094);  // .. 094.5
}

TEST_CASE("parts of an amount: both widths of the product agree around the bound, also for negative amounts") {
  for (const Money amount : {Money{-5}, Money{-3}, Money{0}, Money{1}, Money{3}, Money{5}, (Money{1} << 32) - 1,
                             Money{1} << 32, (Money{1} << 32) + 1, Money{9'000'000'000'001}})
    for (const PartsPerBillion factor : {PartsPerBillion{0}, PartsPerBillion{1}, kOnePart / 2, kOnePart,
                                         3 * kOnePart / 2, (PartsPerBillion{1} << 31) - 1, PartsPerBillion{1} << 31}) {
      CAPTURE(amount, factor);
      CHECK(times_parts(amount, factor) == static_cast<Money>(divide_half_even(Int128{amount} * factor, kOnePart)));
    }
}
