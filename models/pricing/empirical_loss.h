#pragma once
// The insurer's net loss of a policy as trials saw it: N equally likely values, in whole currency units, sorted.
//
// Pricing functionals are smooth statistics of this empirical distribution; their standard errors come from the
// influence function (Hampel 1974, JASA 69, 383-393), taken at the empirical distribution itself:
//   T(F_N) - T(F) ~ mean of IF(x_i),    se = sd of IF(x_i) over the trials / sqrt(N).

#include <cstdint>
#include <span>
#include <vector>

namespace delcredere {

/// A number with its standard error. NaN: cannot be estimated.
struct PriceEstimate {
  double value = 0;
  double standard_error = 0;
};

class EmpiricalLoss {
 public:
  /// minor_units: one value per trial, in any order, at least one. minor_per_unit: 100 for a currency with cents.
  EmpiricalLoss(std::span<const std::int64_t> minor_units, double minor_per_unit);

  std::size_t size() const { return sorted_.size(); }
  const std::vector<double>& sorted() const { return sorted_; }  ///< ascending
  double mean() const { return mean_; }
  double standard_deviation() const { return deviation_; }  ///< of the sample (N - 1); NaN of one value
  double mean_error() const;                                ///< NaN of one value

 private:
  std::vector<double> sorted_;
  double mean_ = 0, deviation_ = 0;
};

/// sd of `influence` / sqrt(N); NaN of one value. The values need not have mean 0.
double influence_error(std::span<const double> influence);

}  // namespace delcredere
