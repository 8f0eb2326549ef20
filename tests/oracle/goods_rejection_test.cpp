// Goods that buyers reject, and cover of them: worked by hand. By config, a rejection comes 5 days after shipment,
// 40 % of the amount 20 days later.

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/oracle/rules_book.h"
#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Example rejecting(const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,10000\n";
  example.scenario =
      ", payment: {rejections: {probability: 100%, after: 5 days, resale_share: 40%, resale_after: 20 days}}";
  example.insurance = "{p: {" + terms + "}, plain: {}}";
  return example;
}

/// Money of the week that contains a day since as_of, in whole units.
double resale_around(const RunResults& results, Day day) {
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= day) return results.cash.resale_mean(0, t);
  return -1;
}

}  // namespace

TEST_CASE("the loss after resale is insured on the day of rejection", "[policy][rejection]") {
  for (const char* engine : {"fast", "reference"}) {
    Example example = rejecting("goods_rejection: {insured_percentage: 80%}");
    example.engine = engine;
    const RunResults results = run_example(example);
    CHECK(claims(results) == units(4'800));  // 80 % of 10,000 - 4,000
    CHECK(claims(results, 2) == 0);
    CHECK(results.trial_columns.gross_loss(0, 1) == units(6'000));
    CHECK(results.trial_columns.defaults(0, 1) == 0);
    CHECK(results.trial_columns.retained_loss(0, 1, 1) == units(1'200));
    CHECK(results.trial_columns.retained_loss(0, 2, 1) == units(6'000));
    CHECK(results.liquidity.rejected_mean(0) == 10'000);
    CHECK(results.liquidity.rejection_loss_mean(0) == 6'000);
    CHECK(results.liquidity.resale_receivable_mean(0) == 0);
    CHECK(resale_around(results, 35) == 4'000);       // 2025-02-04
    CHECK(claims_around(results, 15 + 30) == 4'800);  // 2025-02-14
    CHECK(results.buyers.default_probability(0, 0) == 0);
    CHECK(results.buyers.expected_loss(0, 0) == 6'000);
  }
  CHECK(claims(run_example(rejecting("goods_rejection: {}"))) == units(5'400));  // the policy's own 90 %
  CHECK(claims(run_example(rejecting("goods_rejection: {}, insured_percentage: {default: 70%, causes: {insolvency: "
                                     "95%}}"))) == units(4'200));
}

TEST_CASE("who fails up to the day of rejection rejects nothing", "[policy][rejection]") {
  Example example = rejecting("goods_rejection: {insured_percentage: 80%}");
  example.fail = "[{buyers: [B1], on: 2025-01-15}]";
  const RunResults failed = run_example(example);
  CHECK(failed.trial_columns.gross_loss(0, 1) == units(10'000));
  CHECK(claims(failed) == units(9'000));
  CHECK(failed.liquidity.rejected_mean(0) == 0);
  example.fail = "[{buyers: [B1], on: 2025-01-16}]";
  const RunResults rejected = run_example(example);
  CHECK(rejected.trial_columns.gross_loss(0, 1) == units(6'000));
  CHECK(rejected.trial_columns.defaults(0, 1) == 1);
  CHECK(claims(rejected) == units(4'800));
  CHECK(resale_around(rejected, 35) == 4'000);  // it comes from someone else
}

TEST_CASE("a rejection is insured up to what other debt leaves of the limit", "[policy][rejection]") {
  Example example = rejecting("goods_rejection: {}, limits: {column: insured_limit}, causes: {insolvency: {}}");
  example.limits = "12000";
  example.invoices =
      "I0,B1,2024-12-01,2025-02-01,9000\n"    // open at as_of: never rejected
      "I1,B1,2025-01-10,2025-03-11,10000\n"   // 12,000 - 9,000 of its loss of 6,000
      "I2,B1,2025-01-10,2025-03-12,10000\n"   // the limit is used up
      "I3,B1,2025-01-14,2025-03-12,10000\n";  // shipped later: takes nothing from I1; rejected on a day of its own
  CHECK(claims(run_example(example)) == units(2'700 + 2'700));
  example.limits = "20000";
  CHECK(claims(run_example(example)) == units(5'400 + 4'500 + 5'400));
  // Terms and extension are those of any shipment.
  Example terms = rejecting("goods_rejection: {}, max_terms: 59 days");
  CHECK(claims(run_example(terms)) == 0);
  Example late = rejecting("goods_rejection: {}, max_extension: 40 days, causes: {insolvency: {}}");
  late.invoices += "I0,B1,2024-11-01,2024-12-02,9000\n";  // 39 days overdue on 2025-01-10
  CHECK(claims(run_example(late)) == units(5'400));
  late.invoices = "I1,B1,2025-01-10,2025-03-11,10000\nI0,B1,2024-11-01,2024-11-30,9000\n";
  CHECK(claims(run_example(late)) == 0);
}

TEST_CASE("cover of the buyer ends with its date of loss, not with a rejection", "[policy][rejection]") {
  Example example = rejecting("goods_rejection: {}, causes: {protracted_default: {wait: 60 days}}");
  example.invoices =
      "I0,B1,2024-12-01,2024-12-25,9000\n"    // date of loss 2025-02-23
      "I1,B1,2025-02-18,2025-04-11,10000\n"   // rejected on that day
      "I2,B1,2025-02-19,2025-04-11,10000\n";  // and on the day after
  const RunResults results = run_example(example);
  CHECK(results.trial_columns.gross_loss(0, 1) == units(12'000));
  CHECK(claims(results) == units(5'400 + 8'100));
  // A of the date of loss is 9,000 and the disputed 10,000; later come 9,000 and the resale of 4,000.
  CHECK(results.losses.mean(0, 1, 2) ==
        Approx(13'500 - std::round(100 * 13'000.0 * 8'100 / 19'000) / 100).epsilon(0).margin(1e-6));
}

TEST_CASE("deductibles, caps and the basis of the cover go rejection by rejection", "[policy][rejection]") {
  const auto two = [](const std::string& terms) {
    Example example = rejecting("goods_rejection: {}, " + terms);
    example.invoices += "I2,B1,2025-02-10,2025-04-11,10000\n";
    return claims(run_example(example));
  };
  CHECK(two("each_first_loss: {amount: 1000}") == units(2 * 4'500));
  CHECK(two("aggregate_first_loss: {amount: 7000}") == units(4'500));
  CHECK(two("non_qualifying_loss: 6000") == 0);
  CHECK(two("buyer_cap: 7000") == units(7'000));
  CHECK(two("maximum_liability: {amount: 6000}") == units(6'000));
  // Rejected on 2025-01-15 and 2025-02-15.
  CHECK(two("cover: {from: 2025-01-15}") == units(5'400));
  CHECK(two("cover: {from: 2025-01-14}") == units(10'800));
  CHECK(two("cover: {from: 2025-01-11, basis: risk_attaching}") == units(5'400));
  CHECK(two("cover: {from: 2025-01-10, basis: risk_attaching}") == units(10'800));
}

TEST_CASE("treaties on claims see each rejection by itself", "[policy][rejection]") {
  Example example = rejecting(
      "goods_rejection: {}, treaties: {layer: {kind: per_risk_xl, carrier: reinsurer, retention: 4000, limit: 10000}}");
  example.invoices += "I2,B1,2025-01-10,2025-04-11,10000\n";
  CHECK(run_example(example).treaties.ceded(0, 0) == 2 * 1'400);
}

TEST_CASE("cover of rejected goods that cannot act is refused by policy and line", "[policy][rejection]") {
  Example none = rejecting("goods_rejection: {}");
  none.scenario = "";
  check_refused(none, "no scenario has payment.rejections");
  Example idle = rejecting("goods_rejection: {}");
  idle.scenario = ", payment: {rejections: {probability: 50%, active: false}}";
  check_refused(idle, "'p'");
  Example open = rejecting("goods_rejection: {}");
  open.invoices = "I1,B1,2024-11-10,2025-05-11,10000\n";
  check_refused(open, "no planned invoices");
  Example gross = rejecting(
      "goods_rejection: {}, treaties: {t: {kind: per_risk_xl, carrier: reinsurer, subject: gross, retention: 1, limit: "
      "9}}");
  check_refused(gross, "treaty 't'");
  Example layer = rejecting("limits: {column: insured_limit}");
  layer.limits = "100";
  layer.insurance =
      "{p: {limits: {column: insured_limit}}, top: {limits: {column: insured_limit, excess_of: p}, goods_rejection: "
      "{}}}";
  check_refused(layer, "top-up");
  check_refused(rejecting("goods_rejection: {insured_percentage: 101%}"), "goods_rejection.insured_percentage");
  check_refused(rejecting("goods_rejection: {resale: 1%}"), "goods_rejection.resale");
}

TEST_CASE("a rejection settles what is owed, unless it is paid before", "[rules][rejection]") {
  StudyBuilder builder = one_buyer(5);
  builder.base().payment.rejections = Rejections{1.0, 5, 0.5, 20};
  builder.invoice(-10, 3, 700);    // open at as_of: paid as usual
  builder.invoice(10, 40, 1005);   // rejected on day 15: 502 (half to even) on day 35
  builder.invoice(20, 20, 100);    // to be paid on day 25, the day of rejection: 50 on day 45
  builder.invoice(350, 359, 300);  // rejected on day 355: 150 after the horizon
  builder.invoice(361, 364, 900);  // rejected after the horizon: open
  ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{8, 700}});
  CHECK(flows.rules.rejected == 1405);
  CHECK(flows.rules.resale_by_day[35] == 502);
  CHECK(flows.rules.resale_by_day[45] == 50);
  CHECK(flows.rules.resale == 552);
  CHECK(flows.rules.resale_later == 150);
  CHECK(flows.rules.rejection_loss() == 1405 - 702);
  CHECK(flows.rejections == std::vector<RejectedGoods>{{0, 15, 503}, {0, 25, 50}, {0, 355, 150}});
  CHECK(flows.receivable_end(700) == 900);

  builder.base().payment.rejections->after = 6;  // the third invoice is paid the day before
  CHECK(receipts(run(builder)) == ByDay{{8, 700}, {25, 100}});
  builder.base().payment.rejections->active = false;
  CHECK(run(builder).rules.rejected == 0);
}

TEST_CASE("rejections beside the other rules", "[rules][rejection]") {
  StudyBuilder builder = one_buyer(30);
  builder.base().payment.rejections = Rejections{1.0, 20, 0.5, 20};
  builder.invoice(10, 20, 1000);
  // Prepaid money stays, and is no part of the amount; what is prepaid in full is not rejected.
  builder.base().credit_management.prepayment = Prepayment{0.3, {}};
  CHECK(run(builder).rules.rejected == 700);
  CHECK(receipts(run(builder)) == ByDay{{10, 300}});
  builder.base().credit_management.prepayment->share = 1.0;
  CHECK(run(builder).rules.rejected == 0);
  builder.base().credit_management.prepayment.reset();
  // A part of it is paid before the rejection, by the discount, or it is disputed: no rejection.
  builder.base().credit_management.discount = EarlyPaymentDiscount{10, 0.1, 1.0};
  CHECK(receipts(run(builder)) == ByDay{{20, 900}});
  builder.base().credit_management.discount.reset();
  builder.base().payment.disputes = Disputes{1.0, 45, 0.2};
  CHECK(run(builder).rules.credit_notes == 200);
  CHECK(run(builder).rules.rejected == 0);
  builder.base().payment.disputes.reset();
  // No interest on it, and a supply stop until it is rejected (day 30; overdue since day 20).
  builder.base().credit_management.late_interest = LateInterest{0.1, 0, 1.0};
  builder.base().credit_management.supply_stop = SupplyStop{4, false};
  builder.invoice(30, 90, 80);
  builder.invoice(31, 90, 8);
  const ScenarioFlows flows = run(builder);
  CHECK(flows.rules.late_interest == 0);
  CHECK(flows.lost_sales == 80);
  CHECK(flows.rules.rejected == 1008);
}

TEST_CASE("goods are rejected as often as they should be, and lose what the resale does not bring",
          "[rules][rejection]") {
  StudyBuilder builder = one_buyer(60);
  builder.base().payment.rejections = Rejections{0.03, 10, 0.4, 30};
  constexpr Money kAmount = 1'000;
  for (Day issue = 1; issue <= 300; ++issue) builder.invoice(issue, issue + 10, kAmount);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  Money lost = 0;
  for (std::uint64_t trial = 0; trial < 400; ++trial) {
    engine->run(trial, flows);
    lost += flows[0].rules.rejection_loss();
  }
  // Binomial(120,000, 3 %) times 600; false alarm 6e-5 at 4 standard deviations.
  const double sd = std::sqrt(120'000 * 0.03 * 0.97);
  CHECK(std::abs(static_cast<double>(lost) - 3600.0 * 600.0) < 4.0 * sd * 600.0);
}
