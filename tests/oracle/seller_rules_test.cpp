// Rules of the seller, volumes, and parts of invoices before a policy, against what follows from them by hand.

#include <catch2/catch.hpp>
#include <cmath>

#include "models/payment/sales_volume.h"
#include "tests/oracle/rules_book.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("limits are checked before shipment", "[rules]") {
  StudyBuilder builder = one_buyer(0);
  builder.study().portfolio.buyers[0].credit_limit = 1000;
  builder.base().credit_management.limit_checks = LimitChecks{1.0};
  builder.invoice(-10, 20, 600);  // owed up to day 20, so it counts for shipments up to day 20
  builder.invoice(5, 35, 400);    // 1000: just allowed
  builder.invoice(20, 50, 1);     // 1001
  builder.invoice(21, 51, 600);   // 1000
  builder.invoice(21, 52, 1);     // 1001, the same day
  builder.invoice(36, 60, 400);   // 1000
  const ScenarioFlows flows = run(builder);
  CHECK(flows.lost_sales == 2);
  CHECK(receipts(flows) == ByDay{{20, 600}, {35, 400}, {51, 600}, {60, 400}});
  // In history it does nothing, but a scenario that uses less of the limit does.
  builder.base().credit_management.limit_checks->in_history = true;
  CHECK(run(builder).lost_sales == 0);
  builder.scenario("tighter").credit_management.limit_checks->share_of_limit = 0.999;
  CHECK(run(builder).lost_sales > 0);
}

TEST_CASE("a prepayment is received at once and never lost", "[rules]") {
  StudyBuilder builder = one_buyer(7);
  builder.base().credit_management.prepayment = Prepayment{0.4, {{"C"}, {}, {}}};
  builder.invoice(-10, 20, 500);
  builder.invoice(10, 40, 1003);
  CHECK(receipts(run(builder)) == ByDay{{10, 401}, {27, 500}, {47, 602}});
  builder.scenario("failed").failures = {{{0}, 11, DefaultCause::insolvency}};
  const ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{10, 401}});
  CHECK(flows.failed.at(0).exposure == 1102);
  // What base has in its history is done already: of the rest 1/3 more makes 60 %.
  builder.study().scenarios.clear();
  builder.base().credit_management.prepayment->in_history = true;
  builder.scenario("more").credit_management.prepayment->share = 0.6;
  CHECK(receipts(run(builder)) == ByDay{{10, 334}, {27, 500}, {47, 669}});
  builder.study().scenarios[0].credit_management.prepayment->scope.grades = {"A"};
  CHECK(receipts(run(builder)) == ByDay{{27, 500}, {47, 1003}});
}

TEST_CASE("early payment at a discount, shorter terms", "[rules]") {
  StudyBuilder builder = one_buyer(4);
  builder.base().credit_management.discount = EarlyPaymentDiscount{10, 0.02, 1.0};
  builder.invoice(-15, 15, 300);  // the ten days are over
  builder.invoice(-4, 26, 500);   // taken on day 6
  builder.invoice(20, 25, 700);   // paid on day 29, before the discount's day: not taken
  builder.invoice(40, 70, 1050);  // 21 less, on day 50
  const ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{6, 490}, {19, 300}, {29, 700}, {50, 1029}});
  CHECK(flows.rules.discounts == 31);
  CHECK(flows.receivable_end(800) == 0);

  StudyBuilder terms = one_buyer(4);
  terms.base().credit_management.shorter_terms = ShorterTerms{{{"C", 14}}};
  terms.invoice(-4, 26, 500);
  terms.invoice(40, 70, 1050);
  terms.invoice(60, 65, 10);
  CHECK(receipts(run(terms)) == ByDay{{30, 500}, {58, 1050}, {69, 10}});
}

TEST_CASE("agencies, late interest and security", "[rules]") {
  StudyBuilder builder = one_buyer(200);
  builder.base().credit_management.agency = Agency{90, 1.0, 30, 0.15};
  builder.base().credit_management.late_interest = LateInterest{0.1, 20, 0.5};
  builder.invoice(-210, -180, 1000);  // 180 days late at as_of: handed over at once, but paid on day 20 anyway
  builder.invoice(-160, -130, 1000);  // handed over at as_of, brought in on day 30
  builder.invoice(10, 40, 1000);      // 160
  const ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{20, 1000}, {30, 1000}, {160, 1000}});
  CHECK(flows.rules.collection_cost == 300);
  // 1000 x 10 % x 50 % / 365 x (180, 140, 100) days beyond the grace, half to even.
  CHECK(flows.rules.interest_by_day[20] == 25);
  CHECK(flows.rules.interest_by_day[30] == 19);
  CHECK(flows.rules.interest_by_day[160] == 14);
  CHECK(flows.rules.late_interest == 58);

  StudyBuilder secured = one_buyer(0);
  secured.base().credit_management.security = Security{90, 0.7};
  secured.base().credit.lgd["default"] = {0.8, 0.0, 30};
  secured.invoice(10, 100, 1000);  // 90 days are not above 90
  secured.invoice(20, 120, 500);
  secured.scenario("failed").failures = {{{0}, 50, DefaultCause::insolvency}};
  const ScenarioFlows lost = run(secured);
  CHECK(lost.failed.at(0).exposure == 1500);
  CHECK(lost.failed.at(0).recovered == 350 + (1500 - 350) / 5);
}

