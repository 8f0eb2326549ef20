#pragma once
// The portfolio of Glasserman & Li (2005, "Importance sampling for portfolio credit risk", Management Science 51,
// section 6.2): 1,000 buyers on 21 factors. Market 0.8, ten industries and ten geographies 0.4 each, own weight 0.2;
// all factors independent. PD 1 % (1 + sin(16 pi k / 1000)), exposures rising from 1 to 100.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "tests/support/study_builder.h"

namespace delcredere::testing {

inline constexpr Money kTwentyOneUnit = 1'000'000;  ///< exposures are no whole cents

/// expected: its expected loss, whole units.
inline StudyBuilder twenty_one_factors(std::uint64_t trials, std::uint64_t seed, double& expected) {
  StudyBuilder builder(trials, seed);
  builder.study().currency = {"XXX", 6};
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.factor_correlation.common = 0.0;
  expected = 0;
  for (int k = 1; k <= 1000; ++k) {
    const int industry = (k - 1) / 100, geography = (k - 1) % 100 / 10;
    const std::string sector = fmt::format("i{}g{}", industry, geography);
    SectorDependence& own = dependence.sectors[sector];
    if (own.loadings.empty())
      own.loadings = {
          {"market", 0.8}, {fmt::format("industry {}", industry), 0.4}, {fmt::format("geography {}", geography), 0.4}};
    const double pd = 0.01 * (1.0 + std::sin(16.0 * M_PI * k / 1000.0)), size = 1.0 + (k - 1) * 99.0 / 999.0;
    builder.exposure(std::max(0.0, pd), std::llround(size * static_cast<double>(kTwentyOneUnit)), 1.0, sector);
    expected += pd * size;
  }
  return builder;
}

}  // namespace delcredere::testing
