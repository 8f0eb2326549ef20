// Rules of payment and of the seller against what follows from them by hand: delays are certain, so every day and
// amount is known.

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "models/fx/fx_paths.h"
#include "models/payment/payment_run.h"
#include "models/payment/sales_volume.h"
#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Every invoice is paid exactly `days` after its due date.
DelayLaw certain(double days) { return {0.0, EmpiricalDelay{{{0.0, days}, {1.0, days}}}}; }

/// A year with one buyer that does not fail by itself.
StudyBuilder one_buyer(double delay) {
  StudyBuilder builder(1, 1);
  builder.base().payment.segments["default"] = certain(delay);
  builder.buyer(0.0).grade = "C";
  return builder;
}

ScenarioFlows run(StudyBuilder builder, std::uint64_t trial = 0) {
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<ScenarioFlows> fast, reference;
  make_fast_engine(plan)->run(trial, fast);
  make_reference_engine(plan)->run(trial, reference);
  REQUIRE(fast[0].receipts == reference[0].receipts);
  REQUIRE(fast[0].rules == reference[0].rules);
  return fast[0];
}

using ByDay = std::map<Day, Money>;
ByDay receipts(const ScenarioFlows& flows) {
  ByDay days;
  for (std::size_t day = 0; day < flows.receipts.size(); ++day)
    if (flows.receipts[day] != 0) days[static_cast<Day>(day)] = flows.receipts[day];
  return days;
}

/// What a policy makes of the only buyer's ledger, with the recoveries by day.
struct Settled {
  Money ascertained = 0, paid = 0;
  Day date_of_loss = 0;
  ByDay recoveries;
};
Settled settle(StudyBuilder builder, const PolicyTerms& terms) {
  builder.base().policies = {terms};
  for (Scenario& scenario : builder.study().scenarios) scenario.policies = {terms};
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<ScenarioFlows> flows;
  make_fast_engine(plan)->run(0, flows);
  PolicyWorkspace workspace;
  workspace.begin(plan.seed, 0);
  PolicyOutcome outcome;
  plan.scenarios[0].policies[0].policy.evaluate(flows[0].ledgers.ledgers(), workspace, outcome);
  REQUIRE(outcome.events.size() == 1);
  const PolicyEvent& event = outcome.events[0];
  Settled settled{event.ascertained, event.paid, event.date_of_loss, {}};
  for (const RecoveryPayment& payment : outcome.recoveries_of(event))
    settled.recoveries[payment.received] += payment.amount;
  return settled;
}
PolicyTerms policy(Day wait) {
  PolicyTerms terms;
  terms.name = "p";
  terms.insured_percentage.policy = Decimal{9, 1};
  terms.protracted_default = CauseTerms{wait};
  terms.premium.flat = 1;
  return terms;
}

}  // namespace

TEST_CASE("a disputed invoice is settled by a credit note, the rest comes as late as usual after that", "[rules]") {
  StudyBuilder builder = one_buyer(5);
  builder.base().payment.disputes = Disputes{1.0, 45, 0.2};
  builder.invoice(-60, -30, 700).disputed = true;  // marked in the ledger: settled on day 15
  builder.invoice(-50, -20, 500);                  // due and not marked: known to be undisputed, paid after as_of
  builder.invoice(10, 40, 1005);                   // drawn
  const ScenarioFlows flows = run(builder);
  // 1005 x 20 % = 201; 700 x 20 % = 140. Known to be unpaid for longer than its law allows, the second stays open.
  CHECK(receipts(flows) == ByDay{{20, 560}, {90, 804}});
  CHECK(flows.rules.credit_notes == 341);
  CHECK(flows.receivable_end(1200) == 500);

  builder.base().credit_management.supply_stop = SupplyStop{10, false};  // disputes do not stop supplies
  builder.invoice(60, 90, 300);
  CHECK(run(builder).lost_sales == 1305);  // but the old undisputed item does
  builder.study().portfolio.invoices[1].disputed = true;
  CHECK(run(builder).lost_sales == 0);
}

