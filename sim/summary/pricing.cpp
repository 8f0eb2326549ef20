// Prices from the trials: principles on the insurer's net loss, loadings, rates, loss ratios, exhaustion, history.

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "models/core/statistics/scan.h"
#include "models/insurance/insured_book.h"
#include "models/insurance/policy_tables.h"
#include "models/pricing/burning_cost.h"
#include "sim/blocks/threads.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLeastDefaults = 10;  ///< fewer exposures at default say nothing of a quantile
constexpr double kYear = 365.0;

using Shape = std::vector<std::size_t>;

void set(NdArray<double>& value, NdArray<double>& error, const PriceEstimate& estimate, auto... at) {
  value(at...) = estimate.value;
  error(at...) = estimate.standard_error;
}

void make(const Shape& shape, std::initializer_list<NdArray<double>*> arrays) {
  for (NdArray<double>* array : arrays) {
    *array = NdArray<double>(shape);
    std::fill(array->values().begin(), array->values().end(), kNaN);
  }
}

/// The provisional premium for the days of cover among those that are simulated.
double premium_of_horizon(const PremiumPlan& plan, Day horizon, const Scale& scale) {
  double premium = 0;
  for (const PremiumYear& year : plan.years) {
    const Day days = std::min(year.end, horizon) - std::max<Day>(year.first, 0);
    if (days > 0) premium += scale(static_cast<double>(year.provisional)) * days / (year.end - year.first);
  }
  return premium;
}

/// What is the same in every scenario, by policy from 1 on.
struct PolicyFacts {
  InsuredBook book;
  double premium = 0;
};

class Pricer {
 public:
  Pricer(const Study& study, const Plan& plan, const RunTotals& totals)
      : study_(study), plan_(plan), totals_(totals), parameters_(*study.pricing), scale_(study.currency) {}

  PricingResults price(int threads);

 private:
  void allocate();
  void facts(std::size_t p);
  void cell(std::size_t s, std::size_t p);
  void principles(std::size_t s, std::size_t p, const EmpiricalLoss& loss);
  void current(std::size_t s, std::size_t p, const EmpiricalLoss& loss);
  void layer(std::size_t s, std::size_t p);
  void buyers(std::size_t s);
  void history(std::size_t p);

  const Study& study_;
  const Plan& plan_;
  const RunTotals& totals_;
  const PricingParameters& parameters_;
  Scale scale_;
  std::vector<PolicyFacts> facts_;
  PricingResults r_;
};

void Pricer::allocate() {
  const TallyShape& shape = totals_.shape;
  const std::size_t S = shape.scenarios, P = shape.policies, B = shape.buyers, R = parameters_.principles.size();
  for (const PremiumPrinciple& principle : parameters_.principles) r_.principles.push_back(principle_name(principle));
  make({S, P, R}, {&r_.risk_premium, &r_.risk_premium_standard_error, &r_.premium, &r_.premium_standard_error,
                   &r_.payable, &r_.payable_standard_error, &r_.rate_on_outstanding,
                   &r_.rate_on_outstanding_standard_error, &r_.loss_ratio, &r_.loss_ratio_standard_error});
  make({P}, {&r_.outstanding, &r_.current_premium});
  if (shape.cash) {
    make({S, P, R}, {&r_.rate_on_turnover, &r_.rate_on_turnover_standard_error});
    make({P}, {&r_.turnover});
  }
  make({S, P}, {&r_.maximum_liability, &r_.current_loss_ratio, &r_.current_loss_ratio_standard_error,
                &r_.attachment_probability, &r_.attachment_probability_standard_error, &r_.exhaustion_probability,
                &r_.exhaustion_probability_standard_error, &r_.exhaustion_return_period,
                &r_.exhaustion_return_period_lower, &r_.exhaustion_return_period_upper});
  make({S, P, study_.outputs.probabilities.size()},
       {&r_.current_loss_ratio_quantile, &r_.current_loss_ratio_quantile_lower, &r_.current_loss_ratio_quantile_upper});
  const std::size_t D = shape.details();
  make({S, D, B}, {&r_.buyer_claims, &r_.buyer_claims_standard_error});
  make({D, B}, {&r_.insured_limit});
  make({S, B}, {&r_.exposure_at_default, &r_.exposure_at_default_lower, &r_.exposure_at_default_upper});
  if (parameters_.history)
    make({P}, {&r_.burning_cost, &r_.burning_cost_standard_error, &r_.burning_rate, &r_.burning_rate_standard_error,
               &r_.burning_rate_trend, &r_.burning_rate_trend_standard_error, &r_.burning_cost_fitted,
               &r_.burning_cost_fitted_standard_error});
  r_.exposure_probability = parameters_.exposure_probability.to_double();
}

