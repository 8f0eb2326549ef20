// Rules of payment and rates against what follows from them by hand: delays are certain.

#include <catch2/catch.hpp>
#include <cmath>

#include "models/fx/fx_paths.h"
#include "models/payment/payment_run.h"
#include "tests/oracle/rules_book.h"

using namespace delcredere;
using namespace delcredere::testing;

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
  const FxParameters parameters{{{"USD", {0.2, 0.0}}, {"CNY", {0.1, 0.05}}}, {0.6, {}, {}, false}};
  const std::vector<std::string> codes{"USD", "CNY", "GBP"};
  const FxLines fx = fx_lines(parameters, codes, {}, 365);
  CHECK(fx.lines[0].moves());
  CHECK_FALSE(fx.lines[2].moves());
  constexpr int kTrials = 3000;
  double mean = 0, log_mean = 0, square = 0, other = 0, other_square = 0, product = 0;
  RatesByCurrency rates;
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    draw_rates(fx, {}, 11, trial, 365, rates);
    const RatesByDay &a = rates[0], &b = rates[1];
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

namespace {

using Correlations = std::vector<std::vector<double>>;

/// Sample correlations of daily log returns over all trials and days.
Correlations daily_correlations(const FxLines& fx, int trials, Day horizon) {
  const std::size_t n = fx.lines.size();
  std::vector<double> sums(n, 0.0);
  Correlations products(n, std::vector<double>(n, 0.0));
  RatesByCurrency rates;
  std::vector<double> step(n);
  double count = 0;
  for (int trial = 0; trial < trials; ++trial) {
    draw_rates(fx, {}, 12, static_cast<std::uint64_t>(trial), horizon, rates);
    for (std::size_t day = 1; day <= static_cast<std::size_t>(horizon); ++day) {
      for (std::size_t c = 0; c < n; ++c)
        step[c] = std::log(static_cast<double>(rates[c][day]) / static_cast<double>(rates[c][day - 1]));
      for (std::size_t c = 0; c < n; ++c) {
        sums[c] += step[c];
        for (std::size_t k = 0; k < n; ++k) products[c][k] += step[c] * step[k];
      }
      ++count;
    }
  }
  const auto covariance = [&](std::size_t a, std::size_t b) {
    return products[a][b] / count - sums[a] / count * sums[b] / count;
  };
  Correlations result(n, std::vector<double>(n));
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b)
      result[a][b] = covariance(a, b) / std::sqrt(covariance(a, a) * covariance(b, b));
  return result;
}

FxParameters three_currencies() {
  FxParameters parameters;
  parameters.currencies = {{"CNY", {0.1, 0.05}}, {"GBP", {0.3, 0.0}}, {"USD", {0.2, 0.0}}};
  return parameters;
}
const std::vector<std::string> kThree{"USD", "CNY", "GBP"};  // as a book may have them

}  // namespace

TEST_CASE("daily changes are correlated as the matrix says", "[rules][fx]") {
  FxParameters parameters = three_currencies();
  parameters.correlation.order = {"USD", "GBP", "CNY"};
  parameters.correlation.matrix = {1.0, -0.4, 0.7, -0.4, 1.0, 0.1, 0.7, 0.1, 1.0};
  constexpr int kTrials = 400;
  constexpr Day kDays = 365;
  const Correlations seen = daily_correlations(fx_lines(parameters, kThree, {}, kDays), kTrials, kDays);
  // Fisher's z has standard deviation 1 / sqrt(n - 3), 0.0026. 4.5 of them: false alarm 2e-5 for the three.
  const auto far = [&](std::size_t a, std::size_t b, double stated) {
    return std::abs(std::atanh(seen[a][b]) - std::atanh(stated)) > 4.5 / std::sqrt(double{kTrials} * kDays - 3);
  };
  CHECK_FALSE(far(0, 1, 0.7));
  CHECK_FALSE(far(0, 2, -0.4));
  CHECK_FALSE(far(1, 2, 0.1));
  // Planted: a matrix whose rows are taken in the order of the codes.
  CHECK(far(0, 1, -0.4));
  CHECK(far(0, 1, 0.7 + 0.02));
}

TEST_CASE("a unit matrix is the independent run, and of ones a common one", "[rules][fx]") {
  FxParameters independent = three_currencies(), unit = independent, ones = independent;
  unit.correlation.order = ones.correlation.order = {"USD", "GBP", "CNY"};
  unit.correlation.matrix = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  ones.correlation.matrix = std::vector<double>(9, 1.0);
  RatesByCurrency a, b;
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    draw_rates(fx_lines(independent, kThree, {}, 200), {}, 3, trial, 200, a);
    draw_rates(fx_lines(unit, kThree, {}, 200), {}, 3, trial, 200, b);
    CHECK(a == b);
  }
  // A currency outside the matrix goes on as it was, whatever the others do.
  unit.correlation.order = {"USD", "GBP"};
  unit.correlation.matrix = {1, 0.5, 0.5, 1};
  draw_rates(fx_lines(unit, kThree, {}, 200), {}, 3, 19, 200, b);
  CHECK(a[1] == b[1]);
  CHECK(a[0] != b[0]);
  for (const auto& row : daily_correlations(fx_lines(ones, kThree, {}, 100), 20, 100))
    for (const double r : row) CHECK(r == Approx(1.0).margin(1e-4));  // rates are rounded to 1e-9
}