TEST_CASE("disputes happen as often as they should", "[rules]") {
  StudyBuilder builder = one_buyer(0);
  builder.base().payment.disputes = Disputes{0.03, 30, 1.0};
  for (Day issue = 1; issue <= 300; ++issue) builder.invoice(issue, issue + 10, 1);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  Money notes = 0;
  for (std::uint64_t trial = 0; trial < 400; ++trial) {
    engine->run(trial, flows);
    notes += flows[0].rules.credit_notes;
  }
  // Binomial(120,000, 3 %); false alarm 6e-5 at 4 standard deviations.
  const double sd = std::sqrt(120'000 * 0.03 * 0.97);
  CHECK(std::abs(static_cast<double>(notes) - 3600.0) < 4.0 * sd);
}

TEST_CASE("invoices in parts and instalments", "[rules]") {
  StudyBuilder builder = one_buyer(3);
  builder.base().payment.partial = PartialPayments{1.0, 0.3, 25};
  builder.invoice(10, 40, 1001);
  CHECK(receipts(run(builder)) == ByDay{{43, 300}, {68, 701}});

  // Planned invoices fall due in parts; what is open at as_of does not.
  StudyBuilder instalments = one_buyer(3);
  instalments.base().payment.instalments["default"] = {{0.25, 0}, {0.25, 30}, {0.5, 90}};
  instalments.invoice(-10, 20, 77);
  instalments.invoice(10, 40, 1001);
  CHECK(receipts(run(instalments)) == ByDay{{23, 77}, {43, 250}, {73, 250}, {133, 501}});

  // The buyer fails between two parts.
  instalments.scenario("failed").failures = {{{0}, 73, DefaultCause::insolvency}};
  ScenarioFlows flows = run(instalments);
  flows.ledgers.finish();  // they point into what was copied
  CHECK(receipts(flows) == ByDay{{23, 77}, {43, 250}});
  REQUIRE(flows.failed.size() == 1);
  CHECK(flows.failed[0].exposure == 751);
  // To a policy each part is an invoice with its own due date.
  REQUIRE(flows.ledgers.ledgers().size() == 1);
  std::vector<Day> due;
  for (const LedgerInvoice& part : flows.ledgers.ledgers()[0].invoices) due.push_back(part.due);
  CHECK(due == std::vector<Day>{20, 40, 70, 130});
}

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

TEST_CASE("payments slow down before a default", "[rules]") {
  StudyBuilder builder = one_buyer(10);
  builder.base().payment.slowing = SlowingBeforeDefault{30, 1.5, 2};
  builder.invoice(1, 69, 100);  // due before the window
  builder.invoice(1, 70, 200);  // its first day: 70 + 17
  builder.invoice(1, 82, 400);  // 99, the day before the default
  builder.invoice(1, 83, 800);  // 100: lost
  CHECK(receipts(run(builder)) == ByDay{{79, 100}, {80, 200}, {92, 400}, {93, 800}});
  builder.scenario("failed").failures = {{{0}, 100, DefaultCause::insolvency}};
  const ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{79, 100}, {87, 200}, {99, 400}});
  CHECK(flows.failed.at(0).exposure == 800);
}

TEST_CASE("seasons multiply the late part of a delay", "[rules]") {
  StudyBuilder builder = one_buyer(10);
  builder.base().payment.season[1] = 1.25;  // February: 12.5 days are 13
  builder.base().payment.season[2] = 0.4;
  builder.invoice(1, 26, 100);  // 31 January
  builder.invoice(1, 27, 200);  // 1 February
  builder.invoice(1, 55, 400);  // 1 March
  CHECK(receipts(run(builder)) == ByDay{{36, 100}, {40, 200}, {59, 400}});

  // The table of a season is the law's quantile times the factor, rounded up, away from its edges.
  const DelayLaw lognormal{0.35, LognormalDelay{18, 22}};
  const DelayTable table(lognormal, 1.7), plain(lognormal);
  CHECK(DelayTable(lognormal, 1.0).delay(0) == plain.delay(0));
  std::size_t differ = 0;
  for (Score x = -4 * 2048; x <= 4 * 2048; x += 13) {
    const double p = 0.5 * std::erfc(-static_cast<double>(x) / kScoreOne / std::sqrt(2.0));
    const double days = 1.7 * delay_quantile(lognormal, p);
    CHECK(delay_quantile(lognormal, p, 1.7) == Approx(days));
    if (std::abs(days - std::nearbyint(days)) > 1e-6) CHECK(table.delay(x) == static_cast<Day>(std::ceil(days)));
    differ += table.delay(x) != plain.delay(x);
  }
  CHECK(differ > 500);
}