void Pricer::facts(std::size_t p) {
  const std::vector<PolicyTerms>& policies = study_.scenarios.front().policies;
  const PolicyTerms& terms = policies[p - 1];
  const PolicyTerms* primary = nullptr;
  for (const PolicyTerms& other : policies)
    if (!terms.limits.excess_of.empty() && other.name == terms.limits.excess_of) primary = &other;
  const PremiumPlan& premium = plan_.scenarios.front().policies[p - 1].premium;
  PolicyFacts& facts = facts_[p];
  facts = {insured_book(terms, study_.portfolio, plan_.horizon, primary),
           premium_of_horizon(premium, plan_.horizon, scale_)};
  r_.outstanding(p) = scale_(static_cast<double>(facts.book.outstanding));
  if (totals_.shape.cash) r_.turnover(p) = scale_(static_cast<double>(facts.book.turnover));
  r_.current_premium(p) = facts.premium;
  const std::int32_t d = totals_.shape.detail_of[p];
  for (std::size_t b = 0; d > 0 && b < totals_.shape.buyers; ++b) {
    const Money limit = facts.book.limits[b];
    r_.insured_limit(static_cast<std::size_t>(d), b) =
        limit == kUnlimited ? std::numeric_limits<double>::infinity() : scale_(static_cast<double>(limit));
  }
  if (parameters_.history) history(p);
}

void Pricer::principles(std::size_t s, std::size_t p, const EmpiricalLoss& loss) {
  for (std::size_t r = 0; r < parameters_.principles.size(); ++r) {
    const PriceEstimate risk = risk_premium(parameters_.principles[r], loss);
    const PriceEstimate premium = technical_premium(parameters_.loadings, risk);
    set(r_.risk_premium, r_.risk_premium_standard_error, risk, s, p, r);
    set(r_.premium, r_.premium_standard_error, premium, s, p, r);
    set(r_.payable, r_.payable_standard_error, payable_premium(parameters_.loadings, premium), s, p, r);
    set(r_.rate_on_outstanding, r_.rate_on_outstanding_standard_error, rate_on(premium, r_.outstanding(p)), s, p, r);
    if (totals_.shape.cash)
      set(r_.rate_on_turnover, r_.rate_on_turnover_standard_error, rate_on(premium, r_.turnover(p)), s, p, r);
    // The premium is the price asked, a given number here: the error is that of the mean loss.
    set(r_.loss_ratio, r_.loss_ratio_standard_error, rate_on({loss.mean(), loss.mean_error()}, premium.value), s, p, r);
  }
}

void Pricer::current(std::size_t s, std::size_t p, const EmpiricalLoss& loss) {
  const double premium = facts_[p].premium;
  if (!(premium > 0.0)) return;
  set(r_.current_loss_ratio, r_.current_loss_ratio_standard_error, rate_on({loss.mean(), loss.mean_error()}, premium),
      s, p);
  const std::vector<double>& x = loss.sorted();
  const std::vector<QuantileRanks> ranks = ranks_of(study_.outputs.probabilities, x.size());
  const auto at = [&](std::uint64_t rank) { return rank == 0 ? kNaN : x[rank - 1] / premium; };
  for (std::size_t q = 0; q < ranks.size(); ++q) {
    r_.current_loss_ratio_quantile(s, p, q) = at(ranks[q].rank);
    r_.current_loss_ratio_quantile_lower(s, p, q) = at(ranks[q].lower);
    r_.current_loss_ratio_quantile_upper(s, p, q) = at(ranks[q].upper);
  }
}

void Pricer::layer(std::size_t s, std::size_t p) {
  const TallyShape& shape = totals_.shape;
  const std::uint64_t trials = totals_.trials;
  const std::uint64_t attached = moments(totals_.columns.scan(shape.layout.of(s, p, PolicyValue::claims))).positive;
  r_.attachment_probability(s, p) = probability(attached, trials);
  r_.attachment_probability_standard_error(s, p) = probability_standard_error(attached, trials);
  const PolicyTerms& terms = study_.scenarios[s].policies[p - 1];
  if (!terms.maximum_liability) return;
  const PremiumPlan& premium = plan_.scenarios.front().policies[p - 1].premium;
  r_.maximum_liability(s, p) = scale_(static_cast<double>(liability_of_year(terms, premium.provisional(), 0)));
  const std::uint64_t exhausted = totals_.tally.price.exhausted[s * shape.policies + p];
  r_.exhaustion_probability(s, p) = probability(exhausted, trials);
  r_.exhaustion_probability_standard_error(s, p) = probability_standard_error(exhausted, trials);
  // One in 1 / P horizons, in years of 365 days.
  const double years = static_cast<double>(plan_.horizon) / kYear;
  const Interval interval = wilson_interval(exhausted, trials);
  r_.exhaustion_return_period(s, p) = years / probability(exhausted, trials);
  r_.exhaustion_return_period_lower(s, p) = years / interval.upper;
  r_.exhaustion_return_period_upper(s, p) = years / interval.lower;
}

