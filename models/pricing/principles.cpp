#include "models/pricing/principles.h"

#include "models/pricing/functionals.h"

namespace delcredere {
namespace {

struct Name {
  const char* operator()(const ExpectedValuePrinciple&) const { return "expected_value"; }
  const char* operator()(const StandardDeviationPrinciple&) const { return "standard_deviation"; }
  const char* operator()(const VariancePrinciple&) const { return "variance"; }
  const char* operator()(const TailValuePrinciple&) const { return "tail_value_at_risk"; }
  const char* operator()(const WangPrinciple&) const { return "wang"; }
  const char* operator()(const ProportionalHazardPrinciple&) const { return "proportional_hazard"; }
  const char* operator()(const EsscherPrinciple&) const { return "esscher"; }
  const char* operator()(const CostOfCapitalPrinciple&) const { return "cost_of_capital"; }
};

struct Value {
  const EmpiricalLoss& loss;

  PriceEstimate operator()(const ExpectedValuePrinciple& p) const {
    return {(1.0 + p.loading) * loss.mean(), (1.0 + p.loading) * loss.mean_error()};
  }
  PriceEstimate operator()(const StandardDeviationPrinciple& p) const { return mean_deviation(loss, p.loading, 0.0); }
  PriceEstimate operator()(const VariancePrinciple& p) const { return mean_deviation(loss, 0.0, 1.0 / p.amount); }
  PriceEstimate operator()(const TailValuePrinciple& p) const { return tail_mixture(loss, p.probability, 1.0); }
  PriceEstimate operator()(const WangPrinciple& p) const { return distorted(loss, WangDistortion{p.lambda}); }
  PriceEstimate operator()(const ProportionalHazardPrinciple& p) const {
    return distorted(loss, PowerDistortion{p.exponent});
  }
  PriceEstimate operator()(const EsscherPrinciple& p) const { return esscher_mean(loss, p.amount); }
  PriceEstimate operator()(const CostOfCapitalPrinciple& p) const { return tail_mixture(loss, p.probability, p.rate); }
};

}  // namespace

std::string principle_name(const PremiumPrinciple& principle) { return std::visit(Name{}, principle); }

PriceEstimate risk_premium(const PremiumPrinciple& principle, const EmpiricalLoss& loss) {
  return std::visit(Value{loss}, principle);
}

std::vector<PremiumPrinciple> usual_principles() {
  return {ExpectedValuePrinciple{}, StandardDeviationPrinciple{},  TailValuePrinciple{},
          WangPrinciple{},          ProportionalHazardPrinciple{}, CostOfCapitalPrinciple{}};
}

}  // namespace delcredere
