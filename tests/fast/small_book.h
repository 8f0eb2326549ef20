#pragma once
// A small book with everything that the fast engine treats apart: buyers that are known well, a little and not at all,
// open items that are due, overdue and older than their law allows, disputed ones, certain and impossible defaults,
// several laws, sectors and bands, and scenarios that share payments, draws and shocks or do not.

#include <random>
#include <string>

#include "tests/support/study_builder.h"

namespace delcredere::testing {

inline Study small_book(std::uint64_t trials) {
  StudyBuilder builder(trials, 4711, 182);
  builder.over(182, "week", 7).asset_correlation(0.2, 0.5);
  Scenario& base = builder.base();
  base.payment.buyer_effect = 0.3;
  base.payment.sector_effect = 0.1;
  base.payment.default_link = 0.3;
  base.payment.segments["default"] = {0.35, LognormalDelay{18.0, 22.0}};
  base.payment.segments["slow"] = {0.0, LognormalDelay{90.0, 120.0}};
  base.payment.segments["punctual"] = {1.0, LognormalDelay{1.0, 0.0}};
  base.credit.lgd["default"] = {0.8, 0.2, 60};
  base.liquidity.opening_cash = 5'000'000;
  base.liquidity.minimum_cash = 1'000'000;
  base.liquidity.credit_line = CreditLine{2'000'000, 0.07};
  PolicyTerms policy;
  policy.name = "cover";
  policy.protracted_default = CauseTerms{60};
  policy.aggregate_first_loss.amount = 50'000;
  policy.premium.rate_on_turnover = Decimal{25, 4};
  base.policies = {policy};

  std::mt19937_64 bits(5);
  const auto pick = [&](Day low, Day high) {
    return low + static_cast<Day>(bits() % static_cast<std::uint64_t>(high - low + 1));
  };
  const double pds[] = {0.0, 0.0002, 0.003, 0.01, 0.04, 0.12, 0.5, 1.0};
  for (int i = 0; i < 120; ++i) {
    Buyer& buyer = builder.buyer(pds[i % 8], i % 3 == 0 ? "retail" : i % 3 == 1 ? "metal" : "food");
    if (i % 7 == 0) buyer.segment = "slow";
    if (i % 11 == 0) buyer.segment = "punctual";
    const int known = i % 5 == 0 ? 0 : i % 5 * 4;
    Day issue = -300;
    for (int k = 0; k < known; ++k)
      builder.invoice(issue, issue + 30, pick(1'000, 90'000), std::min(0, issue + 30 + pick(0, 40))), issue += 4;
    const auto open = [&](Day from, Day terms) {
      builder.invoice(from, from + terms, pick(1'000, 90'000)).disputed = bits() % 9 == 0;
    };
    if (i % 13 == 0) open(-190, 10);  // older than a punctual law allows
    if (i % 4 == 0) open(-60, 30);
    if (i % 4 == 1) open(-14, 14);
    if (i % 2 == 0) open(-3, 30);
    Day planned = 1;
    for (int k = pick(0, 24); k > 0 && planned <= 190; --k)
      builder.invoice(planned, planned + 14 + 16 * (i % 3), pick(1'000, 90'000)), planned += pick(0, 14);
  }
  builder.scenario("base");
  builder.scenario("managed").credit_management = {Dunning{15, 0.8, false}, SupplyStop{30, false}};
  Scenario& shocked = builder.scenario("shocked");
  shocked.credit_management = {Dunning{10, 0.5, true}, SupplyStop{45, true}};
  Shock slump;
  slump.name = "slump";
  slump.sectors = {"retail"};
  slump.duration = 60;
  slump.annual_probability = 0.6;
  slump.default_multiplier = 4.0;
  slump.delay_multiplier = 1.7;
  slump.delay_days = 3;
  slump.sales_multiplier = 0.6;
  slump.spillover = {{"food", 0.5}};
  shocked.shocks = {slump};
  Scenario& failing = builder.scenario("failing");
  failing.failures = {{{3, 17, 99}, 20, DefaultCause::protracted_default}};
  failing.credit.dependence.sectors["default"] = {0.4, {}};
  return builder.build();
}

}  // namespace delcredere::testing
