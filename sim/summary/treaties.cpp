// What treaties carry, what is left to the insurer and to the insured's group.

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/statistics/scan.h"
#include "sim/summary/parts.h"

namespace delcredere::summary {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const char* kind_name(TreatyKind kind) {
  switch (kind) {
    case TreatyKind::quota_share:
      return "quota_share";
    case TreatyKind::surplus:
      return "surplus";
    case TreatyKind::per_risk_xl:
      return "per_risk_xl";
    case TreatyKind::aggregate_xl:
      return "aggregate_xl";
    case TreatyKind::stop_loss:
      return "stop_loss";
  }
  return "";
}

const char* carrier_name(TreatyCarrier carrier) {
  switch (carrier) {
    case TreatyCarrier::reinsurer:
      return "reinsurer";
    case TreatyCarrier::captive:
      return "captive";
    case TreatyCarrier::coinsurer:
      return "coinsurer";
  }
  return "";
}

using Values = std::vector<std::int64_t>;

Values column(const RunTotals& totals, std::size_t number) {
  Values values(totals.columns.trials());
  totals.columns.read(number, 0, values);
  return values;
}

struct Estimates {
  ExactSums sums;
  std::vector<QuantileEstimate> quantiles;
};

Estimates estimate(Values values, const std::vector<QuantileRanks>& ranks) {
  Estimates estimates;
  estimates.sums.add(values);
  estimates.quantiles = select_quantiles(std::span(values), ranks);
  return estimates;
}

/// P = A / (1 + c R), A mean ceded, R mean share of the layer reinstated, with the error of the delta method:
/// dP = (a - A) / (1 + c R) - A c (r - R) / (1 + c R)^2 for each trial.
struct Upfront {
  double premium = 0, premium_error = 0, reinstatement = 0, reinstatement_error = 0;
};

Upfront upfront(const Values& ceded, const Values& reinstated, double per_unit) {
  const auto n = static_cast<double>(ceded.size());
  double a = 0, r = 0;
  for (std::size_t i = 0; i < ceded.size(); ++i) {
    a += static_cast<double>(ceded[i]);
    r += static_cast<double>(reinstated[i]) * per_unit;
  }
  a /= n;
  r /= n;
  const double d = 1.0 + r;
  double premium_squares = 0, reinstatement_squares = 0;
  for (std::size_t i = 0; i < ceded.size(); ++i) {
    const double x = static_cast<double>(ceded[i]) - a, y = static_cast<double>(reinstated[i]) * per_unit - r;
    const double premium = x / d - a * y / (d * d);
    const double reinstatement = x - premium;  // expected losses less the upfront premium
    premium_squares += premium * premium;
    reinstatement_squares += reinstatement * reinstatement;
  }
  const double by = n > 1 ? std::sqrt(1.0 / (n * (n - 1.0))) : kNaN;
  return {a / d, std::sqrt(premium_squares) * by, a - a / d, std::sqrt(reinstatement_squares) * by};
}

class Treaties {
 public:
  Treaties(const Study& study, const Plan& plan, const RunTotals& totals)
      : study_(study),
        plan_(plan),
        totals_(totals),
        scale_(study.currency),
        ranks_(ranks_of(probabilities_of(study), totals.trials)) {}

  TreatyResults all();

 private:
  void allocate();
  void treaty(std::size_t s, std::size_t y);
  void nets(std::size_t s, std::size_t p);
  void put(const Estimates& e, NdArray<double>& mean, NdArray<double>& error, NdArray<double>& q, NdArray<double>& low,
           NdArray<double>& high, std::size_t s, std::size_t i) const;

