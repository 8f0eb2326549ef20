#pragma once
// One exact figure against its simulated estimate: the row of docs/validation.md, and the check of a test.
//
// An estimate agrees when it lies within 4 standard errors. A discrete VaR has no standard error: with F the empirical
// distribution, v the exact VaR_p and e = sqrt(p (1 - p) / N), it agrees when F(v-) - 4e < p <= F(v) + 4e. A
// probability seen fewer than 30 times is held against the binomial law itself. One such check rejects a right engine
// with probability 6.4e-5 (both tails of the normal law beyond 4).

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace delcredere::testing {

inline constexpr double kBound = 4.0;

struct Row {
  std::string study, figure;
  double exact = 0, simulated = 0;
  double error = 0;  ///< standard error; of the empirical F for a VaR
  double z = 0;
  bool agrees() const { return std::abs(z) <= kBound; }
};

/// Rows checked so far in this process, for the table.
inline std::vector<Row>& checked_rows() {
  static std::vector<Row> rows;
  return rows;
}

inline double deviation(double exact, double simulated, double error) {
  if (std::abs(simulated - exact) <= 1e-12 * std::abs(exact)) return 0.0;
  return error > 0.0 ? (simulated - exact) / error : std::numeric_limits<double>::infinity();
}

/// `hits` of n trials against probability p.
inline Row probability_row(std::string study, std::string figure, double p, std::uint64_t hits, std::uint64_t n) {
  const auto trials = static_cast<double>(n);
  Row row{
      std::move(study), std::move(figure), p, static_cast<double>(hits) / trials, std::sqrt(p * (1.0 - p) / trials), 0};
  if (p <= 0.0 || p >= 1.0 || trials * p * (1.0 - p) >= 30.0) {
    row.z = deviation(p, row.simulated, row.error);
    return row;
  }
  const boost::math::binomial_distribution<double> law(trials, p);
  const auto k = static_cast<double>(hits);
  const double below = boost::math::cdf(law, k), above = hits == 0 ? 1.0 : boost::math::cdf(complement(law, k - 1.0));
  const double tail = std::max(1e-300, std::min({below, above, 0.5}));
  row.z = boost::math::quantile(boost::math::normal_distribution<double>(), tail) * (below < above ? 1.0 : -1.0);
  return row;
}

/// A sample of losses: integers, in units of `unit` of them (the exact figures' unit).
class Sample {
 public:
  Sample(std::string study, std::vector<std::int64_t> values, double unit)
      : study_(std::move(study)), values_(std::move(values)), unit_(unit) {
    std::sort(values_.begin(), values_.end());
  }
  const std::vector<std::int64_t>& values() const { return values_; }
  double count() const { return static_cast<double>(values_.size()); }

  /// Mean of f(loss).
  template <class F>
  Row mean_of(std::string figure, double exact, F&& f) const {
    double sum = 0, squares = 0;
    for (const std::int64_t value : values_) {
      const double x = f(static_cast<double>(value) / unit_);
      sum += x;
      squares += x * x;
    }
    const double mean = sum / count();
    const double variance = std::max(0.0, squares / count() - mean * mean) * count() / (count() - 1.0);
    Row row{study_, std::move(figure), exact, mean, std::sqrt(variance / count()), 0};
    row.z = deviation(exact, mean, row.error);
    return row;
  }
  Row mean(double exact) const {
    return mean_of("mean", exact, [](double x) { return x; });
  }
  Row standard_deviation(double exact) const {
    double mean = 0, second = 0, fourth = 0;
    for (const std::int64_t value : values_) mean += static_cast<double>(value) / unit_;
    mean /= count();
    for (const std::int64_t value : values_) {
      const double d = static_cast<double>(value) / unit_ - mean;
      second += d * d;
      fourth += d * d * d * d;
    }
    second /= count() - 1.0;
    fourth /= count();
    const double sd = std::sqrt(second);
    Row row{study_, "sd", exact, sd, std::sqrt(std::max(0.0, fourth - second * second) / count()) / (2.0 * sd), 0};
    row.z = deviation(exact, sd, row.error);
    return row;
  }
  Row probability(std::string figure, double exact, double above) const {
    const auto place = std::upper_bound(values_.begin(), values_.end(), threshold(above));
    return probability_row(study_, std::move(figure), exact, static_cast<std::uint64_t>(values_.end() - place),
                           values_.size());
  }
  Row zero(double exact) const {
    const auto place = std::upper_bound(values_.begin(), values_.end(), std::int64_t{0});
    return probability_row(study_, "P(0)", exact, static_cast<std::uint64_t>(place - values_.begin()), values_.size());
  }
  Row value_at_risk(std::string figure, double p, double exact) const {
    const std::int64_t v = threshold(exact);
    const double below =
        static_cast<double>(std::lower_bound(values_.begin(), values_.end(), v) - values_.begin()) / count();
    const double at =
        static_cast<double>(std::upper_bound(values_.begin(), values_.end(), v) - values_.begin()) / count();
    const auto rank = static_cast<std::size_t>(std::ceil(p * count() - 1e-9));
    const double error = std::sqrt(p * (1.0 - p) / count());
    const double outside = std::max({0.0, below - p, p - at}) / error;
    return {study_, std::move(figure), exact, static_cast<double>(values_[rank - 1]) / unit_, error, outside};
  }
  /// Mean of VaR + (L - VaR)+ / (1 - p) at the exact VaR: unbiased for ES (Rockafellar & Uryasev 2002).
  Row expected_shortfall(std::string figure, double p, double var, double exact) const {
    return mean_of(std::move(figure), exact, [&](double x) { return var + std::max(0.0, x - var) / (1.0 - p); });
  }

 private:
  std::int64_t threshold(double x) const { return static_cast<std::int64_t>(std::llround(x * unit_)); }

  std::string study_;
  std::vector<std::int64_t> values_;
  double unit_;
};

/// Trapezoid rule over +-9 standard deviations: E f(Z), Z ~ N(0, 1).
template <class F>
double normal_expectation(F&& f, int cells = 36000) {
  const double step = 18.0 / cells;
  double sum = 0;
  for (int i = 0; i <= cells; ++i) {
    const double z = -9.0 + step * i;
    sum += f(z) * std::exp(-0.5 * z * z);
  }
  return sum * step / std::sqrt(2.0 * M_PI);
}

inline double phi_cdf(double x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }
inline double phi_quantile(double p) { return boost::math::quantile(boost::math::normal_distribution<double>(), p); }

}  // namespace delcredere::testing

