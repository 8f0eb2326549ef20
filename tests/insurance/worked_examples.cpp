// The worked examples of docs/policy.md, to the cent.

#include <catch2/catch.hpp>

#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Money claims_of_one(const PolicyTerms& terms, Money debt, std::optional<Money> limit = std::nullopt) {
  const Book book = one_debt(debt, limit);
  const PolicyOutcome outcome = book.evaluate(terms);
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].ascertained == debt);
  CHECK(outcome.claims == outcome.events[0].paid);
  return outcome.claims;
}

}  // namespace

TEST_CASE("example: limit above and below the debt") {
  CHECK(claims_of_one(with_limit_column(), units(950'000), units(1'000'000)) == units(855'000));
  CHECK(claims_of_one(with_limit_column(), units(800'000), units(500'000)) == units(450'000));
}

TEST_CASE("example: each first loss by loss and by indemnity") {
  PolicyTerms terms;
  terms.each_first_loss = {units(5'000), DeductibleBasis::loss};
  CHECK(claims_of_one(terms, units(50'000)) == units(40'500));
  terms.each_first_loss.basis = DeductibleBasis::indemnity;
  CHECK(claims_of_one(terms, units(50'000)) == units(40'000));
}

TEST_CASE("example: each and aggregate first loss on different bases") {
  PolicyTerms terms;
  terms.each_first_loss = {units(5'000), DeductibleBasis::indemnity};
  terms.aggregate_first_loss = {units(10'000), DeductibleBasis::loss};
  CHECK(claims_of_one(terms, units(50'000)) == units(31'000));
  terms.each_first_loss.basis = DeductibleBasis::loss;
  terms.aggregate_first_loss.basis = DeductibleBasis::indemnity;
  CHECK(claims_of_one(terms, units(50'000)) == units(30'500));
}

TEST_CASE("example: non-qualifying loss is a franchise") {
  PolicyTerms terms;
  terms.insured_percentage.policy = percent(85);
  terms.non_qualifying_loss = units(1'000);
  CHECK(claims_of_one(terms, units(1'000)) == 0);
  CHECK(claims_of_one(terms, units(1'200)) == units(1'020));
}

TEST_CASE("example: minimum retention") {
  PolicyTerms terms;
  terms.insured_percentage.policy = percent(85);
  terms.minimum_retention = units(1'000);
  CHECK(claims_of_one(terms, units(5'000)) == units(4'000));
  CHECK(claims_of_one(terms, units(10'000)) == units(8'500));
}

TEST_CASE("example: a year with three losses against deductibles and a maximum liability") {
  const Day as_of = serial(2024, 12, 31);
  const auto day = [&](int year, int month, int date) { return serial(year, month, date) - as_of; };
  Book book;
  TrialBuyer& a = book.add();
  a.invoices = {unpaid(-60, day(2025, 2, 1), units(40'000))};
  a.default_day = day(2025, 3, 1);
  TrialBuyer& b = book.add();
  b.invoices = {unpaid(-90, day(2024, 12, 3), units(30'000))};
  TrialBuyer& c = book.add();
  c.invoices = {unpaid(100, day(2025, 7, 1), units(60'000))};
  c.default_day = day(2025, 9, 1);
  PolicyTerms terms;
  terms.each_first_loss = {units(5'000), DeductibleBasis::loss};
  terms.aggregate_first_loss = {units(50'000), DeductibleBasis::loss};
  terms.maximum_liability = MaximumLiability{units(100'000), std::nullopt, false};
  const PolicyOutcome outcome = book.evaluate(terms, 365);
  REQUIRE(outcome.events.size() == 3);
  CHECK(outcome.events[0].paid == 0);
  CHECK(outcome.events[1].buyer == 1);
  CHECK(outcome.events[1].cause == DefaultCause::protracted_default);
  CHECK(outcome.events[1].paid == units(9'000));
  CHECK(outcome.events[1].cash_day == day(2025, 7, 1));
  CHECK(outcome.events[2].paid == units(49'500));
  CHECK(outcome.events[2].cash_day == day(2025, 10, 1));
  CHECK(units(130'000) - outcome.claims == units(71'500));
}

TEST_CASE("example: a limit that is cancelled covers what was shipped before") {
  const Day as_of = serial(2024, 12, 31);
  const auto day = [&](int month, int date) { return serial(2025, month, date) - as_of; };
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = {unpaid(day(3, 10), day(5, 9), units(60'000)), unpaid(day(4, 20), day(6, 19), units(30'000)),
                    unpaid(day(5, 5), day(7, 4), units(40'000))};
  buyer.default_day = day(8, 1);
  PolicyTerms terms;
  terms.limits.present = true;
  terms.limits.dated = {{0, -1000, units(100'000)}, {0, day(4, 30), Money{0}}};
  const PolicyOutcome outcome = book.evaluate(terms, 365);
  CHECK(outcome.claims == units(81'000));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].ascertained - outcome.claims == units(49'000));
}

TEST_CASE("example: cash day after protracted default and after insolvency") {
  const Day as_of = serial(2024, 12, 31);
  const auto day = [&](int month, int date) { return serial(2025, month, date) - as_of; };
  Book book;
  book.add().invoices = {unpaid(-10, day(1, 31), units(100'000))};
  const PolicyOutcome protracted = book.evaluate(PolicyTerms{}, 365);
  CHECK(protracted.claims == units(90'000));
  CHECK(protracted.events.at(0).cash_day == day(8, 29));
  book.trial[0].default_day = day(4, 15);
  const PolicyOutcome insolvent = book.evaluate(PolicyTerms{}, 365);
  CHECK(insolvent.claims == units(90'000));
  CHECK(insolvent.events.at(0).cash_day == day(5, 15));
}

TEST_CASE("example: excess of loss") {
  Book book;
  const std::vector<Money> losses{400'000, 700'000, 1'200'000, 150'000, 80'000};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    TrialBuyer& buyer = book.add();
    buyer.invoices = {unpaid(1, 40, units(losses[i]))};
    buyer.default_day = 50 + 10 * static_cast<Day>(i);
  }
  PolicyTerms terms;
  terms.non_qualifying_loss = units(100'000);
  terms.aggregate_first_loss = {units(1'000'000), DeductibleBasis::loss};
  terms.maximum_liability = MaximumLiability{units(5'000'000), std::nullopt, false};
  const PolicyOutcome outcome = book.evaluate(terms, 365);
  REQUIRE(outcome.events.size() == 5);
  const std::vector<Money> claims{0, 90'000, 1'080'000, 135'000, 0};
  for (std::size_t i = 0; i < claims.size(); ++i) CHECK(outcome.events[i].paid == units(claims[i]));
  CHECK(units(2'530'000) - outcome.claims == units(1'225'000));
}

TEST_CASE("example: top-up above a primary") {
  const Book book = one_debt(units(120'000));
  PolicyTerms primary;
  primary.name = "primary";
  primary.limits.present = true;
  primary.limits.dated = {{0, -1000, units(60'000)}};
  PolicyTerms top_up;
  top_up.name = "top_up";
  top_up.limits.present = true;
  top_up.limits.dated = {{0, -1000, units(40'000)}};
  top_up.limits.excess_of = "primary";
  const Money below = book.evaluate(primary).claims;
  const Money above = book.evaluate(top_up, 730, &primary).claims;
  CHECK(below == units(54'000));
  CHECK(above == units(36'000));
  CHECK(units(120'000) - below - above == units(30'000));
}

TEST_CASE("example: recovery shared pro rata of the total debt") {
  Book book = one_debt(units(100'000), units(80'000));
  book.trial[0].recovered = units(20'000);
  book.trial[0].recovery_day = 640;
  PolicyTerms terms = with_limit_column();
  terms.recovery_cost = percent(10);
  const PolicyOutcome outcome = book.evaluate(terms);
  CHECK(outcome.claims == units(72'000));
  CHECK(outcome.insurer_recovered == units(12'960));
  REQUIRE(outcome.recoveries.size() == 1);
  CHECK(outcome.recoveries[0].passed_on == 640);
  const Money net = units(18'000);
  CHECK(net - outcome.insurer_recovered == units(5'040));
  const Money insured = outcome.claims - outcome.insurer_recovered;
  CHECK(insured == units(59'040));
  CHECK(units(100'000) - net - insured == units(22'960));
}
