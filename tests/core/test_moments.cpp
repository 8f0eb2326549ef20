#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "models/core/checked.h"
#include "models/core/statistics/moments.h"

namespace delcredere {
namespace {

using Column = std::vector<std::int64_t>;
using cpp_int = boost::multiprecision::int512_t;

constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();

ExactSums sums(const Column& column) {
  ExactSums result;
  result.add(column);
  return result;
}

cpp_int big(const UInt256& value) {
  cpp_int result = 0;
  for (std::size_t i = 4; i-- > 0;) result = (result << 64) + value.limbs[i];
  return result;
}

TEST_CASE("sums of trials as one value are squared exactly, below 2^64 and beyond") {
  const auto word = [](int bit, int add) { return (Int128{1} << bit) + add; };
  cpp_int total = 0, squares = 0;
  ExactSums result;
  for (const Int128 unit : {word(63, 0), word(64, -1), word(64, 0), word(64, 1), word(100, 17), word(126, -1)})
    for (const Int128 x : {unit, -unit}) {
      const cpp_int same = (cpp_int(static_cast<std::int64_t>(x >> 64)) << 64) + static_cast<std::uint64_t>(x);
      result.add_unit(x);
      total += same;
      squares += same * same;
      CHECK(big(result.squares) == squares);
    }
  CHECK(result.sum == 0);
  CHECK(total == 0);
  CHECK(result.count == 12);
}

TEST_CASE("256-bit arithmetic agrees with arbitrary precision") {
  std::mt19937_64 generator(8);
  const cpp_int modulus = cpp_int(1) << 256;
  const auto word = [&]() -> std::uint64_t {
    const std::uint64_t w = generator();
    switch (w & 3) {  // runs of ones and zeros, where carries travel
      case 0:
        return 0;
      case 1:
        return ~std::uint64_t{0};
      default:
        return generator();
    }
  };
  const auto wide = [&] { return static_cast<UInt128>(word()) << 64 | word(); };
  const auto big128 = [](UInt128 v) {
    return (cpp_int(static_cast<std::uint64_t>(v >> 64)) << 64) + static_cast<std::uint64_t>(v);
  };
  bool right = true;
  for (int i = 0; i < 20'000; ++i) {
    const UInt128 a = wide();
    const UInt128 b = wide();
    const UInt256 product = UInt256::product(a, b);
    right = right && big(product) == big128(a) * big128(b);
    UInt256 x{{word(), word(), word(), word()}};
    const UInt256 y{{word(), word(), word(), word()}};
    const cpp_int bx = big(x), by = big(y);
    UInt256 sum = x, difference = x, plus = x, times = x;
    sum += y;
    difference -= y;
    plus += a;
    const std::uint64_t factor = word();
    times *= factor;
    right = right && big(sum) == (bx + by) % modulus && big(difference) == (bx - by + modulus) % modulus &&
            big(plus) == (bx + big128(a)) % modulus && big(times) == bx * factor % modulus;
    const auto nearest = bx.convert_to<double>();
    right = right && std::abs(x.to_double() - nearest) <= nearest * 0x1p-52;
  }
  CHECK(right);
}

TEST_CASE("mean and deviation of small samples") {
  CHECK(sums({1, 2, 3, 4}).mean() == 2.5);
  CHECK(sums({1, 2, 3, 4}).standard_deviation() == Approx(std::sqrt(5.0 / 3)).epsilon(1e-15));
  CHECK(sums({1, 2, 3, 4}).standard_error() == Approx(std::sqrt(5.0 / 12)).epsilon(1e-15));
  CHECK(sums({-3, 3}).mean() == 0);
  CHECK(sums({-3, 3}).standard_deviation() == Approx(std::sqrt(18.0)).epsilon(1e-15));
  CHECK(sums({-7, -7, -7}).standard_deviation() == 0);
}

TEST_CASE("too few values give NaN") {
  CHECK(std::isnan(sums({}).mean()));
  CHECK(sums({5}).mean() == 5);
  CHECK(std::isnan(sums({5}).standard_deviation()));
  CHECK(std::isnan(sums({5}).standard_error()));
}

TEST_CASE("nothing cancels: a deviation of 1 beside a mean of 10^18") {
  constexpr std::int64_t base = 1'000'000'000'000'000'000;
  CHECK(sums({base - 1, base, base + 1}).standard_deviation() == 1);
  CHECK(sums({base, base, base, base}).standard_deviation() == 0);
  CHECK(sums({-base - 1, -base, -base + 1}).standard_deviation() == 1);
}

TEST_CASE("the extremes of int64 do not overflow") {
  const ExactSums extreme = sums({kLowest, kHighest});
  CHECK(extreme.mean() == -0.5);
  CHECK(extreme.standard_deviation() == Approx(0x1p64 / std::sqrt(2.0)).epsilon(1e-15));
  CHECK(sums(Column(1000, kLowest)).standard_deviation() == 0);
  CHECK(sums(Column(1000, kLowest)).mean() == -0x1p63);
}

TEST_CASE("sums agree with arbitrary precision on random columns") {
  std::mt19937_64 generator(12);
  for (const int shift : {0, 20, 60}) {
    Column column(500);
    for (std::int64_t& x : column) x = static_cast<std::int64_t>(generator()) >> shift;
    cpp_int s1 = 0, s2 = 0;
    for (const std::int64_t x : column) {
      s1 += x;
      s2 += cpp_int(x) * x;
    }
    const ExactSums got = sums(column);
    CHECK(big(got.squares) == s2);
    const cpp_int scaled = s2 * 500 - s1 * s1;
    CHECK(got.standard_deviation() == Approx(std::sqrt(scaled.convert_to<double>() / (500.0 * 499.0))).epsilon(1e-15));
    CHECK(got.mean() == Approx(s1.convert_to<double>() / 500).epsilon(1e-15));
  }
}

TEST_CASE("any grouping and order gives the same sums; zeros can be added at once") {
  std::mt19937_64 generator(4);
  Column column(999);
  for (std::int64_t& x : column) x = static_cast<std::int64_t>(generator());
  const ExactSums whole = sums(column);
  std::shuffle(column.begin(), column.end(), generator);
  ExactSums merged;
  for (std::size_t at = 0; at < column.size(); at += 37) {
    ExactSums part;
    part.add(std::span<const std::int64_t>(column).subspan(at, std::min<std::size_t>(37, column.size() - at)));
    part.merge(merged);
    merged = part;
  }
  CHECK(merged == whole);

  ExactSums zeros = sums({9, -2});
  zeros.add_zeros(3);
  CHECK(zeros == sums({0, 9, 0, -2, 0}));
}

TEST_CASE("a probability's standard error is that of a column of zeros and ones") {
  for (const auto& [hits, trials] : {std::pair{0u, 10u}, {3u, 10u}, {10u, 10u}, {1u, 100'000u}}) {
    ExactSums column;
    column.add_zeros(trials - hits);
    for (unsigned i = 0; i < hits; ++i) column.add(1);
    CHECK(probability(hits, trials) == column.mean());
    CHECK(probability_standard_error(hits, trials) == Approx(column.standard_error()).epsilon(1e-14));
  }
  CHECK(std::isnan(probability(0, 0)));
  CHECK(std::isnan(probability_standard_error(1, 1)));
}

TEST_CASE("Wilson's interval solves his quadratic") {
  // The ends p0 satisfy |p - p0| = z sqrt(p0 (1 - p0) / n).
  constexpr double z = 1.959963984540054;
  for (const auto& [hits, trials] : {std::pair{0u, 10u}, {1u, 10u}, {5u, 10u}, {10u, 10u}, {17u, 12'345u}}) {
    CAPTURE(hits, trials);
    const Interval interval = wilson_interval(hits, trials);
    const double p = probability(hits, trials);
    for (const double end : {interval.lower, interval.upper})
      CHECK(std::abs(p - end) == Approx(z * std::sqrt(end * (1 - end) / trials)).margin(1e-15));
    CHECK(interval.lower <= p);
    CHECK(p <= interval.upper);
  }
  CHECK(wilson_interval(0, 10).lower == 0);
  CHECK(wilson_interval(10, 10).upper == 1);
  // Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 and 15 of 148.
  CHECK(wilson_interval(81, 263).lower == Approx(0.2553).margin(5e-5));
  CHECK(wilson_interval(81, 263).upper == Approx(0.3662).margin(5e-5));
  CHECK(wilson_interval(15, 148).lower == Approx(0.0624).margin(5e-5));
  CHECK(wilson_interval(15, 148).upper == Approx(0.1605).margin(5e-5));
  CHECK(std::isnan(wilson_interval(0, 0).lower));
}

TEST_CASE("checked arithmetic refuses what does not fit") {
  CHECK(checked_add(kHighest - 1, 1) == kHighest);
  CHECK_FALSE(checked_add(kHighest, 1));
  CHECK_FALSE(checked_add(kLowest, -1));
  CHECK(checked_subtract(-1, kHighest) == kLowest);
  CHECK_FALSE(checked_subtract(0, kLowest));
  CHECK(checked_multiply(kLowest, 1) == kLowest);
  CHECK_FALSE(checked_multiply(kLowest, -1));
  CHECK_FALSE(checked_multiply(std::int64_t{1} << 32, std::int64_t{1} << 31));
  CHECK(narrow(static_cast<Int128>(kLowest)) == kLowest);
  CHECK_FALSE(narrow(static_cast<Int128>(kHighest) + 1));
  CHECK_FALSE(narrow(static_cast<Int128>(kLowest) - 1));
}

}  // namespace
}  // namespace delcredere