TEST_CASE("nothing arrives on closed days", "[rules]") {
  // As_of is Monday 2026-01-05, day 0.
  StudyBuilder builder = one_buyer(0);
  builder.base().payment.calendar = PaymentCalendar{0x60, {*Date::from_civil(2026, 1, 12)}};
  builder.invoice(-20, 0, 50);  // due today and unpaid: beyond what its law allows
  builder.invoice(-20, 4, 1);   // Friday
  builder.invoice(-20, 5, 2);   // Saturday: Monday is a holiday, so Tuesday 13 January
  builder.invoice(-20, 7, 4);
  builder.invoice(-20, 8, 8);
  builder.invoice(-20, 9, 16);
  CHECK(receipts(run(builder)) == ByDay{{4, 1}, {8, 14}, {9, 16}});

  // Runs first, then the calendar: a run on Saturdays reaches the account on Mondays.
  PaymentRun saturdays;
  saturdays.weekdays = 0x20;
  const PaymentCalendar weekend{0x60, {}};
  const RunCalendar runs(saturdays, *Date::from_civil(2026, 1, 5), 100, &weekend);
  CHECK(runs.next(1) == 7);
  CHECK(runs.next(7) == 7);
  CHECK(runs.next(8) == 14);
  CHECK(runs.before(7) == 0);

  // What was unpaid on Sunday may have been ready on Saturday.
  StudyBuilder sunday = one_buyer(0);
  sunday.study().as_of = *Date::from_civil(2026, 1, 4);
  sunday.base().payment.calendar = weekend;
  sunday.invoice(-20, -1, 32);
  CHECK(receipts(run(sunday)) == ByDay{{1, 32}});
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

TEST_CASE("foreign receivables are revalued where rates move", "[rules][fx]") {
  StudyBuilder builder = one_buyer(5);
  builder.study().portfolio.currencies = {"EUR", "USD"};
  Shock shock;
  shock.name = "dollar";
  shock.start = 30;
  shock.duration = 30;
  shock.certain = true;
  shock.fx["USD"] = 0.8;
  builder.base().shocks = {shock};
  builder.invoice(-10, 20, 1000).currency = 1;  // received on day 25, before the shock
  builder.invoice(-10, 30, 1001).currency = 1;  // on day 35 for 800.8
  builder.invoice(-10, 31, 500);                // base currency
  builder.invoice(40, 70, 600).currency = 1;    // booked at 480, received on day 75 for 600
  const ScenarioFlows flows = run(builder);
  CHECK(receipts(flows) == ByDay{{25, 1000}, {35, 801}, {36, 500}, {75, 600}});
  CHECK(flows.shipped[40] == 480);
  CHECK(flows.lost_sales == 0);
  CHECK(flows.rules.fx_revaluation == -200 + 120);
  CHECK(flows.receivable_end(2501) == 0);
  builder.scenario("failed").failures = {{{0}, 33, DefaultCause::insolvency}};
  CHECK(run(builder).failed.at(0).exposure == 801 + 500);
}

TEST_CASE("rates are martingales with the stated volatility and correlation", "[rules][fx]") {
  const FxParameters parameters{{{"USD", {0.2, 0.0}}, {"CNY", {0.1, 0.05}}}, 0.6};
  const FxLine usd = fx_line(parameters, "USD", {}, 365), cny = fx_line(parameters, "CNY", {}, 365);
  CHECK_FALSE(fx_line(parameters, "GBP", {}, 365).moves());
  constexpr int kTrials = 3000;
  double mean = 0, log_mean = 0, square = 0, other = 0, other_square = 0, product = 0;
  std::vector<double> common;
  std::vector<PartsPerBillion> a, b;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    draw_fx_scores(name_entity(""), 11, trial, 365, common);
    draw_rates(usd, 0.6, common, {}, 11, trial, 365, a);
    draw_rates(cny, 0.6, common, {}, 11, trial, 365, b);
    REQUIRE(a[0] == kOnePart);
    mean += static_cast<double>(a[365]) * 1e-9;
    const double x = std::log(static_cast<double>(a[365]) * 1e-9), y = std::log(static_cast<double>(b[365]) * 1e-9);
    log_mean += x;
    square += x * x;
    other += y;
    other_square += y * y;
    product += x * y;
  }
  const double n = kTrials;
  const double var_x = square / n - (log_mean / n) * (log_mean / n),
               var_y = other_square / n - (other / n) * (other / n);
  // Four standard errors each: false alarm 6e-5.
  CHECK(std::abs(mean / n - 1.0) < 4.0 * std::sqrt((std::exp(0.04) - 1.0) / n));
  CHECK(std::abs(other / n - (0.05 - 0.005)) < 4.0 * 0.1 / std::sqrt(n));
  CHECK(std::abs(var_x / 0.04 - 1.0) < 4.0 * std::sqrt(2.0 / n));
  CHECK(std::abs(var_y / 0.01 - 1.0) < 4.0 * std::sqrt(2.0 / n));
  const double correlation = (product / n - log_mean / n * other / n) / std::sqrt(var_x * var_y);
  CHECK(std::abs(correlation - 0.6) < 4.0 * (1.0 - 0.36) / std::sqrt(n));
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
