// What follows a buyer's grade of the day beside its hazard: payment segments, the seller's limits, prepayment, terms.
// Grades that fall for certain on the review of day 100, delays that are certain: by hand. Then by chance.

#include <catch2/catch.hpp>

#include "tests/invariance/results_bytes.h"
#include "tests/oracle/rules_book.h"
#include "tests/support/oracle_rows.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// A to B on day 100, where B stays.
MigrationParameters falling(double chance = 1.0, Day review = 100) {
  MigrationParameters migration;
  migration.grades = {"A", "B"};
  migration.matrix = {1.0 - chance, chance, 0.0, 1.0};
  migration.years = 1.0;
  migration.reviews = {review};
  return migration;
}

StudyBuilder falling_buyer(double delay) {
  StudyBuilder builder = one_buyer(delay);
  builder.study().portfolio.buyers[0].grade = "A";
  builder.base().credit.grades = {{"A", 0.0}, {"B", 0.0}};
  builder.base().credit.migration = falling();
  builder.base().payment.segments["slow"] = certain(40);
  return builder;
}

}  // namespace

TEST_CASE("invoices are paid by the segment of the grade on their issue day", "[rules][migration]") {
  StudyBuilder builder = falling_buyer(5);
  builder.base().credit.migration.segments = {{"B", "slow"}};
  builder.invoice(-10, 120, 1);
  builder.invoice(50, 80, 2);
  builder.invoice(99, 130, 4);
  builder.invoice(100, 130, 8);
  builder.invoice(200, 230, 16);
  const ByDay paid{{85, 2}, {125, 1}, {135, 4}, {170, 8}, {270, 16}};
  CHECK(receipts(run(builder)) == paid);
  // A buyer that is never re-rated, and one whose grade leads nowhere, keep their own.
  const ByDay own{{85, 2}, {125, 1}, {135, 12}, {235, 16}};
  builder.base().credit.migration.segments = {{"A", "default"}};
  CHECK(receipts(run(builder)) == own);
  builder.base().credit.migration.segments = {{"B", "slow"}};
  builder.study().portfolio.buyers[0].grade = "C";
  builder.base().credit.grades["C"] = 0.0;
  CHECK(receipts(run(builder)) == own);
}

TEST_CASE("what belongs to a segment comes with it", "[rules][migration]") {
  StudyBuilder builder = falling_buyer(5);
  builder.base().credit.migration.segments = {{"B", "slow"}};
  DelayLaw& slow = builder.base().payment.segments["slow"];
  slow.run = PaymentRun{};
  slow.run->weeks = 2;
  slow.run->start = Date{builder.study().as_of.serial + 1};  // days 1, 15, 29 ... 169, 183
  builder.invoice(50, 80, 100);
  builder.invoice(100, 130, 100);  // ready on day 170
  CHECK(receipts(run(builder)) == ByDay{{85, 100}, {183, 100}});
  slow.run.reset();
  builder.base().payment.instalments["slow"] = {{0.25, 0}, {0.75, 20}};
  CHECK(receipts(run(builder)) == ByDay{{85, 100}, {170, 25}, {190, 75}});
  builder.base().payment.instalments = {{"default", {{0.5, 1}, {0.5, 2}}}};
  CHECK(receipts(run(builder)) == ByDay{{86, 50}, {87, 50}, {170, 100}});
  builder.base().payment.instalments.clear();
  builder.base().credit_management.prepayment = Prepayment{0.4, {{}, {}, {"slow"}}};
  CHECK(receipts(run(builder)) == ByDay{{85, 100}, {100, 40}, {170, 60}});
}

TEST_CASE("the seller's limits and terms follow the grade", "[rules][migration]") {
  StudyBuilder builder = falling_buyer(0);
  builder.study().portfolio.buyers[0].credit_limit = 1000;
  builder.base().credit_management.limit_checks = LimitChecks{1.0, false, true, {{"B", 0.5}}};
  builder.invoice(10, 20, 1000);
  builder.invoice(90, 130, 450);
  builder.invoice(99, 101, 550);  // 1000
  builder.invoice(100, 103, 50);  // 1050 are above 500
  builder.invoice(102, 104, 51);  // 501
  builder.invoice(103, 105, 50);  // 500
  builder.invoice(131, 140, 500);
  const ScenarioFlows flows = run(builder);
  CHECK(flows.lost_sales == 101);
  CHECK(receipts(flows) == ByDay{{20, 1000}, {101, 550}, {105, 50}, {130, 450}, {140, 500}});
  // In history it does nothing but where a scenario's is stricter.
  builder.base().credit_management.limit_checks->in_history = true;
  CHECK(run(builder).lost_sales == 0);
  builder.scenario("stricter").credit_management.limit_checks->by_grade["B"] = 0.0;
  CHECK(run(builder).lost_sales == 50 + 51 + 50 + 500);
  // Without re-rating the grade is that of as_of.
  builder.study().scenarios.clear();
  builder.base().credit.migration = {};
  builder.base().credit_management.limit_checks = LimitChecks{1.0, false, true, {{"A", 0.3}}};
  CHECK(run(builder).lost_sales == 1000 + 450 + 550 + 500);
}