/// Records the row for the table and asserts that it agrees.
#define CHECK_ROW(expression)                                                                                 \
  do {                                                                                                        \
    const ::delcredere::testing::Row checked_row = (expression);                                              \
    ::delcredere::testing::checked_rows().push_back(checked_row);                                             \
    INFO(checked_row.study << ", " << checked_row.figure << ": exact " << checked_row.exact << ", simulated " \
                           << checked_row.simulated << ", z " << checked_row.z);                              \
    CHECK(checked_row.agrees());                                                                              \
  } while (false)

namespace delcredere::testing {

/// A published or exact loss distribution.
struct ExactLosses {
  double mean, zero, sd, var95, es95, var99, es99, var999, es999;
};

/// Records and asserts the nine figures of a sample.
inline void check_losses(const Sample& sample, const ExactLosses& exact) {
  CHECK_ROW(sample.mean(exact.mean));
  CHECK_ROW(sample.zero(exact.zero));
  CHECK_ROW(sample.standard_deviation(exact.sd));
  CHECK_ROW(sample.value_at_risk("VaR95", 0.95, exact.var95));
  CHECK_ROW(sample.value_at_risk("VaR99", 0.99, exact.var99));
  CHECK_ROW(sample.value_at_risk("VaR99.9", 0.999, exact.var999));
  CHECK_ROW(sample.expected_shortfall("ES95", 0.95, exact.var95, exact.es95));
  CHECK_ROW(sample.expected_shortfall("ES99", 0.99, exact.var99, exact.es99));
  CHECK_ROW(sample.expected_shortfall("ES99.9", 0.999, exact.var999, exact.es999));
}

}  // namespace delcredere::testing
