// pricing: principles, loadings, history.

#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

template <class P, class F>
void principle(Visitor& v, const Key& key, std::vector<PremiumPrinciple>& chosen, const F& body) {
  Key optional = key;
  optional.on_demand = true;
  v.section(optional, [&](Visitor& inner) {
    P parameters;
    body(inner, parameters);
    if (inner.reading()) chosen.emplace_back(parameters);
  });
}

void tail_probability(Visitor& v, Decimal& probability) {
  v.share({.name = "probability",
           .doc = "Level of the expected shortfall.",
           .minimum = 0,
           .maximum = 1,
           .below_maximum = true},
          probability);
}

void tail_amount(Visitor& v, const char* doc, double& amount) {
  v.number({.name = "amount", .doc = doc, .minimum = 0, .above_minimum = true}, amount);
}

void describe_principles(Visitor& v, std::vector<PremiumPrinciple>& principles) {
  v.section({.name = "principles",
             .doc = "The premium principles to price with; without this key all but variance and esscher.",
             .on_demand = true},
            [&](Visitor& inner) {
              std::vector<PremiumPrinciple> chosen;
              principle<ExpectedValuePrinciple>(inner, {.name = "expected_value", .doc = "(1 + loading) x mean."},
                                                chosen, [](Visitor& each, ExpectedValuePrinciple& p) {
                                                  each.factor({.name = "loading", .doc = "Loading on the mean."},
                                                              p.loading);
                                                });
              principle<StandardDeviationPrinciple>(
                  inner, {.name = "standard_deviation", .doc = "Mean + loading x standard deviation."}, chosen,
                  [](Visitor& each, StandardDeviationPrinciple& p) {
                    each.factor({.name = "loading", .doc = "Loading per standard deviation."}, p.loading);
                  });
              principle<VariancePrinciple>(inner, {.name = "variance", .doc = "Mean + variance / amount."}, chosen,
                                           [](Visitor& each, VariancePrinciple& p) {
                                             tail_amount(each, "What the variance is divided by, in currency units.",
                                                         p.amount);
                                           });
              principle<TailValuePrinciple>(
                  inner, {.name = "tail_value_at_risk", .doc = "Expected shortfall."}, chosen,
                  [](Visitor& each, TailValuePrinciple& p) { tail_probability(each, p.probability); });
              principle<WangPrinciple>(inner, {.name = "wang", .doc = "Wang transform."}, chosen,
                                       [](Visitor& each, WangPrinciple& p) {
                                         each.factor({.name = "lambda", .doc = "Market price of risk."}, p.lambda);
                                       });
              principle<ProportionalHazardPrinciple>(
                  inner, {.name = "proportional_hazard", .doc = "Integral of a power of the survival function."},
                  chosen, [](Visitor& each, ProportionalHazardPrinciple& p) {
                    each.number({.name = "exponent",
                                 .doc = "The power; 1 is the mean.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .above_minimum = true},
                                p.exponent);
                  });
              principle<EsscherPrinciple>(inner, {.name = "esscher", .doc = "Mean weighted with e^(loss / amount)."},
                                          chosen, [](Visitor& each, EsscherPrinciple& p) {
                                            tail_amount(each, "Scale of the weight, in currency units.", p.amount);
                                          });
              principle<CostOfCapitalPrinciple>(
                  inner, {.name = "cost_of_capital", .doc = "Mean + rate x (expected shortfall - mean)."}, chosen,
                  [](Visitor& each, CostOfCapitalPrinciple& p) {
                    each.factor({.name = "rate", .doc = "Yearly cost of the capital."}, p.rate);
                    tail_probability(each, p.probability);
                  });
              if (!inner.reading()) return;
              if (chosen.empty()) inner.reject("", "names no principle");
              principles = std::move(chosen);
            });
}

void describe_history(Visitor& v, std::optional<HistoryConfig>& history, const ConfigPlaces& places) {
  v.optional_section(
      {.name = "history", .doc = "Claims of past years, for the burning cost."}, history,
      [&](Visitor& inner, HistoryConfig& into) {
        describe_file(
            inner,
            {.name = "claims",
             .doc = "CSV file of past claims: date_of_loss, paid, and optionally recovered, policy, buyer_id.",
             .example = "claims.csv",
             .required = true},
            into.claims, places);
        inner.list(
            {.name = "turnover",
             .doc = "Insured turnover of the twelve months up to as_of, of the twelve before, and so on; without this "
                    "key from the ledger, as far as it reaches back.",
             .example = "[9500000, 9100000]",
             .on_demand = true},
            [&] { into.parameters.turnover.clear(); },
            [&](Visitor& item, std::size_t) {
              Money amount = 0;
              item.amount({.name = "", .doc = "Turnover of a year.", .minimum = 0, .above_minimum = true}, amount);
              if (item.reading()) into.parameters.turnover.push_back(amount);
            });
        inner.share({.name = "trend",
                     .doc = "Yearly growth of claims, applied up to the priced year.",
                     .minimum = -0.99,
                     .maximum = 10},
                    into.parameters.trend);
        inner.list(
            {.name = "development",
             .doc = "Factors that bring the claims of each year to ultimate, latest year first; 1 where none is given.",
             .example = "[1.3, 1.1]",
             .on_demand = true},
            [&] { into.parameters.development.clear(); },
            [&](Visitor& item, std::size_t) {
              double factor = 1;
              item.number({.name = "", .doc = "A factor.", .minimum = 0}, factor);
              if (item.reading()) into.parameters.development.push_back(factor);
            });
      });
}

}  // namespace

void describe_pricing(Visitor& v, std::optional<PricingConfig>& pricing, const ConfigPlaces& places) {
  v.optional_section(
      {.name = "pricing",
       .doc = "How policies are priced: with this key every run prices them, without it only the command price does."},
      pricing, [&](Visitor& inner, PricingConfig& config) {
        PricingParameters& parameters = config.parameters;
        describe_principles(inner, parameters.principles);
        PremiumLoadings& loadings = parameters.loadings;
        inner.share({.name = "expenses", .doc = "Expenses as a share of the premium."}, loadings.expenses);
        inner.share({.name = "commission", .doc = "Commission as a share of the premium."}, loadings.commission);
        inner.share({.name = "brokerage", .doc = "Brokerage as a share of the premium."}, loadings.brokerage);
        inner.share({.name = "profit", .doc = "Profit as a share of the premium."}, loadings.profit);
        inner.factor({.name = "tax", .doc = "Insurance premium tax, on top of the premium."}, loadings.tax);
        inner.amount({.name = "fixed_expenses", .doc = "Expenses of a policy that do not depend on its premium."},
                     config.fixed_expenses);
        inner.amount({.name = "minimum_premium", .doc = "Least technical premium."}, config.minimum_premium);
        inner.share({.name = "exposure_probability",
                     .doc = "Quantile of the exposure at default that a limit is held against.",
                     .above_minimum = true,
                     .below_maximum = true},
                    parameters.exposure_probability);
        describe_history(inner, config.history, places);
        if (inner.reading() && loadings.shares() >= 1.0)
          inner.reject("", "expenses, commission, brokerage and profit take the whole premium");
      });
}

}  // namespace delcredere::config
