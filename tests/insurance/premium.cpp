// Premium, its plan and its cash, and the checks of terms.

#include "models/insurance/premium.h"

#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

void invoice(Portfolio& portfolio, std::uint32_t buyer, Day issue, Day due, Money amount) {
  Invoice row;
  row.buyer = buyer;
  row.issue = issue;
  row.due = due;
  row.amount = amount;
  row.kind = issue > 0 ? InvoiceKind::planned : InvoiceKind::history;
  portfolio.invoices.push_back(row);
}

Book book_with_sales() {
  Book book;
  book.add(1000);
  book.add(0);
  book.add(1000, "FR");
  invoice(book.portfolio, 0, -101, -40, 1);       // before the policy year
  invoice(book.portfolio, 0, -100, -40, 10'000);  // its first day: counts
  invoice(book.portfolio, 0, 50, 140, 20'000);
  invoice(book.portfolio, 0, 60, 151, 400);    // terms of 91 days
  invoice(book.portfolio, 1, 60, 120, 5'000);  // no limit
  invoice(book.portfolio, 2, 61, 120, 7'000);  // excluded country
  invoice(book.portfolio, 0, 264, 300, 2);     // last day of the year
  invoice(book.portfolio, 0, 265, 300, 4);     // next year
  return book;
}

PolicyTerms rated() {
  PolicyTerms terms = with_limit_column();
  terms.name = "rated";
  terms.cover.from = -100;
  terms.cover.year_starts = {-100, 265};
  terms.max_terms = 90;
  terms.excluded_countries = {"FR"};
  terms.premium.rate_on_turnover = Decimal{25, 4};
  return terms;
}

}  // namespace

TEST_CASE("turnover: issues of the policy year with insurable terms, a limit, and a buyer in scope") {
  const Book book = book_with_sales();
  const PremiumPlan plan = plan_premium(rated(), book.portfolio, 364);
  REQUIRE(plan.years.size() == 1);
  CHECK(plan.years[0].planned_turnover == 30'002);
  CHECK_FALSE(plan.years[0].extrapolated);
  CHECK(plan.years[0].provisional == 75);  // 75.005
  CHECK(plan.invoice_year == std::vector<std::int16_t>{-1, 0, 0, -1, -1, -1, 0, -1});
  CHECK(plan.adjustment_day(0) == 295);
  CHECK(plan.adjustment(0, 10'200) == 26 - 75);  // 25.5 to the even 26
}

TEST_CASE("turnover after the horizon is taken pro rata") {
  const Book book = book_with_sales();
  const PremiumPlan plan = plan_premium(rated(), book.portfolio, 99);
  CHECK(plan.years[0].known_days == 200);
  CHECK(plan.years[0].extrapolated);
  CHECK(plan.years[0].planned_turnover == 30'000);
  CHECK(plan.years[0].provisional == 137);  // 0.25 % x 30,000 x 365 / 200 = 136.875
}

TEST_CASE("balances: the walk of the limits at the close of each balance day") {
  Book book = book_with_sales();
  PolicyTerms terms = rated();
  terms.limits.column = false;
  terms.limits.dated = {{0, -200, Money{12'000}}, {0, 55, Money{25'000}}, {2, -200, Money{1000}}};
  terms.max_terms.reset();
  terms.premium.rate_on_turnover.reset();
  terms.premium.rate_on_balance = Decimal{1, 1};
  terms.cover.balance_days = {-70, -41, -40, 20, 49, 50, 59, 60, 139, 140, 200, 264};
  for (Invoice& invoice : book.portfolio.invoices)
    if (invoice.kind == InvoiceKind::history) invoice.paid = invoice.due;
  const PremiumPlan plan = plan_premium(terms, book.portfolio, 364);
  // 1 + 10,000 on the first two days; 12,000 of 20,000 from day 50; day 60 ships 400 under a limit of 25,000, to day
  // 151; day 264 ships 2.
  const Money expected = 2 * 10'001 + 2 * 12'000 + 2 * 20'400 - 2 * 8'000 + 400 + 2;
  CHECK(plan.years[0].planned_balances == expected);
  CHECK(plan.years[0].known_balances == 2 * 10'001);
  CHECK(plan.years[0].provisional == (expected + 60) / 120);
  CHECK_FALSE(plan.years[0].extrapolated);
  const PremiumPlan shorter = plan_premium(terms, book.portfolio, 50);
  CHECK(shorter.years[0].extrapolated);
  CHECK(shorter.years[0].provisional == (2 * 10'001 + 12'000 + 30) / 60);
}

TEST_CASE("balances of a book of exposures: what the limits hold") {
  Book book;
  book.portfolio.exposure_book = true;
  for (const Money limit : {1000, 0, 300}) {
    book.add(limit);
    book.portfolio.buyers.back().exposure = 500;
  }
  PolicyTerms terms = with_limit_column();
  terms.premium.rate_on_balance = Decimal{2, 2};
  CHECK(plan_premium(terms, book.portfolio, 365).years.front().provisional == 16);  // 2 % of 500 + 300
}

TEST_CASE("premium: minimum, flat, none") {
  const Book book = book_with_sales();
  PolicyTerms terms = rated();
  terms.premium.minimum = 100;
  CHECK(plan_premium(terms, book.portfolio, 364).years.front().provisional == 100);
  terms.premium.rate_on_turnover.reset();
  terms.premium.flat = 33;
  CHECK(plan_premium(terms, book.portfolio, 364).years.front().provisional == 33);
  CHECK(plan_premium(terms, book.portfolio, 364).adjustment(0, 999) == 0);
  terms.premium = {};
  CHECK(plan_premium(terms, book.portfolio, 364).years.front().provisional == 0);
}

TEST_CASE("advances: four quarters that add up, only days 1..horizon are cash") {
  Book book;
  book.add();
  PolicyTerms terms;
  terms.premium.flat = 10;
  terms.cover.years = 2;
  terms.cover.year_starts = {0, 365, 730};
  const std::vector<PremiumPayment> payments = plan_premium(terms, book.portfolio, 400).advances(400);
  // Cumulated 2.5, 5, 7.5, 10 round to 2, 5, 8, 10; day 0 is in the opening balance.
  REQUIRE(payments.size() == 4);
  CHECK(payments[0].day == 91);
  CHECK(payments[0].amount == 3);
  CHECK(payments[1].amount == 3);
  CHECK(payments[2].amount == 2);
  CHECK(payments[3].day == 365);
  CHECK(payments[3].amount == 2);
  terms.cover.advance_days = {0, 90, 181, 273, 365, 455, 546, 638};
  CHECK(plan_premium(terms, book.portfolio, 400).advances(400)[0].day == 90);
}

TEST_CASE("a policy's liability uses the provisional premium of base") {
  const Book book = book_with_sales();
  PolicyTerms terms = rated();
  terms.maximum_liability = MaximumLiability{std::nullopt, Decimal{30, 0}, false};
  const ProvisionalPremiums premiums = plan_premium(terms, book.portfolio, 364).provisional();
  const Policy policy(terms, book.portfolio, 364, premiums);
  const std::vector<LedgerInvoice> debt{unpaid(1, 60, 1'000'000)};
  BuyerLedger ledger;
  ledger.default_day = 100;
  ledger.invoices = debt;
  PolicyWorkspace workspace;
  PolicyOutcome outcome;
  policy.evaluate({&ledger, 1}, workspace, outcome);
  CHECK(outcome.claims == 900);  // limit 1,000
  CHECK_THROWS_AS(Policy(terms, book.portfolio, 364, {}), Error);
}

TEST_CASE("checks: terms that can never pay or contradict each other are named") {
  Book book;
  book.add(1000);
  const auto complains = [&](const PolicyTerms& terms, const std::string& about, const PolicyTerms* primary = nullptr) {
    for (const std::string& line : check_terms(terms, book.portfolio, primary)) {
      if (line.find(about) != std::string::npos) return true;
    }
    return false;
  };
  PolicyTerms terms = with_limit_column();
  CHECK(check_terms(terms, book.portfolio).empty());
  terms.each_first_loss = {1000, DeductibleBasis::loss};
  CHECK(complains(terms, "each_first_loss"));
  terms.each_first_loss = {900, DeductibleBasis::indemnity};
  CHECK(complains(terms, "each_first_loss"));
  terms.each_first_loss = {899, DeductibleBasis::indemnity};
  CHECK(check_terms(terms, book.portfolio).empty());
  terms = with_limit_column();
  terms.non_qualifying_loss = 1000;
  CHECK(complains(terms, "non_qualifying_loss"));
  terms = with_limit_column();
  terms.insured_percentage.policy = Decimal{11, 1};
  CHECK(complains(terms, "between 0 % and 100 %"));
  CHECK_THROWS_AS(Policy(terms, book.portfolio, 365, {}), Error);
  terms = with_limit_column();
  terms.limits.excess_of = "primary";
  CHECK(complains(terms, "no policy 'primary'"));
  const PolicyTerms unlimited;
  CHECK(complains(terms, "has no limits", &unlimited));
  terms = with_limit_column();
  terms.country_cap.by_key["XX"] = 5;
  CHECK(complains(terms, "country_cap"));
  terms = with_limit_column();
  terms.insured_percentage.insolvency = Decimal{8, 1};
  terms.insolvency.reset();
  CHECK(complains(terms, "insured_percentage.causes.insolvency"));
  terms = with_limit_column();
  terms.state.liability_used = 1;
  CHECK(complains(terms, "state.liability_used"));
  terms = with_limit_column();
  terms.insolvency.reset();
  terms.protracted_default.reset();
  CHECK(complains(terms, "causes"));
  book.portfolio.exposure_book = true;
  terms = with_limit_column();
  terms.max_extension = 60;
  CHECK(complains(terms, "max_extension"));
  terms = with_limit_column();
  terms.maximum_liability = MaximumLiability{std::nullopt, Decimal{30, 0}, false};
  CHECK(complains(terms, "times_premium"));
}
