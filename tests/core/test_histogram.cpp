#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "models/core/error.h"
#include "models/core/statistics/histogram.h"

namespace delcredere {
namespace {

Probability prob(const char* text) { return Probability::of(Decimal::parse(text).value()); }

TEST_CASE("the bins cover the range in whole equal widths") {
  CHECK(IntegerHistogram(0, 99, 10).bin_width() == 10);
  CHECK(IntegerHistogram(0, 100, 10).bin_width() == 11);
  CHECK(IntegerHistogram(0, 5, 10).bin_width() == 1);
  CHECK(IntegerHistogram(0, 5, 10).bins().size() == 6);
  CHECK(IntegerHistogram(7, 7, 16).bins().size() == 1);
  const IntegerHistogram whole(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
  CHECK(whole.bin_width() == std::uint64_t{1} << 50);
  CHECK(whole.bins().size() == std::size_t{1} << 14);
  CHECK_THROWS_AS(IntegerHistogram(1, 0), std::invalid_argument);
  CHECK_THROWS_AS(IntegerHistogram(0, 1, 0), std::invalid_argument);
}

TEST_CASE("the ends belong to the range and nothing else does") {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  IntegerHistogram whole(lowest, highest);
  whole.add(lowest);
  whole.add(highest);
  CHECK(whole.bins().front() == 1);
  CHECK(whole.bins().back() == 1);

  IntegerHistogram part(-100, 100, 7);
  part.add(-100);
  part.add(100);
  CHECK(part.bins().front() == 1);
  CHECK(part.bins().back() == 1);
  CHECK_THROWS_AS(part.add(-101), Error);
  CHECK_THROWS_AS(part.add(101), Error);
  CHECK(part.count() == 2);
}

TEST_CASE("a value's bin is its distance from the low end by whole widths") {
  std::mt19937_64 generator(7);
  for (int n = 0; n < 2000; ++n) {
    const auto low = static_cast<std::int64_t>(generator()) >> (generator() % 63);
    const auto reach = static_cast<std::uint64_t>(generator()) >> (generator() % 64);
    const auto room =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - static_cast<std::uint64_t>(low);
    const std::int64_t high = static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + std::min(reach, room));
    IntegerHistogram histogram(low, high, 1 + generator() % 50);
    std::vector<std::uint64_t> expected(histogram.bins().size(), 0);
    // Both ends of every bin.
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const UInt128 first = static_cast<UInt128>(histogram.bin_width()) * i;
      const UInt128 last = std::min<UInt128>(first + histogram.bin_width() - 1, std::min(reach, room));
      for (const UInt128 distance : {first, last})
        values.push_back(static_cast<std::int64_t>(static_cast<Int128>(low) + static_cast<Int128>(distance)));
      expected[i] = 2;
    }
    histogram.add(values);
    CHECK(histogram.bins() == expected);
    CHECK(histogram.count() == values.size());
  }
}

TEST_CASE("quantiles are exact where the width is 1 and within a bin elsewhere; intervals only widen") {
  std::mt19937_64 generator(31);
  for (const std::size_t bins : {1u, 7u, 64u, 2001u}) {
    for (const std::size_t size : {1u, 2u, 50u, 1000u}) {
      std::uniform_int_distribution<std::int64_t> value(-1000, 1000);
      std::vector<std::int64_t> column(size);
      IntegerHistogram histogram(-1000, 1000, bins);
      for (std::int64_t& x : column) histogram.add(x = value(generator));
      for (const char* text : {"0.01", "0.5", "0.95", "0.99"}) {
        CAPTURE(bins, size, text);
        const QuantileRanks ranks = quantile_ranks(prob(text), size);
        const QuantileEstimate exact = select_quantiles(column, std::vector{ranks}).front();
        const QuantileEstimate binned = histogram.quantile(ranks);
        CHECK(std::abs(binned.value - exact.value) <= (static_cast<double>(histogram.bin_width()) - 1) / 2);
        CHECK(std::isnan(binned.lower) == std::isnan(exact.lower));
        CHECK(std::isnan(binned.upper) == std::isnan(exact.upper));
        const auto slack = static_cast<double>(histogram.bin_width()) - 1;
        if (ranks.lower != 0) CHECK((binned.lower <= exact.lower && exact.lower <= binned.lower + slack));
        if (ranks.upper != 0) CHECK((exact.upper <= binned.upper && binned.upper <= exact.upper + slack));
      }
    }
  }
}

TEST_CASE("merging adds, in any order, and refuses other ranges") {
  std::mt19937_64 generator(2);
  std::uniform_int_distribution<std::int64_t> value(0, 999);
  IntegerHistogram whole(0, 999, 50), a(0, 999, 50), b(0, 999, 50);
  for (int i = 0; i < 500; ++i) {
    const std::int64_t x = value(generator);
    whole.add(x);
    (i % 3 == 0 ? a : b).add(x);
  }
  IntegerHistogram other_order = b;
  other_order.merge(a);
  a.merge(b);
  CHECK(a.bins() == whole.bins());
  CHECK(other_order.bins() == whole.bins());
  CHECK(a.count() == 500);
  CHECK_THROWS_AS(a.merge(IntegerHistogram(0, 998, 50)), Error);
  CHECK_THROWS_AS(a.merge(IntegerHistogram(0, 999, 49)), Error);
}

TEST_CASE("an empty histogram has no quantile") {
  CHECK(std::isnan(IntegerHistogram(0, 9).quantile(QuantileRanks{1, 1, 1}).value));
}

}  // namespace
}  // namespace delcredere