TEST_CASE("volumes vary about the plan", "[rules]") {
  const VolumeUncertainty volume{0.1, 0.3};
  const double common = volume_spread(volume.common), own = volume_spread(volume.buyer);
  double sum = 0, squares = 0, product = 0;
  constexpr int kTrials = 40'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto multiplier = [&](std::uint32_t buyer) {
      return static_cast<double>(volume_parts(common, own, 7, static_cast<std::uint64_t>(trial), buyer)) * 1e-9;
    };
    const double a = multiplier(3), b = multiplier(4);
    CHECK(a < largest_volume(volume));
    sum += a;
    squares += a * a;
    product += a * b;
  }
  // E M^2 = (1 + 0.1^2)(1 + 0.3^2), E M M' = 1 + 0.1^2; 4.5 standard errors, estimated generously: false alarm 1e-5
  // each.
  const double second = 1.01 * 1.09, sd = std::sqrt(second - 1.0);
  CHECK(std::abs(sum / kTrials - 1.0) < 4.5 * sd / std::sqrt(kTrials));
  CHECK(std::abs(squares / kTrials - second) < 4.5 * 1.0 / std::sqrt(kTrials));
  CHECK(std::abs(product / kTrials - 1.01) < 4.5 * 0.5 / std::sqrt(kTrials));

  StudyBuilder builder = one_buyer(0);
  builder.base().sales.volume = volume;
  builder.invoice(-10, 20, 1'000'000);
  builder.invoice(10, 40, 1'000'000);
  const ScenarioFlows flows = run(builder, 5);
  const PartsPerBillion parts = volume_parts(common, own, 1, 5, 0);
  CHECK(receipts(flows) == ByDay{{20, 1'000'000}, {40, times_parts(1'000'000, parts)}});
}

TEST_CASE("a shock raises losses given default while it lasts", "[rules]") {
  StudyBuilder builder(1, 1);
  for (int i = 0; i < 3; ++i) builder.exposure(0.0, 1000, 0.4);
  Shock shock;
  shock.name = "forced sales";
  shock.start = 50;
  shock.duration = 51;
  shock.certain = true;
  shock.lgd_multiplier = 1.5;
  builder.base().shocks = {shock};
  builder.scenario("failed").failures = {
      {{0}, 49, DefaultCause::insolvency}, {{1}, 50, DefaultCause::insolvency}, {{2}, 100, DefaultCause::insolvency}};
  std::vector<ScenarioFlows> flows;
  const auto recovered = [&] {
    const Study study = builder.build();
    const Plan plan = make_plan(study);
    make_fast_engine(plan)->run(0, flows);
    std::vector<Money> sums;
    for (const FailedBuyer& failed : flows.at(0).failed) sums.push_back(failed.recovered);
    return sums;
  };
  CHECK(recovered() == std::vector<Money>{600, 400, 400});
  builder.study().scenarios[0].shocks[0].lgd_multiplier = 3.0;  // at most everything is lost
  CHECK(recovered() == std::vector<Money>{600, 0, 0});
  builder.study().scenarios[0].shocks[0].sectors = {"elsewhere"};
  builder.study().scenarios[0].shocks[0].spillover["s"] = 0.25;
  CHECK(recovered() == std::vector<Money>{600, 400, 400});
}

TEST_CASE("parts of invoices meet a policy", "[rules][policy]") {
  // 300 of 1000 are paid on day 43, the buyer fails before the rest: A is 700.
  StudyBuilder builder = one_buyer(3);
  builder.base().payment.partial = PartialPayments{1.0, 0.3, 25};
  builder.base().credit.lgd["default"] = {1.0, 0.0, 30};
  builder.invoice(10, 40, 1000);
  builder.scenario("failed").failures = {{{0}, 60, DefaultCause::insolvency}};
  const Settled parts = settle(builder, policy(180));
  CHECK(parts.ascertained == 700);
  CHECK(parts.paid == 630);
  // A prepayment was never owed.
  builder.study().scenarios[0].payment.partial.reset();
  builder.study().scenarios[0].credit_management.prepayment = Prepayment{0.4, {}};
  builder.study().scenarios[0].failures = {{{0}, 41, DefaultCause::insolvency}};
  CHECK(settle(builder, policy(180)).ascertained == 600);
  // An instalment that falls due later waits longer.
  StudyBuilder instalments = one_buyer(100);
  instalments.base().payment.instalments["default"] = {{0.5, 20}, {0.5, 60}};
  instalments.invoice(10, 40, 1000);
  const Settled waited = settle(instalments, policy(30));
  CHECK(waited.date_of_loss == 90);  // 40 + 20 + 30
  CHECK(waited.ascertained == 1000);
  CHECK(waited.recoveries == ByDay{{160, 450}, {200, 450}});
}

TEST_CASE("a dispute is uninsured debt, and what settles it later is a recovery", "[rules][policy]") {
  StudyBuilder builder = one_buyer(5);
  DelayLaw late = certain(250);
  DelayCondition longer;
  longer.terms_from = 60;
  builder.base().payment.segments["default"].variants = {{"long", longer, late}};
  builder.base().payment.disputes = Disputes{0.0, 45, 0.2};
  builder.invoice(10, 70, 1000);                 // paid on day 320; its loss is on day 100
  builder.invoice(80, 90, 500).disputed = true;  // credit note of 100 on day 135, 400 on day 140
  const Settled settled = settle(builder, policy(30));
  CHECK(settled.date_of_loss == 100);
  CHECK(settled.ascertained == 1500);
  CHECK(settled.paid == 900);
  // R x 900 / 1500 of 100, 500 and 1500.
  CHECK(settled.recoveries == ByDay{{135, 60}, {140, 240}, {320, 600}});
}
