// The liquidity section as people write it, and what is wrong with it.

#include <catch2/catch.hpp>

#include "scenarios/load.h"
#include "sim/run.h"
#include "tests/config/study_folder.h"
#include "tests/support/config_study.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Study liquidity_study(const std::string& liquidity, const std::string& more = "") {
  return study_from(std::string(test::kLeast) + more + "liquidity:\n" + liquidity,
                    {{"buyers.csv", test::kBuyers}, {"invoices.csv", test::kInvoices}});
}

std::string refusal(const std::string& liquidity) {
  return test::refused([&] { liquidity_study(liquidity); }).what();
}

constexpr const char* kEverything = R"(  opening_cash: 1000
  holidays: [2026-12-25, 2026-04-03]
  outflow_rules:
    - {label: payroll, amount: 180000, on: {day: 25}, shift: previous}
    - {amount: 5, on: {weekday: friday}, every: 2 weeks, from: 2026-02-01, until: 2026-12-31}
    - {label: VAT, tax_rate: 19%, on: {day: 10, month: 2}, every: 3 months, lag: 2, shift: next}
    - {share: 1.5%, basis: receipts, on: {day: 31}}
  credit_line:
    limit: 1000
    rate: 7%
    commitment_fee: 0.5%
    availability: {from: 2026-02-01, until: 2026-11-30}
    borrowing_base: {share: 80%, maximum_overdue: 60 days, eligible: {sectors: [retail], excluded_buyers: [B3]}}
  collection_cost: {of_receipts: 0.2%, per_default: 500}
  factoring: {advance_rate: 85%, fee: 0.5%, rate: 6%, recourse: false, limit: 500, open_items: already_advanced, eligible: {maximum_terms: 90 days, minimum_amount: 10, countries: [DE]}}
  covenants:
    cash: {measure: cash, minimum: -5, tested: daily}
    dso: {measure: dso, maximum_days: 60.5, tested: quarter_end}
  bad_debt_reserve: {share_of_sales: 0.5%, opening: 100}
  bad_debt_relief: {tax_rate: 19%, after: 6 months}
  working_capital: {inventory: 7, payables: 3}
)";

}  // namespace

