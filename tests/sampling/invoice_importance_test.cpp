// Importance sampling of books of invoices: unbiased against closed forms and against plain trials, with and without
// insurance, and worth its while in the tail.

#include <boost/math/distributions/binomial.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/blocks/tally.h"
#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::size_t kBuyers = 40;
constexpr double kPd = 0.03, kRho = 0.2;

/// P(more than k of the buyers fail) in one factor, by the trapezoidal rule.
double exact_tail(int k) {
  const double threshold = phi_quantile(kPd);
  double sum = 0;
  constexpr double step = 1.0 / 64;
  for (double z = -9; z <= 9; z += step) {
    const double p = phi_cdf((threshold - std::sqrt(kRho) * z) / std::sqrt(1 - kRho));
    const boost::math::binomial_distribution<double> law(kBuyers, p);
    sum += step * std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI) * boost::math::cdf(complement(law, k));
  }
  return sum;
}

/// Every buyer owes 100 that it does not pay within the year, whatever its payment effect.
StudyBuilder unpaid(double link, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder(trials, seed);
  builder.asset_correlation(kRho);
  for (std::size_t b = 0; b < kBuyers; ++b) {
    builder.buyer(kPd);
    builder.invoice(0, 30, 10'000);
  }
  PaymentParameters& payment = builder.base().payment;
  payment.segments["default"] = {0.0, LognormalDelay{3000.0, 0.0}};
  payment.buyer_effect = 0.4;
  payment.sector_effect = 0.1;
  payment.default_link = link;
  return builder;
}

/// Shipments, payments, history, supply stops, shocks and a policy: all that a loss depends on.
StudyBuilder busy(std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder(trials, seed);
  builder.asset_correlation(0.25);
  for (int b = 0; b < 15; ++b) {
    Buyer& buyer = builder.buyer(0.02 + 0.002 * b, b % 2 == 0 ? "s" : "t");
    buyer.insured_limit = 1'500'000;
    for (int i = -3; i < 11; ++i) {
      const Day issue = 30 * i - b;
      builder.invoice(issue, issue + 45, 200'000 + 10'000 * b, i == -3 ? Day{-5} : kNever);
    }
  }
  Scenario& base = builder.base();
  base.payment.segments["default"] = {0.35, LognormalDelay{25.0, 30.0}};
  base.payment.buyer_effect = 0.3;
  base.payment.sector_effect = 0.15;
  base.payment.default_link = 0.4;
  base.credit.lgd["default"] = {0.8, 0.15, 200};
  base.credit_management.supply_stop = SupplyStop{45, false};
  Shock shock;
  shock.name = "slump";
  shock.sectors = {"t"};
  shock.annual_probability = 0.2;
  shock.duration = 120;
  shock.default_multiplier = 2.5;
  shock.delay_multiplier = 1.5;
  base.shocks = {shock};
  PolicyTerms policy;
  policy.name = "cover";
  policy.cover.years = 1;
  policy.cover.year_starts = {0, 365};
  policy.limits.present = policy.limits.column = true;
  policy.protracted_default = CauseTerms{90};
  policy.aggregate_first_loss = {500'000, DeductibleBasis::loss};
  base.policies = {policy};
  return builder;
}

void aim(StudyBuilder& builder, Money loss) {
  builder.study().simulation.sampling = SamplingMethod::importance;
  builder.study().simulation.importance = ImportanceTarget{loss, {}};
}

/// Share of the trials above a level, weighted, and its error.
MeanEstimate share_above(const NdArray<std::int64_t>& values, std::size_t row, std::int64_t level,
                         const NdArray<double>& weight) {
  const std::size_t n = values.shape().back();
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double w = values.values()[row * n + i] > level ? (weight.size() > 0 ? weight.values()[i] : 1.0) : 0.0;
    sum += w;
    squares += w * w;
  }
  const double count = static_cast<double>(n), mean = sum / count;
  return {mean, std::sqrt((squares / count - mean * mean) / count)};
}

void check_same(const std::string& what, const MeanEstimate& a, const MeanEstimate& b) {
  INFO(what << ": " << a.value << " +- " << a.standard_error << " against " << b.value << " +- " << b.standard_error);
  CHECK(a.value > 0);
  CHECK(std::abs(a.value - b.value) < 4.0 * std::hypot(a.standard_error, b.standard_error));
}

}  // namespace

