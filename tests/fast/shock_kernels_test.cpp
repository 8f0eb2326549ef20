// Default days under shocks by way of the plain law with e', against default_day() segment by segment.

#include "sim/fast/shock_kernels.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "models/core/math/elementary.h"
#include "models/credit/default_curve.h"
#include "sim/fast/kernels.h"

using namespace delcredere;

namespace {

constexpr Day kHorizon = 364;

struct Case {
  DefaultCurve curve;
  ConditionalState state;
  std::vector<HazardSegment> segments;
};

Case random_case(std::mt19937_64& bits) {
  const auto uniform = [&] { return static_cast<double>(bits() >> 11) * 0x1p-53; };
  Case made{DefaultCurve(PdTerm(std::pow(10.0, -4.0 + 3.9 * uniform()))), {}, {}};
  const double loading = 0.05 + 0.6 * uniform();
  made.state.idiosyncratic = std::sqrt(1.0 - loading * loading);
  made.state.score = loading * normal_quantile(0.001 + 0.998 * uniform());
  constexpr double multipliers[] = {0.0, 0.4, 1.0, 1.0, 3.0, 20.0};
  Day end = 0;
  while (end < kHorizon && made.segments.size() + 1 < fast::SegmentColumns::kMost) {
    end = std::min<Day>(kHorizon, end + 1 + static_cast<Day>(bits() % 200));
    made.segments.push_back({end, multipliers[bits() % 6]});
  }
  if (end < kHorizon) made.segments.push_back({kHorizon, 1.0});
  return made;
}

fast::SegmentColumns columns_of(const std::vector<Case>& cases) {
  fast::SegmentColumns columns;
  columns.resize(cases.size());
  for (std::size_t b = 0; b < cases.size(); ++b) columns.set(b, cases[b].curve, cases[b].state, cases[b].segments);
  return columns;
}

}  // namespace

TEST_CASE("a shocked default day is the plain one of e'") {
  std::mt19937_64 bits(23);
  std::vector<Case> cases;
  for (int k = 0; k < 300; ++k) cases.push_back(random_case(bits));
  const fast::SegmentColumns columns = columns_of(cases);
  constexpr std::size_t draws = 200'003;
  std::vector<std::uint32_t> bucket(draws);
  std::vector<double> e(draws), plain(draws);
  for (std::size_t n = 0; n < draws; ++n) {
    bucket[n] = static_cast<std::uint32_t>(bits() % cases.size());
    e[n] = normal_quantile((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53 * (n % 2 == 0 ? 0.02 : 1.0));
  }
  for (const fast::SimdTarget target : {fast::SimdTarget::scalar, fast::SimdTarget::avx2, fast::SimdTarget::avx512}) {
    fast::limit_simd(target);
    fast::plain_variables(columns, bucket.data(), e.data(), draws, plain.data());
    std::size_t unsure = 0, fail = 0, other = 0;
    for (std::size_t n = 0; n < draws; ++n) {
      const Case& one = cases[bucket[n]];
      if (plain[n] == fast::kUnsure) {
        ++unsure;
        continue;
      }
      const Day day = default_day(one.curve, one.state, kHorizon, one.segments, e[n]);
      const Day back = default_day(one.curve, one.state, kHorizon, {}, plain[n]);
      fail += day < kNever;
      REQUIRE((day < kNever) == (back < kNever));
      // Rounding may decide where the time is a whole day; the fast engine asks again there.
      if (day != back) ++other;
    }
    CHECK(fail > draws / 20);
    CHECK(other < draws / 100'000 + 3);
    CHECK(unsure < draws / 50);
  }
  fast::limit_simd(fast::SimdTarget::avx512);
}

TEST_CASE("buckets without a shock keep their variable") {
  fast::SegmentColumns columns;
  columns.resize(2);
  columns.used = 1;
  columns.segments[0].multiplied = {0.0, 0.0};
  columns.segments[0].plain = {0.0, 0.0};
  columns.segments[0].slope = {0.5, 0.5};
  columns.total = {1.0, 1.0};
  columns.shocked = {0, 1};
  const std::vector<std::uint32_t> bucket{0, 1, 0};
  const std::vector<double> e{-2.0, -2.0, -1.0};
  std::vector<double> plain(3);
  fast::plain_variables(columns, bucket.data(), e.data(), 3, plain.data());
  CHECK(plain[0] == -2.0);
  CHECK(plain[2] == -1.0);
  // Twice the hazard: half of it is reached.
  CHECK(-std::log1p(-normal_cdf(plain[1])) == Approx(-0.5 * std::log1p(-normal_cdf(-2.0))).epsilon(1e-10));
}