TEST_CASE("prepayment and shorter terms for weak grades follow the grade", "[rules][migration]") {
  StudyBuilder builder = falling_buyer(3);
  builder.base().credit_management.prepayment = Prepayment{0.25, {{"B"}, {}, {}}};
  builder.base().credit_management.shorter_terms = ShorterTerms{{{"B", 10}}};
  builder.invoice(50, 80, 400);
  builder.invoice(100, 140, 400);
  CHECK(receipts(run(builder)) == ByDay{{83, 400}, {100, 100}, {113, 300}});
  // A recovery takes both away again.
  builder.study().portfolio.buyers[0].grade = "B";
  builder.base().credit.migration.matrix = {1, 0, 1, 0};
  CHECK(receipts(run(builder)) == ByDay{{50, 100}, {63, 300}, {143, 400}});
}

namespace {

/// Delays by chance, with effects of buyers and sectors, a link to defaults, open items and history.
StudyBuilder random_delays(std::uint64_t trials) {
  StudyBuilder builder(trials, 77, 360);
  builder.over(360, "month", 30);
  builder.asset_correlation(0.2);
  PaymentParameters& payment = builder.base().payment;
  payment.buyer_effect = 0.3;
  payment.sector_effect = 0.1;
  payment.default_link = 0.4;
  payment.segments["default"] = {0.3, LognormalDelay{12.0, 20.0}};
  payment.segments["slow"] = {0.1, WeibullDelay{0.8, 35.0}};
  builder.base().credit.grades = {{"A", 0.03}, {"B", 0.2}};
  for (int b = 0; b < 6; ++b) {
    Buyer& buyer = builder.buyer(0.0);
    buyer.annual_pd.reset();
    buyer.grade = b % 2 == 0 ? "A" : "B";
    builder.invoice(-60, -30, 1000, -5);
    builder.invoice(-20, 5, 3000);
    for (Day day = 1; day < 360; day += 23) builder.invoice(day, day + 30, 1000 + day);
  }
  PolicyTerms terms = policy(60);
  terms.premium = {};
  terms.premium.rate_on_turnover = Decimal{2, 3};
  builder.base().policies = {terms};
  return builder;
}

}  // namespace

TEST_CASE("grades that lead to a buyer's own segment change nothing, bit for bit", "[rules][migration][limit]") {
  StudyBuilder with = random_delays(300);
  with.base().credit.migration = falling(0.4, 91);
  StudyBuilder without = with;
  with.base().credit.migration.segments = {{"A", "default"}, {"B", "default"}};
  const Study study = with.build();
  CHECK(make_plan(study).scenarios[0].careful.active);
  CHECK(ResultsBytes(run_study(study, {})).difference(ResultsBytes(run_study(without.build(), {}))) == "");
  // Nor does a share of the limit that every grade has.
  for (Buyer& buyer : with.study().portfolio.buyers) buyer.credit_limit = 4000;
  with.base().credit.migration.segments.clear();
  with.base().credit_management.limit_checks = LimitChecks{0.7};
  StudyBuilder shares = with;
  shares.base().credit_management.limit_checks = LimitChecks{1.0, false, true, {{"A", 0.7}, {"B", 0.7}}};
  CHECK(ResultsBytes(run_study(with.build(), {})).difference(ResultsBytes(run_study(shares.build(), {}))) == "");
}

TEST_CASE("another segment takes the same draws", "[rules][migration][limit]") {
  // Sales of a buyer in the other segment from day 1 on are those of one that belongs there. Without a ledger, from
  // which each segment would learn something else.
  StudyBuilder led = random_delays(300);
  std::erase_if(led.study().portfolio.invoices, [](const Invoice& i) { return i.kind != InvoiceKind::planned; });
  StudyBuilder own = led;
  led.base().credit.migration = falling(0.0, 91);
  led.base().credit.migration.segments = {{"A", "slow"}, {"B", "slow"}};
  for (Buyer& buyer : own.study().portfolio.buyers) buyer.segment = "slow";
  const RunResults a = run_study(led.build(), {}), b = run_study(own.build(), {});
  CHECK(ResultsBytes(a).difference(ResultsBytes(b)) == "");
  own.study().portfolio.buyers[0].segment.clear();  // planted: one buyer in the wrong one
  CHECK(ResultsBytes(a).difference(ResultsBytes(run_study(own.build(), {}))) != "");
}

TEST_CASE("a buyer that falls by chance pays late with the matrix's probability", "[table][rules][migration]") {
  constexpr std::uint64_t trials = 200'000;
  constexpr double fall = 0.3, again = 0.2;
  StudyBuilder builder = falling_buyer(5);
  MigrationParameters& migration = builder.base().credit.migration;
  migration = falling(fall);
  migration.matrix = {1 - fall, fall, again, 1 - again};
  migration.reviews = {100, 200};
  migration.segments = {{"B", "slow"}};
  builder.base().credit.dependence.model = DependenceModel::independent;
  builder.invoice(150, 160, 1);
  builder.invoice(250, 260, 1);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::uint64_t first = 0, second = 0, both = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    engine->run(trial, flows);
    const bool one = flows[0].receipts[200] == 1, two = flows[0].receipts[300] == 1;
    REQUIRE((one || flows[0].receipts[165] == 1));
    REQUIRE((two || flows[0].receipts[265] == 1));
    first += one;
    second += two;
    both += one && two;
  }
  // No factor moves this buyer, so that its reviews are a Markov chain.
  CHECK_ROW(probability_row("Segments by grade", "P(first is late)", fall, first, trials));
  CHECK_ROW(probability_row("Segments by grade", "P(second is late)", (1 - fall) * fall + fall * (1 - again), second,
                            trials));
  CHECK_ROW(probability_row("Segments by grade", "P(both are late)", fall * (1 - again), both, trials));
  CHECK_FALSE(probability_row("", "", fall * fall, both, trials).agrees());  // planted: reviews that forget the grade
}