TEST_CASE("invoice books: tails by importance sampling against a closed form") {
  for (const double link : {0.0, 0.5, 1.0})
    for (const int k : {6, 12}) {
      StudyBuilder builder = unpaid(link, 20'000, 51);
      aim(builder, k * 10'000);
      const RunResults results = run_study(builder.build(), {});
      const SamplingResults& sampling = results.sampling;
      INFO("link " << link << ", more than " << k << " failures, variance ratio " << sampling.target_variance_ratio(0));
      const double exact = exact_tail(k), error = sampling.target_probability_standard_error(0);
      CHECK(std::abs(sampling.target_probability(0) - exact) < 4.0 * error);
      CHECK(error < 0.06 * exact);
      CHECK(std::abs(sampling.mean_weight(0) - 1.0) < 4.0 * sampling.mean_weight_standard_error(0));
      CHECK(std::abs(results.losses.mean(0, 0, 0) - kBuyers * kPd * 100) <
            4.0 * results.losses.standard_error(0, 0, 0));
      // Planted: trials as if they were drawn plainly.
      const MeanEstimate unweighted = share_above(results.trial_columns.gross_loss, 0, k * 10'000, {});
      CHECK(std::abs(unweighted.value - exact) > 4.0 * unweighted.standard_error);
      CHECK_FALSE(results.has_cash);
    }
}

TEST_CASE("invoice books: importance sampling agrees with plain trials in losses, claims and buyers") {
  const RunResults plain = run_study(busy(60'000, 52).build(), {});
  const Money level = 1'500'000;
  StudyBuilder builder = busy(20'000, 53);
  aim(builder, level);
  const RunResults moved = run_study(builder.build(), {});
  CHECK(moved.trial_columns.minimum_balance.size() == 0);
  const auto estimate = [](const NdArray<double>& mean, const NdArray<double>& error, std::size_t i) {
    return MeanEstimate{mean.values()[i], error.values()[i]};
  };
  for (std::size_t cell = 0; cell < plain.losses.mean.size(); ++cell)
    if (plain.losses.mean.values()[cell] > 0)
      check_same("mean of cell " + std::to_string(cell), estimate(plain.losses.mean, plain.losses.standard_error, cell),
                 estimate(moved.losses.mean, moved.losses.standard_error, cell));
  for (std::size_t b = 0; b < plain.buyers.default_probability.size(); ++b) {
    check_same("default of buyer " + std::to_string(b),
               estimate(plain.buyers.default_probability, plain.buyers.default_probability_standard_error, b),
               estimate(moved.buyers.default_probability, moved.buyers.default_probability_standard_error, b));
    check_same("loss on buyer " + std::to_string(b),
               estimate(plain.buyers.expected_loss, plain.buyers.expected_loss_standard_error, b),
               estimate(moved.buyers.expected_loss, moved.buyers.expected_loss_standard_error, b));
  }
  for (const Money x : {level / 2, level, level * 3 / 2}) {
    check_same("gross loss above " + std::to_string(x), share_above(plain.trial_columns.gross_loss, 0, x, {}),
               share_above(moved.trial_columns.gross_loss, 0, x, moved.trial_columns.weight));
    check_same("retained loss above " + std::to_string(x / 2),
               share_above(plain.trial_columns.retained_loss, 1, x / 2, {}),
               share_above(moved.trial_columns.retained_loss, 1, x / 2, moved.trial_columns.weight));
  }
}
