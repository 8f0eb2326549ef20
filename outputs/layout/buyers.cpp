#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

namespace {

/// What is left after insurance: expected, and contributions to its risk, by buyer, sector or country.
template <class Results>
void retained(GroupBuilder& group, Axis axis, Results& r) {
  const std::string& money = group.currency();
  const std::vector<Axis> own{scenario, detailed_policy, axis};
  group.estimate("expected_retained", own, r.expected_retained, r.expected_retained_standard_error,
                 {money, "expected loss after insurance", {}});
  group.estimate("contribution_sd", own, r.contribution_sd, r.contribution_sd_standard_error,
                 {money,
                  "contribution to the standard deviation of the retained loss",
                  {{"method", "covariance with the whole loss over its standard deviation"}}});
  group.estimate("contribution_var99", own, r.contribution_var99, r.contribution_var99_standard_error,
                 {money, "contribution to the 99 % value at risk of the retained loss", {}});
  group.estimate("contribution_es99", own, r.contribution_es99, r.contribution_es99_standard_error,
                 {money, "contribution to the 99 % expected shortfall of the retained loss", {}});
}

}  // namespace

Group buyers(RunResults& results) {
  BuyerResults& r = results.buyers;
  GroupBuilder group("buyers", "risk by buyer", results);
  const std::string& money = group.currency();
  const std::vector<Axis> any{scenario, buyer};
  const std::vector<Axis> own{scenario, detailed_policy, buyer};
  group.label("name", buyer, results.axes.buyer_names, "name of the buyer");
  group.label("sector", buyer, results.axes.buyer_sectors, "sector of the buyer");
  group.label("country", buyer, results.axes.buyer_countries, "country of the buyer");
  group.known("exposure", {buyer}, r.exposure, {money, "open debt at as_of", {}});
  group.estimate("default_probability", any, r.default_probability, r.default_probability_standard_error,
                 {"1", "probability of default within the horizon, given what is known at as_of", {}});
  group.estimate("expected_loss", any, r.expected_loss, r.expected_loss_standard_error,
                 {money, "expected gross loss", {}});
  retained(group, buyer, r);
  group.estimate("mean_days_late", any, r.mean_days_late, r.mean_days_late_standard_error,
                 {"day", "mean days from due date to payment", {}});
  PricingResults& price = results.pricing;
  group.estimate("expected_claims", own, price.buyer_claims, price.buyer_claims_standard_error,
                 {money, "expected net loss of the insurer", {}});
  group.known("insured_limit", {detailed_policy, buyer}, price.insured_limit,
              {money, "insured limit for shipments on as_of; infinite where unlimited", {}});
  group.interval("exposure_at_default", any, price.exposure_at_default, price.exposure_at_default_lower,
                 price.exposure_at_default_upper,
                 {money,
                  "quantile of the open debt at default",
                  {{"probability", price.exposure_probability},
                   {"method", "order statistics over the first trials' defaults of the buyer; at least 10"}}});
  return group.finish();
}

namespace {

/// Sectors or countries.
Group parts(RunResults& results, SectorResults& r, const char* name, const char* words, Axis axis) {
  GroupBuilder group(name, words, results);
  const std::string& money = group.currency();
  group.known("exposure", {axis}, r.exposure, {money, "open debt at as_of", {}});
  group.estimate("expected_defaults", {scenario, axis}, r.expected_defaults, r.expected_defaults_standard_error,
                 {"1", "expected number of defaults", {}});
  group.estimate("expected_loss", {scenario, axis}, r.expected_loss, r.expected_loss_standard_error,
                 {money, "expected gross loss", {}});
  retained(group, axis, r);
  return group.finish();
}

}  // namespace

Group sectors(RunResults& results) { return parts(results, results.sectors, "sectors", "risk by sector", sector); }

Group countries(RunResults& results) {
  return parts(results, results.countries, "countries", "risk by country", country);
}

Group concentration(RunResults& results) {
  ConcentrationResults& r = results.concentration;
  GroupBuilder group("concentration", "how concentrated the open debt is at as_of; nothing simulated", results);
  const std::string& money = group.currency();
  group.known("top_share", {top}, r.top_share, {"1", "share of the largest buyers in the open debt", {}});
  group.known("hhi", {scenario}, r.hhi, {"1", "Herfindahl-Hirschman index of the buyers' open debt", {}});
  group.known("sector_hhi", {scenario}, r.sector_hhi,
              {"1", "Herfindahl-Hirschman index of the sectors' open debt", {}});
  group.known("country_hhi", {scenario}, r.country_hhi,
              {"1", "Herfindahl-Hirschman index of the countries' open debt", {}});
  group.known("granularity_adjustment", {scenario, probability}, r.granularity_adjustment,
              {money,
               "what the quantile of the loss on the open debt gains because buyers are finitely many and unequal",
               {{"method", "first order, one factor, Gaussian copula (Martin and Wilde 2002)"}}});
  return group.finish();
}

}  // namespace delcredere::layout
