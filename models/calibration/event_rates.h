#pragma once
// Rates of rare events with exact 95 % intervals.
//
//   Poisson: k events in T years at risk, rate k / T,
//     [chi^2_{2k}(2.5 %) / (2 T), chi^2_{2k + 2}(97.5 %) / (2 T)]                        (Garwood 1936)
//   binomial: k of n fail, share k / n,
//     [Beta_{k, n - k + 1}(2.5 %), Beta_{k + 1, n - k}(97.5 %)]                          (Clopper & Pearson 1934)
//
// Both cover at least 95 %, whatever the rate.

#include <cstdint>

namespace delcredere::calibration {

struct RateEstimate {
  double value = 0, lower = 0, upper = 0;
};

/// A year's rate; years > 0.
RateEstimate poisson_rate(std::uint64_t events, double years);
/// The probability of at least one event in a year, 1 - exp(-rate).
RateEstimate annual_probability(std::uint64_t events, double years);
/// A share; n > 0.
RateEstimate binomial_share(std::uint64_t events, std::uint64_t n);

}  // namespace delcredere::calibration