TEST_CASE("everything that the liquidity section may say is read", "[liquidity]") {
  const Study study = liquidity_study(kEverything);
  const LiquidityParameters& l = study.base.liquidity;
  REQUIRE(l.outflow_rules.size() == 4);
  CHECK(l.outflow_rules[0].label == "payroll");
  CHECK(l.outflow_rules[0].amount == 180'000'00);
  CHECK(l.outflow_rules[0].months == 1);
  CHECK(l.outflow_rules[0].day == 25);
  CHECK(l.outflow_rules[0].shift == DayShift::previous);
  CHECK(l.outflow_rules[1].weeks == 2);
  CHECK(l.outflow_rules[1].weekday == 4);
  CHECK(l.outflow_rules[1].from == Date::from_civil(2026, 2, 1));
  CHECK(l.outflow_rules[2].months == 3);
  CHECK(l.outflow_rules[2].month == 2);
  CHECK(l.outflow_rules[2].lag == 2);
  CHECK(*l.outflow_rules[2].tax_rate == Decimal{19, 2});
  CHECK(*l.outflow_rules[3].share == Decimal{15, 3});
  CHECK(l.outflow_rules[3].basis == OutflowBasis::receipts);
  CHECK(l.holidays == std::vector<Date>{*Date::from_civil(2026, 4, 3), *Date::from_civil(2026, 12, 25)});
  REQUIRE(l.credit_line);
  CHECK(l.credit_line->commitment_fee == Approx(0.005));
  CHECK(l.credit_line->from == 27);
  CHECK(l.credit_line->until == 329);
  REQUIRE(l.credit_line->borrowing_base);
  CHECK(l.credit_line->borrowing_base->share == Decimal{8, 1});
  CHECK(l.credit_line->borrowing_base->maximum_overdue == 60);
  CHECK(l.credit_line->borrowing_base->eligible.excluded_buyers == std::vector<std::uint32_t>{2});
  CHECK(l.collection_cost.of_receipts == Decimal{2, 3});
  CHECK(l.collection_cost.per_default == 500'00);
  REQUIRE(l.factoring);
  CHECK(l.factoring->advance_rate == Decimal{85, 2});
  CHECK_FALSE(l.factoring->recourse);
  CHECK(l.factoring->limit == 500'00);
  CHECK(l.factoring->open_items == OpenItems::already_advanced);
  CHECK(l.factoring->eligible.maximum_terms == 90);
  CHECK(l.factoring->eligible.countries == std::vector<std::string>{"DE"});
  REQUIRE(l.covenants.size() == 2);
  CHECK(l.covenants[0].level == -5'00);
  CHECK(l.covenants[1].days == Decimal{605, 1});
  CHECK(l.covenants[1].tested == CovenantTest::quarter_end);
  CHECK(l.bad_debt_reserve->opening == 100'00);
  CHECK(l.bad_debt_relief->after == 182);
  CHECK(l.working_capital->inventory == 7'00);
  const std::string text = explain_model(study);
  for (const char* words : {"payroll: 180,000.00 EUR, on day 25 of each month, or the working day before",
                            "commitment fee 0.5 % a year", "the line gives no more than 80 %", "without recourse",
                            "covenant cash: balance at least", "covenant dso: days sales outstanding at most 60.5",
                            "bad-debt reserve: 100 today", "tax at 19 % contained in bad debts"})
    CHECK_THAT(text, Catch::Contains(words));
}

TEST_CASE("what is wrong in the liquidity section is said where it stands", "[liquidity]") {
  using Catch::Contains;
  CHECK_THAT(refusal("  outflow_rules: [{amount: 5, share: 2%, on: {day: 1}}]\n"),
             Contains("exactly one of amount, share and tax_rate"));
  CHECK_THAT(refusal("  outflow_rules: [{amount: 5, on: {weekday: monday}}]\n"), Contains("needs a day of the month"));
  CHECK_THAT(refusal("  outflow_rules: [{amount: 5, every: 1 week, on: {day: 3}}]\n"), Contains("needs a weekday"));
  CHECK_THAT(refusal("  outflow_rules: [{amount: 5, every: 3 days, on: {day: 3}}]\n"), Contains("is no rule"));
  CHECK_THAT(refusal("  outflow_rules: [{share: 5%, every: 1 week, on: {weekday: friday}}]\n"),
             Contains("calendar months"));
  CHECK_THAT(refusal("  outflow_rules: [{amount: 5, on: {day: 3, month: 2}, every: 5 months}]\n"),
             Contains("does not say which months"));
  CHECK_THAT(refusal("  covenants: {a: {measure: dso, minimum: 5}}\n"), Contains("needs maximum_days"));
  CHECK_THAT(refusal("  covenants: {a: {measure: cash}}\n"), Contains("needs a minimum"));
  CHECK_THAT(refusal("  factoring: {fee: 1%}\n"), Contains("advance_rate"));
  CHECK_THAT(refusal("  factoring: {advance_rate: 1, recourse: false, recourse_after: 3 days}\n"),
             Contains("without recourse"));
  CHECK_THAT(refusal("  factoring: {advance_rate: 1, eligible: {sectors: [retial]}}\n"),
             Contains("Did you mean 'retail'?"));
  CHECK_THAT(refusal("  credit_line: {limit: 1, availability: {from: 2026-03-01, until: 2026-02-01}}\n"),
             Contains("lies before from"));
}

TEST_CASE("a run-off ships nothing", "[liquidity]") {
  std::string text = test::kLeast;
  text.replace(text.find("invoices: invoices.csv"), 22, "invoices: invoices.csv, new_sales: none");
  const Study study = study_from(text, {{"buyers.csv", test::kBuyers}, {"invoices.csv", test::kInvoices}});
  CHECK(study.portfolio.invoices.size() == 3);
}
