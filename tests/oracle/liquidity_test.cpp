// Rules of outflows, commitment fee, availability, borrowing base, factoring, covenants, reserve, tax relief,
// provisions and collection metrics: by hand and by enumeration.

#include <catch2/catch.hpp>
#include <set>

#include "sim/run.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Date on(int year, int month, int day) { return *Date::from_civil(year, month, day); }

std::vector<std::string> dates_of(const OutflowRule& rule, Date as_of, Day horizon, std::vector<Date> holidays = {}) {
  std::vector<std::string> dates;
  for (const RuleDate& date : rule_dates(rule, as_of, horizon, holidays))
    dates.push_back(Date{as_of.serial + date.day}.iso());
  return dates;
}

/// Everybody pays on the due date.
StudyBuilder punctual(std::uint64_t trials, Day horizon) {
  StudyBuilder builder(trials, 9002);
  builder.over(horizon, "day", 1);
  builder.study().has_liquidity = true;
  builder.base().payment.segments["default"] = {1.0, LognormalDelay{18, 22}};
  return builder;
}

}  // namespace

TEST_CASE("dates of outflow rules", "[liquidity]") {
  OutflowRule payroll;
  payroll.months = 1;
  payroll.day = 25;
  const Date as_of = on(2026, 1, 5);  // a Monday
  // 2026: 25 January, 25 April and 25 July are no working days (Sunday, Saturday, Saturday).
  using Dates = std::vector<std::string>;
  CHECK(dates_of(payroll, as_of, 120) == Dates{"2026-01-25", "2026-02-25", "2026-03-25", "2026-04-25"});
  payroll.shift = DayShift::previous;
  CHECK(dates_of(payroll, as_of, 120) == Dates{"2026-01-23", "2026-02-25", "2026-03-25", "2026-04-24"});
  payroll.shift = DayShift::next;
  CHECK(dates_of(payroll, as_of, 120, {on(2026, 1, 26)}) ==
        Dates{"2026-01-27", "2026-02-25", "2026-03-25", "2026-04-27"});
  payroll.from = on(2026, 2, 26);
  payroll.until = on(2026, 4, 25);
  CHECK(dates_of(payroll, as_of, 365) == Dates{"2026-03-25", "2026-04-27"});
  OutflowRule end;
  end.months = 1;
  end.day = 31;
  CHECK(dates_of(end, as_of, 90) == Dates{"2026-01-31", "2026-02-28", "2026-03-31"});
  OutflowRule quarterly;
  quarterly.months = 3;
  quarterly.day = 10;
  quarterly.month = 2;
  CHECK(dates_of(quarterly, as_of, 200) == Dates{"2026-02-10", "2026-05-10"});
  quarterly.month = 0;  // counted from the first one after as_of
  CHECK(dates_of(quarterly, as_of, 200) == Dates{"2026-01-10", "2026-04-10", "2026-07-10"});
  OutflowRule wages;
  wages.weeks = 2;
  wages.weekday = 4;
  CHECK(dates_of(wages, as_of, 35) == Dates{"2026-01-09", "2026-01-23", "2026-02-06"});
  // A nominal date up to as_of that the shift moves behind it: Saturday 3 January to Monday 5 is day 0, but seen from
  // Sunday 4 it is day 1.
  OutflowRule third;
  third.months = 1;
  third.day = 3;
  third.shift = DayShift::next;
  CHECK(dates_of(third, on(2026, 1, 4), 10) == Dates{"2026-01-05"});
  CHECK(dates_of(third, as_of, 10).empty());
}