void Pricer::buyers(std::size_t s) {
  const TallyShape& shape = totals_.shape;
  const std::size_t D = shape.details(), B = shape.buyers;
  for (std::size_t d = 1; d < D; ++d)
    for (std::size_t b = 0; b < B; ++b) {
      ExactSums sums = totals_.tally.price.insured[(s * (D - 1) + d - 1) * B + b];
      sums.add_zeros(totals_.trials - sums.count);
      r_.buyer_claims(s, d, b) = scale_(sums.mean());
      r_.buyer_claims_standard_error(s, d, b) = scale_(sums.standard_error());
    }
  for (std::size_t b = 0; b < B; ++b) {
    std::vector<std::int64_t> exposures = totals_.tally.price.exposures[s * B + b];
    if (exposures.size() < kLeastDefaults) continue;
    const QuantileRanks ranks = quantile_ranks(Probability::of(parameters_.exposure_probability), exposures.size());
    const QuantileEstimate quantile = select_quantiles(std::span(exposures), {&ranks, 1}).front();
    r_.exposure_at_default(s, b) = scale_(quantile.value);
    r_.exposure_at_default_lower(s, b) = scale_(quantile.lower);
    r_.exposure_at_default_upper(s, b) = scale_(quantile.upper);
  }
}

void Pricer::history(std::size_t p) {
  const ClaimsHistory& history = *parameters_.history;
  const std::string& policy = study_.scenarios.front().policies[p - 1].name;
  std::vector<HistoryYear> years;
  for (std::size_t k = 1; k <= history.turnover.size(); ++k) {
    HistoryYear year;
    year.year = -static_cast<double>(k);
    year.turnover = scale_(static_cast<double>(history.turnover[k - 1]));
    year.development = k <= history.development.size() ? history.development[k - 1] : 1.0;
    for (const PastClaim& claim : history.claims) {
      if (claim.concerns(policy) && claim.date_of_loss >= history.year_starts[k] &&
          claim.date_of_loss < history.year_starts[k - 1])
        year.claims += scale_(static_cast<double>(claim.paid - claim.recovered));
    }
    years.push_back(year);
  }
  // An exposure book has no turnover to come: the latest year's stands for it.
  const double turnover = totals_.shape.cash ? r_.turnover(p) : years.front().turnover;
  const BurningCost cost = burning_cost(years, 0.0, turnover, history.trend);
  set(r_.burning_cost, r_.burning_cost_standard_error, cost.cost, p);
  set(r_.burning_rate, r_.burning_rate_standard_error, cost.rate, p);
  set(r_.burning_rate_trend, r_.burning_rate_trend_standard_error, cost.trend, p);
  set(r_.burning_cost_fitted, r_.burning_cost_fitted_standard_error,
      {cost.trended_rate.value * turnover, cost.trended_rate.standard_error * turnover}, p);
}

void Pricer::cell(std::size_t s, std::size_t p) {
  std::vector<std::int64_t> insured(totals_.trials);
  totals_.columns.read(totals_.shape.layout.of(s, p, PolicyValue::insured), 0, insured);
  const EmpiricalLoss loss(insured, static_cast<double>(study_.currency.minor_per_unit()));
  principles(s, p, loss);
  current(s, p, loss);
  layer(s, p);
}

PricingResults Pricer::price(int threads) {
  const TallyShape& shape = totals_.shape;
  allocate();
  facts_.resize(shape.policies);
  for (std::size_t p = 1; p < shape.policies; ++p) facts(p);
  for_each_index(threads, shape.scenarios * (shape.policies - 1),
                 [&](std::uint64_t i) { cell(i / (shape.policies - 1), 1 + i % (shape.policies - 1)); });
  for_each_index(threads, shape.scenarios, [&](std::uint64_t s) { buyers(s); });
  return std::move(r_);
}

}  // namespace

PricingResults pricing(const Study& study, const Plan& plan, const RunTotals& totals, int threads) {
  if (!study.pricing || study.scenarios.front().policies.empty()) return {};
  return Pricer(study, plan, totals).price(threads);
}

}  // namespace delcredere::summary