  const Study& study_;
  const Plan& plan_;
  const RunTotals& totals_;
  Scale scale_;
  std::vector<QuantileRanks> ranks_;
  TreatyResults r_;
};

void Treaties::allocate() {
  const TallyShape& shape = totals_.shape;
  const std::size_t S = shape.scenarios, Y = shape.treaties.size(), P = shape.policies, Q = ranks_.size();
  for (const TallyShape::TreatyPlace& place : shape.treaties) {
    const PolicyTerms& policy = study_.scenarios.front().policies[place.policy - 1];
    const TreatyTerms& terms = policy.treaties[place.treaty];
    r_.names.push_back(policy.name + "/" + terms.name);
    r_.kinds.emplace_back(kind_name(terms.kind));
    r_.carriers.emplace_back(carrier_name(terms.carrier));
  }
  for (NdArray<double>* a :
       {&r_.ceded, &r_.ceded_standard_error, &r_.ceded_standard_deviation, &r_.attachment_probability,
        &r_.attachment_probability_standard_error, &r_.exhaustion_probability,
        &r_.exhaustion_probability_standard_error, &r_.upfront_premium, &r_.upfront_premium_standard_error,
        &r_.reinstatement_premium, &r_.reinstatement_premium_standard_error})
    *a = NdArray<double>({S, Y});
  for (NdArray<double>* a : {&r_.ceded_quantile, &r_.ceded_quantile_lower, &r_.ceded_quantile_upper})
    *a = NdArray<double>({S, Y, Q});
  for (NdArray<double>* a : {&r_.net, &r_.net_standard_error, &r_.group_retained, &r_.group_retained_standard_error})
    *a = NdArray<double>({S, P});
  for (NdArray<double>* a :
       {&r_.net_quantile, &r_.net_quantile_lower, &r_.net_quantile_upper, &r_.group_retained_quantile,
        &r_.group_retained_quantile_lower, &r_.group_retained_quantile_upper})
    *a = NdArray<double>({S, P, Q});
}

void Treaties::put(const Estimates& e, NdArray<double>& mean, NdArray<double>& error, NdArray<double>& q,
                   NdArray<double>& low, NdArray<double>& high, std::size_t s, std::size_t i) const {
  mean(s, i) = scale_(e.sums.mean());
  error(s, i) = scale_(e.sums.standard_error());
  for (std::size_t k = 0; k < e.quantiles.size(); ++k) {
    q(s, i, k) = scale_(e.quantiles[k].value);
    low(s, i, k) = scale_(e.quantiles[k].lower);
    high(s, i, k) = scale_(e.quantiles[k].upper);
  }
}

void Treaties::treaty(std::size_t s, std::size_t y) {
  const TallyShape& shape = totals_.shape;
  const auto [p, t] = shape.treaties[y];
  const std::uint64_t trials = totals_.trials;
  const Values ceded = column(totals_, shape.layout.ceded(s, p, t));
  const Values reinstated = column(totals_, shape.layout.reinstated(s, p, t));
  const Estimates e = estimate(ceded, ranks_);
  put(e, r_.ceded, r_.ceded_standard_error, r_.ceded_quantile, r_.ceded_quantile_lower, r_.ceded_quantile_upper, s, y);
  r_.ceded_standard_deviation(s, y) = scale_(e.sums.standard_deviation());
  const auto attached =
      static_cast<std::uint64_t>(std::count_if(ceded.begin(), ceded.end(), [](std::int64_t x) { return x > 0; }));
  const std::uint64_t exhausted = totals_.tally.treaty_exhausted[s * shape.treaties.size() + y];
  r_.attachment_probability(s, y) = probability(attached, trials);
  r_.attachment_probability_standard_error(s, y) = probability_standard_error(attached, trials);
  r_.exhaustion_probability(s, y) = probability(exhausted, trials);
  r_.exhaustion_probability_standard_error(s, y) = probability_standard_error(exhausted, trials);
  const TreatyTerms& terms = plan_.scenarios[s].policies[p - 1].treaties.terms(t);
  const double per_unit = terms.reinstatements && terms.limit != kUnlimited
                              ? terms.reinstatement_premium.to_double() / static_cast<double>(terms.limit)
                              : 0.0;
  const Upfront price = upfront(ceded, reinstated, per_unit);
  r_.upfront_premium(s, y) = scale_(price.premium);
  r_.upfront_premium_standard_error(s, y) = scale_(price.premium_error);
  r_.reinstatement_premium(s, y) = scale_(price.reinstatement);
  r_.reinstatement_premium_standard_error(s, y) = scale_(price.reinstatement_error);
}

void Treaties::nets(std::size_t s, std::size_t p) {
  const TallyShape& shape = totals_.shape;
  Values net = column(totals_, shape.layout.of(s, p, PolicyValue::insured));
  Values group = column(totals_, shape.layout.of(s, p, PolicyValue::retained));
  for (const auto& [policy, t] : shape.treaties) {
    if (policy != p) continue;
    const bool captive = plan_.scenarios[s].policies[p - 1].treaties.terms(t).carrier == TreatyCarrier::captive;
    const Values ceded = column(totals_, shape.layout.ceded(s, p, t));
    for (std::size_t i = 0; i < ceded.size(); ++i) {
      net[i] -= ceded[i];
      if (captive) group[i] += ceded[i];
    }
  }
  put(estimate(std::move(net), ranks_), r_.net, r_.net_standard_error, r_.net_quantile, r_.net_quantile_lower,
      r_.net_quantile_upper, s, p);
  put(estimate(std::move(group), ranks_), r_.group_retained, r_.group_retained_standard_error,
      r_.group_retained_quantile, r_.group_retained_quantile_lower, r_.group_retained_quantile_upper, s, p);
}

TreatyResults Treaties::all() {
  allocate();
  for (std::size_t s = 0; s < totals_.shape.scenarios; ++s) {
    for (std::size_t y = 0; y < totals_.shape.treaties.size(); ++y) treaty(s, y);
    for (std::size_t p = 0; p < totals_.shape.policies; ++p) nets(s, p);
  }
  return std::move(r_);
}

}  // namespace

TreatyResults treaties(const Study& study, const Plan& plan, const RunTotals& totals) {
  if (totals.shape.treaties.empty()) return {};
  return Treaties(study, plan, totals).all();
}

}  // namespace delcredere::summary