TEST_CASE("rules give the dates that a walk over all days gives", "[liquidity]") {
  for (int seed = 0; seed < 400; ++seed) {
    OutflowRule rule;
    const Date as_of{20'000 + seed * 37};
    if (seed % 3 != 0) {
      rule.months = 1 + seed % 4;
      rule.day = 1 + seed * 7 % 31;
      if (seed % 5 == 0 && 12 % rule.months == 0) rule.month = 1 + seed % 12;
    } else {
      rule.weeks = 1 + seed % 5;
      rule.weekday = seed % 7;
    }
    rule.shift = static_cast<DayShift>(seed % 3);
    if (seed % 4 == 0) rule.from = Date{as_of.serial + seed % 200 - 100};
    if (seed % 7 == 0) rule.until = Date{as_of.serial + 150};
    std::set<Day> expected;
    // The first nominal date from `from` (or after as_of) on fixes the phase; then day by day in both directions.
    const auto nominal = [&](Date date) {
      if (rule.weeks > 0) return weekday_of(date) == rule.weekday;
      const bool last = Date{date.serial + 1}.day_of_month() == 1;
      return date.day_of_month() == rule.day || (last && date.day_of_month() < rule.day);
    };
    Date first = rule.from.value_or(Date{as_of.serial + 1});
    while (!nominal(first)) ++first.serial;
    for (Day t = -60; t <= 300; ++t) {
      const Date date{as_of.serial + t};
      if (!nominal(date) || (rule.from && date < *rule.from) || (rule.until && date > *rule.until)) continue;
      const auto month = [](Date d) { return d.year() * 12 + d.month(); };
      if (rule.weeks > 0 && (date.serial - first.serial) % (7 * rule.weeks) != 0) continue;
      if (rule.months > 0 && (month(date) - (rule.month > 0 ? rule.month : month(first))) % rule.months != 0) continue;
      Date moved = date;
      while (rule.shift != DayShift::none && weekday_of(moved) > 4)
        moved.serial += rule.shift == DayShift::next ? 1 : -1;
      const Day day = days_between(as_of, moved);
      if (day >= 1 && day <= 200) expected.insert(day);
    }
    std::set<Day> got;
    for (const RuleDate& date : rule_dates(rule, as_of, 200, {})) got.insert(date.day);
    INFO("seed " << seed);
    CHECK(got == expected);
  }
}

TEST_CASE("tax on last month's sales and a share of receipts, with what the ledger knows", "[liquidity]") {
  // as_of Thursday 2026-01-15. VAT of the month before on the 10th; 10 % of the quarter's receipts in February.
  StudyBuilder builder = punctual(2, 60);
  builder.study().as_of = on(2026, 1, 15);
  LiquidityParameters& liquidity = builder.base().liquidity;
  OutflowRule vat;
  vat.label = "VAT";
  vat.months = 1;
  vat.day = 10;
  vat.tax_rate = Decimal{19, 2};
  OutflowRule share;
  share.months = 3;
  share.day = 20;
  share.month = 2;
  share.share = Decimal{1, 1};
  share.basis = OutflowBasis::receipts;
  liquidity.outflow_rules = {vat, share};
  builder.buyer(0.0);
  builder.invoice(-80, -40, 1'000'00, -40);  // issued 27 October, paid 6 December
  builder.invoice(-20, -2, 50'00, -2);       // issued 26 December, paid 13 January
  builder.invoice(-10, 5, 300'00);           // issued 5 January, paid 20 January
  builder.invoice(3, 30, 119'00);            // 18 January, paid 14 February
  builder.invoice(20, 50, 1'190'00);         // 4 February, paid 6 March
  const RunResults r = run_study(builder.build(), {});
  // 10 February: tax in January's sales 300 + 119: 419 x 19 / 119 = 66.8991 -> 66.90. 10 March: 1,190 -> 190.
  // 20 February: receipts of November to January: 1,000 + 50 + 300 -> 135.
  for (std::size_t t = 0; t < 60; ++t) {
    const Day day = static_cast<Day>(t) + 1;
    const double expected = day == 26 ? 66.90 : day == 54 ? 190.0 : day == 36 ? 135.0 : 0.0;
    INFO("day " << day);
    CHECK(r.cash.share_outflows_mean(0, t) == Approx(expected).margin(1e-9));
  }
  CHECK(r.cash.outflows(0, 25) == 0.0);
  CHECK(r.cash.balance_mean(0, 0, 59) == Approx(300 + 119 + 1190 - 66.90 - 190 - 135).margin(1e-9));
}

TEST_CASE("commitment fee, availability and collection cost by hand", "[liquidity]") {
  // From 2026-01-25: day 6 is 31 January. The line of 2,000.00 is there on days 2 to 5; 9 % drawn, 3.6 % undrawn.
  StudyBuilder builder = punctual(1, 8);
  builder.study().as_of = on(2026, 1, 25);
  LiquidityParameters& liquidity = builder.base().liquidity;
  liquidity.opening_cash = 100'00;
  CreditLine line{2'000'00, 0.09};
  line.commitment_fee = 0.036;
  line.from = 2;
  line.until = 5;
  liquidity.credit_line = line;
  liquidity.outflows = {{1, 300'00, ""}, {2, 300'00, ""}};
  liquidity.collection_cost = {Decimal{15, 3}, 0};  // 1.5 % of receipts
  builder.buyer(0.0);
  builder.invoice(-5, 4, 100'33);
  const RunResults r = run_study(builder.build(), {});
  // Day 1: -200, no line. Day 2: -500, draws 500. Day 4: 100.33 less 1.50 (1.50495) comes in and repays. Day 6: the
  // line is gone: 401.17 is repaid, and interest (500 + 500 + 401.17 + 401.17) x 9 % / 360 = 0.4505.. -> 0.45, fee
  // (1,500 x 2 + 1,598.83 x 2) x 3.6 % / 360 = 0.6197.. -> 0.62.
  const double balance[] = {-200, 0, 0, 0, 0, -402.24, -402.24, -402.24};
  const double drawn[] = {0, 500, 500, 401.17, 401.17, 0, 0, 0};
  for (std::size_t t = 0; t < 8; ++t) {
    INFO("day " << t + 1);
    CHECK(r.cash.balance_mean(0, 0, t) == Approx(balance[t]).margin(1e-9));
    CHECK(r.cash.line_drawn_mean(0, 0, t) == Approx(drawn[t]).margin(1e-9));
    CHECK(r.cash.interest_mean(0, 0, t) == Approx(t == 5 ? 0.45 : 0.0).margin(1e-9));
    CHECK(r.cash.commitment_fee_mean(0, 0, t) == Approx(t == 5 ? 0.62 : 0.0).margin(1e-9));
    CHECK(r.cash.cost_of_collecting_mean(0, t) == Approx(t == 3 ? 1.50 : 0.0).margin(1e-9));
  }
}

TEST_CASE("a borrowing base bounds the line", "[liquidity]") {
  // 80 % of what is at most 2 days overdue at the close before. The item of 100 is due on day 1 and never paid.
  StudyBuilder builder = punctual(1, 8);
  LiquidityParameters& liquidity = builder.base().liquidity;
  CreditLine line{500'00, 0.0};
  line.borrowing_base = BorrowingBase{Decimal{8, 1}, 2, {}};
  liquidity.credit_line = line;
  liquidity.minimum_cash = 0;
  liquidity.outflows = {{1, 1'000'00, ""}};
  builder.base().payment.segments["default"] = {0.0, EmpiricalDelay{{{0.0, 300.0}, {1.0, 301.0}}}};
  builder.buyer(0.0);
  builder.invoice(-5, 1, 100'01);
  builder.invoice(2, 40, 50'00);
  builder.invoice(3, 40, 7'00).disputed = true;
  const RunResults r = run_study(builder.build(), {});
  // Base at the close of day 0: 100.01 -> 80.00 (rounded down). The item counts up to day 3; 50 counts from day 2.
  const double drawn[] = {80.00, 80.00, 120.00, 120.00, 40, 40, 40, 40};
  for (std::size_t t = 0; t < 8; ++t) {
    INFO("day " << t + 1);
    CHECK(r.cash.line_drawn_mean(0, 0, t) == Approx(drawn[t]).margin(1e-9));
    CHECK(r.cash.balance_mean(0, 0, t) == Approx(drawn[t] - 1000.0).margin(1e-9));
  }
}

TEST_CASE("factoring by hand: limit, recourse, a failure, interest", "[liquidity]") {
  FactoringTerms terms;
  terms.advance_rate = Decimal{85, 2};
  terms.fee = Decimal{1, 2};
  terms.recourse_after = 3;
  terms.limit = 250'00;
  const std::vector<FinancedInvoice> invoices{{0, 0, -5, 2}, {1, 0, 1, 4}, {2, 0, 1, 9}, {3, 1, 2, 5}, {4, 1, 6, 8}};
  std::vector<InvoiceFate> fates{
      {70'00, 3, kNever}, {100'01, 6, kNever}, {200'00, 9, kNever}, {100'00, kNever, 8}, {100'00, 9, 8}};
  FactoringFlows flows;
  Factoring(terms, invoices, 12).run(fates, flows);
  // Day 1: 85.01 (85.0085) is advanced, 170 would pass the limit. Day 2: 85. Day 6: 85.01 back, 85 of the last one.
  // Day 9: recourse for invoice 3 (due 5 + 3 + 1). Invoice 4: due 8, not paid because of the failure, day 12.
  const auto at = [](std::initializer_list<std::pair<std::size_t, Money>> values) {
    std::vector<Money> days(13, 0);
    for (const auto& [day, amount] : values) days[day] = amount;
    return days;
  };
  CHECK(flows.advanced == at({{1, 85'01}, {2, 85'00}, {6, 85'00}}));
  CHECK(flows.fees == at({{1, 1'00}, {2, 1'00}, {6, 1'00}}));
  CHECK(flows.repaid == at({{6, 85'01}, {9, 85'00}, {12, 85'00}}));
  CHECK(flows.borne == at({}));
  terms.recourse = false;
  terms.open_items = OpenItems::already_advanced;
  terms.limit.reset();
  Factoring(terms, invoices, 12).run(fates, flows);
  CHECK(flows.in_use[0] == 59'50);
  CHECK(flows.advanced == at({{1, 255'01}, {2, 85'00}, {6, 85'00}}));
  CHECK(flows.repaid == at({{3, 59'50}, {6, 85'01}, {9, 170'00}}));
  CHECK(flows.borne == at({{8, 170'00}}));
  REQUIRE(flows.lost.size() == 1);
  CHECK(flows.lost[0].buyer == 1);
  CHECK(flows.lost[0].amount == 170'00);
  CHECK(flows.in_use[12] == 0);
  terms.open_items = OpenItems::advanced_on_day_1;
  fates[0].paid = 1;  // before it could be advanced
  Factoring(terms, invoices, 12).run(fates, flows);
  CHECK(flows.advanced[1] == 255'01);
  CHECK(flows.in_use[0] == 0);

  std::vector<Money> paid(5);
  const std::vector<Money> closes{100'00, 100'00, 40'00, 0, 0};
  const std::vector<std::uint8_t> ends{0, 0, 1, 0, 0};
  CHECK(month_end_interest(closes, 360'000'000, ends, paid) == 4);  // 40.00 x 36 % / 360
  CHECK(paid == std::vector<Money>{0, 0, 20, 0, 0});
}

TEST_CASE("factoring in a run: cash early, and the same in the end", "[liquidity]") {
  StudyBuilder builder = punctual(3, 40);
  FactoringTerms terms;
  terms.advance_rate = Decimal{9, 1};
  terms.fee = Decimal{2, 2};
  builder.buyer(0.0);
  builder.invoice(2, 32, 1'000'00);
  builder.base();
  builder.scenario("plain");
  builder.scenario("factored").liquidity.factoring = terms;
  const RunResults r = run_study(builder.build(), {});
  CHECK(r.cash.balance_mean(0, 0, 1) == 0.0);
  CHECK(r.cash.balance_mean(1, 0, 1) == Approx(880.0));
  CHECK(r.cash.factoring_in_use_mean(1, 30) == Approx(900.0));
  CHECK(r.cash.factoring_in_use_mean(0, 30) == 0.0);
  CHECK(r.cash.balance_mean(0, 0, 39) == Approx(1000.0));
  CHECK(r.cash.balance_mean(1, 0, 39) == Approx(980.0));
  CHECK(r.cash.receipts_mean(1, 31) == Approx(1000.0));
}

TEST_CASE("covenants, reserve, tax relief and provisions where one buyer fails on a known day", "[liquidity]") {
  StudyBuilder builder = punctual(4, 100);
  builder.study().as_of = on(2026, 1, 5);  // 31 January is day 26, 28 February day 54, 31 March day 85
  builder.base().credit.lgd["default"] = {0.75, 0.0, 30};
  LiquidityParameters& liquidity = builder.base().liquidity;
  liquidity.opening_cash = 1'000'00;
  liquidity.outflows = {{40, 600'00, ""}};
  liquidity.credit_line = CreditLine{100'00, 0.0};
  Covenant cash{"cash", CovenantMeasure::cash, CovenantTest::month_end, 1'200'00, {}};
  Covenant more{"with line", CovenantMeasure::liquidity, CovenantTest::quarter_end, 900'00, {}};
  Covenant dso{"dso", CovenantMeasure::dso, CovenantTest::daily, 0, Decimal{80, 0}};
  liquidity.covenants = {cash, dso, more};
  liquidity.bad_debt_reserve = BadDebtReserve{Decimal{1, 1}, 100'00};
  liquidity.bad_debt_relief = BadDebtRelief{Decimal{19, 2}, 20};
  liquidity.collection_cost = {{}, 10'00};
  builder.buyer(0.0);                 // fails on day 10
  builder.invoice(-40, -10, 119'00);  // overdue by 10 days: with a delay above 0, so paid later
  builder.invoice(-20, 20, 238'00);
  builder.buyer(0.0);
  builder.invoice(-30, 5, 300'00);
  builder.invoice(15, 45, 500'00);
  NamedFailure failure{{0}, 10, DefaultCause::insolvency};
  builder.scenario("fails").failures = {failure};
  builder.base().payment.segments["default"] = {0.0, EmpiricalDelay{{{0.0, 30.0}, {1.0, 30.5}}}};
  builder.study().scenarios[0].payment = builder.base().payment;
  const RunResults r = run_study(builder.build(), {});
  // Delays are 30 or 31 days; the overdue item of buyer 0 would be paid on day 20 or 21. EAD 357, recovered 89.25 on
  // day 40. Provisions: 119 and 238 each lose 75 %.
  CHECK(r.provisions.exposure(0) == Approx(538.0));
  CHECK(r.provisions.exposure(1) == Approx(119.0));
  CHECK(r.provisions.lifetime_mean(0, 0) == Approx(178.5));
  CHECK(r.provisions.lifetime_mean(0, 1) == Approx(89.25));
  CHECK(r.provisions.twelve_months_mean(0, 1) == Approx(89.25));
  CHECK(r.provisions.lifetime_rate(0, 1) == Approx(0.75));
  CHECK(std::isnan(r.provisions.lifetime_rate(0, 3)));
  CHECK(r.provisions.unsettled_mean(0, 0) == 0.0);
  // Tax in 357 is 57, back on day 30; tax in 89.25 is 14.25, gone on day 40.
  CHECK(r.cash.tax_relief_mean(0, 29) == Approx(57.0));
  CHECK(r.cash.tax_relief_mean(0, 39) == Approx(-14.25));
  CHECK(r.liquidity.tax_relief_total_mean(0) == Approx(42.75));
  CHECK(r.cash.cost_of_collecting_mean(0, 9) == Approx(10.0));
  // The reserve of 100 meets a loss of 267.75 on day 10; 10 % of 500 goes in on day 85.
  CHECK(r.reserve.exhaustion_probability(0, 0, 8) == 0.0);
  CHECK(r.reserve.exhaustion_probability(0, 0, 9) == 1.0);
  CHECK(r.reserve.shortfall_mean(0, 0) == Approx(167.75));
  CHECK(r.reserve.balance_mean(0, 0, 83) == 0.0);
  CHECK(r.reserve.balance_mean(0, 0, 84) == Approx(50.0));
  // Close of day 26: 1,000 - 10 = 990 < 1,200. Day 54: + 300 (day 35 or 36) + 57 + 89.25 - 14.25 - 600 = 822. Day 85:
  // 500 more (day 75 or 76): 1,322; with the line 1,422.
  CHECK(r.cash.balance_mean(0, 0, 25) == Approx(990.0));
  CHECK(r.cash.balance_mean(0, 0, 84) == Approx(1322.0));
  REQUIRE(r.axes.covenants == std::vector<std::string>{"cash", "dso", "with line"});
  for (std::size_t t = 0; t < 100; ++t) {
    CHECK(r.covenants.breach_probability(0, 0, 0, t) == (t == 25 || t == 53 ? 1.0 : 0.0));
    CHECK(r.covenants.breach_probability_cumulative(0, 0, 0, t) == (t >= 25 ? 1.0 : 0.0));
    CHECK(r.covenants.breach_probability(0, 0, 2, t) == 0.0);
    CHECK(r.covenants.tests(0, 1, t) == 1.0);
    CHECK(r.covenants.tests(0, 2, t) == (t == 84 ? 1.0 : 0.0));
  }
  // Days sales outstanding: on day 1 all 657 of sales 657 are open: 90 > 80. On day 80 nothing is open of 500.
  CHECK(r.covenants.breach_probability(0, 0, 1, 0) == 1.0);
  CHECK(r.covenants.breach_probability(0, 0, 1, 79) == 0.0);
  CHECK(r.collection.dso_mean(0, 0) == Approx(90.0));
  CHECK(r.collection.best_possible_dso_mean(0, 0) == Approx(538.0 / 657.0 * 90.0).epsilon(1e-6));
  CHECK(r.collection.average_days_delinquent_mean(0, 0) == Approx(119.0 / 657.0 * 90.0).epsilon(1e-6));
  // Day 60: 657 + 500 of sales; 500 open, overdue since day 46, 357 failed, nothing not due: 300 / 1,157.
  CHECK(r.collection.collection_effectiveness_mean(0, 59) == Approx(300.0 / 1157.0).epsilon(1e-5));
  CHECK(r.liquidity.herfindahl(0) == Approx((357.0 * 357 + 300.0 * 300) / (657.0 * 657)));
  CHECK(r.liquidity.largest_share(0) == Approx(357.0 / 657));
}
