#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "models/core/statistics/order_statistics.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Ratio of means with the error of the delta method: R = X / C, var R = var(X - R C) / (n C^2).
struct Ratio {
  double value = kNaN, standard_error = kNaN;
};
Ratio ratio(const RatioSums& sums) {
  const auto n = static_cast<double>(sums.numerator.count);
  const double c = sums.denominator.mean();
  if (!(c > 0.0)) return {};
  const double value = sums.numerator.mean() / c;
  if (n < 2) return {value, kNaN};
  const double sx = sums.numerator.standard_deviation(), sc = sums.denominator.standard_deviation();
  const double covariance = (static_cast<double>(sums.product) / n - sums.numerator.mean() * c) * n / (n - 1.0);
  const double variance = sx * sx - 2.0 * value * covariance + value * value * sc * sc;
  return {value, std::sqrt(std::max(0.0, variance) / n) / c};
}

}  // namespace

ResultAxes axes_of(const Study& study, const Plan& plan) {
  ResultAxes axes;
  for (const Scenario& scenario : study.scenarios) axes.scenarios.push_back(scenario.name);
  axes.policies = {"none"};
  for (const PolicyTerms& policy : study.scenarios.front().policies) axes.policies.push_back(policy.name);
  const TallyShape shape(plan);
  for (const std::uint32_t p : shape.detailed) axes.detailed_policies.push_back(axes.policies[p]);
  axes.probabilities = study.outputs.probabilities;
  axes.return_periods = study.outputs.return_periods;
  axes.period_ends.assign(study.period_ends.begin(), study.period_ends.end());
  for (const Buyer& buyer : study.portfolio.buyers) {
    axes.buyer_ids.push_back(buyer.id);
    axes.buyer_names.push_back(buyer.name);
    axes.buyer_sectors.push_back(buyer.sector);
    axes.buyer_countries.push_back(buyer.country);
  }
  axes.sectors = plan.sectors.names;
  axes.countries = plan.countries.names;
  axes.ageing_buckets = ageing_bucket_names();
  axes.covenants = plan.covenants;
  axes.as_of = study.as_of;
  axes.currency = study.currency;
  axes.study_name = study.name;
  axes.period_name = study.period_name;
  return axes;
}

BuyerResults buyers(const Study& study, const Plan& plan, const RunTotals& totals,
                    const std::vector<DetailSink>& detail) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const std::size_t S = shape.scenarios, D = shape.details(), B = shape.buyers;
  BuyerResults r;
  r.exposure = NdArray<double>({B});
  for (NdArray<double>* a : {&r.default_probability, &r.default_probability_standard_error, &r.expected_loss,
                             &r.expected_loss_standard_error})
    *a = NdArray<double>({S, B});
  r.expected_retained = r.expected_retained_standard_error = NdArray<double>({S, D, B});
  if (shape.cash) r.mean_days_late = r.mean_days_late_standard_error = NdArray<double>({S, B});
  for (std::size_t b = 0; b < B; ++b) r.exposure(b) = scale(static_cast<double>(plan.open_debt[b]));
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t b = 0; b < B; ++b) {
      const BuyerTally<MeanEstimate, MeanEstimate>& tally = totals.estimates.buyers[s * B + b];
      r.default_probability(s, b) = tally.defaults.value;
      r.default_probability_standard_error(s, b) = tally.defaults.standard_error;
      r.expected_loss(s, b) = scale(tally.gross.value);
      r.expected_loss_standard_error(s, b) = scale(tally.gross.standard_error);
      for (std::size_t d = 0; d < D; ++d) {
        const MeanEstimate& retained = d == 0 ? tally.gross : totals.estimates.retained[(s * (D - 1) + d - 1) * B + b];
        r.expected_retained(s, d, b) = scale(retained.value);
        r.expected_retained_standard_error(s, d, b) = scale(retained.standard_error);
      }
      if (shape.cash) {
        const Ratio late = ratio(detail[s].buyer_days_late(b));
        r.mean_days_late(s, b) = late.value;
        r.mean_days_late_standard_error(s, b) = late.standard_error;
      }
    }
  return r;
}

SectorResults groups(const Study& study, const Plan& plan, const RunTotals& totals, std::size_t grouping) {
  const TallyShape& shape = totals.shape;
  const Scale scale(study.currency);
  const BookSectors& names = grouping == kBySector ? plan.sectors : plan.countries;
  const std::size_t S = shape.scenarios, D = shape.details(), K = names.names.size();
  SectorResults r;
  if (K == 0) return r;
  r.exposure = NdArray<double>({K});
  for (NdArray<double>* a :
       {&r.expected_defaults, &r.expected_defaults_standard_error, &r.expected_loss, &r.expected_loss_standard_error})
    *a = NdArray<double>({S, K});
  r.expected_retained = r.expected_retained_standard_error = NdArray<double>({S, D, K});
  for (std::size_t b = 0; b < shape.buyers; ++b)
    r.exposure(names.of_buyer[b]) += scale(static_cast<double>(plan.open_debt[b]));
  const GroupTallies<MeanEstimate>& group = totals.estimates.groups[grouping];
  for (std::size_t s = 0; s < S; ++s)
    for (std::size_t k = 0; k < K; ++k) {
      const SectorTally<MeanEstimate>& tally = group.own[s * K + k];
      r.expected_defaults(s, k) = tally.defaults.value;
      r.expected_defaults_standard_error(s, k) = tally.defaults.standard_error;
      r.expected_loss(s, k) = scale(tally.gross.value);
      r.expected_loss_standard_error(s, k) = scale(tally.gross.standard_error);
      for (std::size_t d = 0; d < D; ++d) {
        const MeanEstimate& retained = group.retained[(s * D + d) * K + k];
        r.expected_retained(s, d, k) = scale(retained.value);
        r.expected_retained_standard_error(s, d, k) = scale(retained.standard_error);
      }
    }
  return r;
}

}  // namespace delcredere::summary
