#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "models/core/statistics/expected_shortfall.h"
#include "models/core/statistics/order_statistics.h"

namespace delcredere {
namespace {

using Column = std::vector<std::int64_t>;

Probability prob(const char* text) { return Probability::of(Decimal::parse(text).value()); }

std::int64_t value_at_risk(Column column, const Probability& p) {
  const std::vector<std::uint64_t> rank{quantile_rank(p, column.size())};
  return select_ranks(column, rank).front();
}

ExpectedShortfall shortfall(const Column& column, const Probability& p) {
  return expected_shortfall(column, value_at_risk(column, p), p);
}

/// Mean of the worst N (1 - p) values, the last of them taken in part: the definition by sorting.
long double worst_share(Column column, const Probability& p) {
  std::sort(column.begin(), column.end(), std::greater<>{});
  const long double wanted = static_cast<long double>(column.size()) *
                             static_cast<long double>(p.denominator - p.numerator) /
                             static_cast<long double>(p.denominator);
  long double left = wanted;
  long double sum = 0;
  for (const std::int64_t x : column) {
    const long double taken = std::min(left, 1.0L);
    sum += taken * static_cast<long double>(x);
    left -= taken;
    if (left <= 0) break;
  }
  return sum / wanted;
}

/// min over x of x + E(L - x)+ / (1 - p) (Rockafellar & Uryasev 2000; Acerbi & Tasche 2002, corollary 4.3), which a
/// sample attains at one of its values.
long double least_bound(const Column& column, const Probability& p) {
  long double least = std::numeric_limits<long double>::infinity();
  for (const std::int64_t x : column) {
    long double excess = 0;
    for (const std::int64_t y : column) excess += static_cast<long double>(std::max<std::int64_t>(y - x, 0));
    const long double mean = excess / static_cast<long double>(column.size());
    least = std::min(least, static_cast<long double>(x) + mean * static_cast<long double>(p.denominator) /
                                                              static_cast<long double>(p.denominator - p.numerator));
  }
  return least;
}

TEST_CASE("ES is the mean of the worst share and the least bound of Acerbi and Tasche") {
  std::mt19937_64 generator(17);
  for (const char* text : {"0.01", "0.3", "0.5", "0.9", "0.95", "0.99", "0.995"}) {
    const Probability p = prob(text);
    for (std::size_t size = 1; size <= 60; ++size) {
      for (const std::int64_t spread : {0, 1, 3, 1'000'000'000}) {
        std::uniform_int_distribution<std::int64_t> value(-spread, spread);
        Column column(size);
        for (std::int64_t& x : column) x = value(generator);
        const double got = shortfall(column, p).value;
        const auto scale = static_cast<long double>(std::max<std::int64_t>(spread, 1));
        CAPTURE(text, size, spread);
        CHECK(std::abs(got - worst_share(column, p)) <= 1e-13L * scale);
        CHECK(std::abs(got - least_bound(column, p)) <= 1e-13L * scale);
      }
    }
  }
}

TEST_CASE("the atom is split: ES of a known sample") {
  // Ten losses, p = 0.85: the worst 1.5 values are 100 and half of the tied 40.
  const Column column{0, 0, 0, 0, 0, 0, 10, 40, 40, 100};
  CHECK(shortfall(column, prob("0.85")).value == Approx((100 + 0.5 * 40) / 1.5).epsilon(1e-15));
  CHECK(shortfall(column, prob("0.9")).value == 100);
  CHECK(shortfall(column, prob("0.8")).value == 70);
  CHECK(shortfall({-5, -4, -3, -2}, prob("0.5")).value == -2.5);
}

TEST_CASE("where nothing lies beyond VaR the standard error is unknown, not zero") {
  CHECK(std::isnan(shortfall({7}, prob("0.99")).standard_error));
  CHECK(shortfall({7}, prob("0.99")).value == 7);
  CHECK(std::isnan(shortfall({1, 2, 3, 4}, prob("0.99")).standard_error));
  CHECK(shortfall({5, 5, 5, 5}, prob("0.5")).standard_error == 0);  // a constant is known exactly
  CHECK(std::isnan(expected_shortfall(Column{}, 0, prob("0.5")).value));
}

TEST_CASE("extreme values do not overflow") {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  const Column column{lowest, lowest, lowest, highest};
  const ExpectedShortfall es = shortfall(column, prob("0.5"));  // VaR lowest; the worst half: highest and lowest
  CHECK(std::abs(es.value) <= 1024);                            // half a unit in truth, between numbers of 2^63
  CHECK(es.standard_error == Approx(0x1p64 * 0.5 / 0.5 / 2).epsilon(1e-15));  // sd of {0, 0, 0, 2^64} is 2^63
}

TEST_CASE("parts merge to the whole") {
  std::mt19937_64 generator(3);
  Column column(1000);
  for (std::int64_t& x : column) x = static_cast<std::int64_t>(generator() >> 20);
  const Probability p = prob("0.9");
  const std::int64_t at_risk = value_at_risk(column, p);
  const std::span<const std::int64_t> all(column);
  ExactSums parts = excess_sums(all.last(300), at_risk);
  parts.merge(excess_sums(all.first(200), at_risk)).merge(excess_sums(all.subspan(200, 500), at_risk));
  CHECK(parts == excess_sums(all, at_risk));
}

TEST_CASE("the standard error is the spread of ES over repetitions") {
  // Exponential losses, 2,000 samples of 2,000, p = 0.95: ES is q + 1 in closed form, q = -log(1 - p). The spread of
  // the 2,000 estimates has a relative standard error of about 2 % (the estimates are nearly normal), the bias is
  // O(1/N): within 9 % in all but 1 of 10^5 seeds, and the mean within 4.5 standard errors in all but 7 of 10^6.
  constexpr int kSamples = 2000;
  constexpr std::size_t kSize = 2000;
  constexpr double kUnit = 1e6;
  const Probability p = prob("0.95");
  std::mt19937_64 generator(23);
  double sum = 0, squares = 0, variance = 0;
  Column column(kSize);
  for (int sample = 0; sample < kSamples; ++sample) {
    for (std::int64_t& x : column) {
      const double u = std::generate_canonical<double, 53>(generator);
      x = std::llround(-kUnit * std::log1p(-u));
    }
    const ExpectedShortfall es = shortfall(column, p);
    sum += es.value / kUnit;
    squares += es.value / kUnit * (es.value / kUnit);
    variance += es.standard_error / kUnit * (es.standard_error / kUnit);
  }
  const double mean = sum / kSamples;
  const double spread = std::sqrt((squares - sum * mean) / (kSamples - 1));
  const double stated = std::sqrt(variance / kSamples);
  CHECK(stated / spread == Approx(1.0).margin(0.09));
  const double truth = 1 - std::log(0.05);
  const double order_bias = 2.0 / kSize / 0.05 / 2;  // at most about one rank of the tail
  CHECK(std::abs(mean - truth) < 4.5 * spread / std::sqrt(double{kSamples}) + order_bias);
}

}  // namespace
}  // namespace delcredere
