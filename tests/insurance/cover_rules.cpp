// S0 and S1 at their boundaries: which invoices are insured, and when a loss happens. Figures by hand.

#include <catch2/catch.hpp>

#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

PolicyTerms full_cover() {
  PolicyTerms terms;
  terms.insured_percentage.policy = Decimal{1, 0};
  return terms;
}

PolicyTerms protracted_only(Day wait) {
  PolicyTerms terms = full_cover();
  terms.insolvency.reset();
  terms.protracted_default = CauseTerms{wait};
  return terms;
}

Money claims(const Book& book, const PolicyTerms& terms, Day horizon = 730) {
  return book.evaluate(terms, horizon).claims;
}

Book insolvent(std::vector<LedgerInvoice> invoices, Day default_day) {
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = std::move(invoices);
  buyer.default_day = default_day;
  return book;
}

}  // namespace

TEST_CASE("max_terms: longer terms are not insured, equal ones are") {
  PolicyTerms terms = full_cover();
  terms.max_terms = 90;
  CHECK(claims(insolvent({unpaid(0, 90, 10), unpaid(0, 91, 5)}, 50), terms) == 10);
}

TEST_CASE("max_extension: a shipment on due + MEP is insured, the next day's is not, until the day after payment") {
  PolicyTerms terms = full_cover();
  terms.max_extension = 60;
  // Due on day -40 and paid on day 30: shipments on days 21..30 are not insured.
  const LedgerInvoice late{-100, -40, 30, 1000, 0, false};
  CHECK(claims(insolvent({late, unpaid(20, 80, 7)}, 50), terms) == 7);
  CHECK(claims(insolvent({late, unpaid(21, 80, 7)}, 50), terms) == 0);
  CHECK(claims(insolvent({late, unpaid(30, 80, 7)}, 50), terms) == 0);
  CHECK(claims(insolvent({late, unpaid(31, 80, 7)}, 50), terms) == 7);
  LedgerInvoice disputed = late;
  disputed.disputed = true;
  CHECK(claims(insolvent({disputed, unpaid(25, 80, 7)}, 50), terms) == 7);
}

TEST_CASE("max_extension reads rows paid before as_of") {
  PolicyTerms terms = full_cover();
  terms.max_extension = 10;
  const LedgerInvoice history{-200, -100, -50, 1000, 0, false};
  CHECK(claims(insolvent({history, unpaid(-60, 30, 7), unpaid(-49, 30, 9)}, 50), terms) == 9);
}

TEST_CASE("scope: excluded countries and buyers, insured buyers, disputes") {
  const Book book = insolvent({unpaid(1, 60, 10)}, 50);
  PolicyTerms terms = full_cover();
  CHECK(claims(book, terms) == 10);
  terms.excluded_countries = {"DE"};
  CHECK(claims(book, terms) == 0);
  terms = full_cover();
  terms.excluded_buyers = {0};
  CHECK(claims(book, terms) == 0);
  terms = full_cover();
  terms.insured_buyers = std::vector<std::uint32_t>{};
  CHECK(claims(book, terms) == 0);
  LedgerInvoice disputed = unpaid(1, 60, 10);
  disputed.disputed = true;
  const PolicyOutcome outcome = insolvent({disputed, unpaid(2, 60, 4)}, 50).evaluate(full_cover());
  CHECK(outcome.claims == 4);
  CHECK(outcome.events.at(0).ascertained == 14);
}

TEST_CASE("limits: discretionary serves buyers without decision, an explicit 0 switches it off") {
  PolicyTerms terms = with_limit_column(full_cover());
  terms.limits.discretionary = DiscretionaryLimit{6, Decimal{5, 1}};
  Book book = insolvent({unpaid(1, 60, 10)}, 50);
  CHECK(claims(book, terms) == 3);  // 50 % of 6
  book.portfolio.buyers[0].insured_limit = 0;
  CHECK(claims(book, terms) == 0);
  book.portfolio.buyers[0].insured_limit = 8;
  CHECK(claims(book, terms) == 8);
  terms.limits.discretionary.reset();
  book.portfolio.buyers[0].insured_limit.reset();
  CHECK(claims(book, terms) == 0);
}

TEST_CASE("limits: mixed percentages are weighted by what each part insures") {
  PolicyTerms terms = full_cover();
  terms.limits.present = true;
  terms.limits.dated = {{0, 20, Money{400}}};
  terms.limits.discretionary = DiscretionaryLimit{100, Decimal{5, 1}};
  // 100 of the first (discretionary, 50 %), 300 of the second (100 %): 50 + 300, less 7/8 x 8 deductible.
  Book book = insolvent({unpaid(10, 60, 150), unpaid(20, 60, 500)}, 50);
  CHECK(claims(book, terms) == 350);
  terms.each_first_loss = {8, DeductibleBasis::loss};
  CHECK(claims(book, terms) == 343);
}

TEST_CASE("protracted default: paid on the last day of the wait is paid, a day later is a loss") {
  Book book;
  book.add().invoices = {{0, 30, 90, 10, 0, false}};
  CHECK(book.evaluate(protracted_only(60)).events.empty());
  book.trial[0].invoices[0].paid = 91;
  const PolicyOutcome outcome = book.evaluate(protracted_only(60));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 90);
  CHECK(outcome.claims == 10);
  // The payment of day 91 is a recovery, passed on when the claim is paid.
  CHECK(outcome.insurer_recovered == 10);
  REQUIRE(outcome.recoveries.size() == 1);
  CHECK(outcome.recoveries[0].received == 91);
  CHECK(outcome.recoveries[0].passed_on == 120);
}

TEST_CASE("protracted default: receipts go to the oldest due debt first") {
  // The first invoice is never paid, the second is: its receipt of day 50 pays the older one. What is left open is 2.
  Book book;
  book.add().invoices = {unpaid(0, 30, 10), {5, 40, 50, 8, 1, false}};
  const PolicyOutcome outcome = book.evaluate(protracted_only(60));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 90);
  CHECK(outcome.events[0].ascertained == 10);  // 2 of the first, 8 of the second
  // With 8 then 10 the receipt covers the first, and the loss waits for the second.
  book.trial[0].invoices[0].amount = 8;
  book.trial[0].invoices[1].amount = 10;
  const PolicyOutcome later = book.evaluate(protracted_only(60));
  REQUIRE(later.events.size() == 1);
  CHECK(later.events[0].date_of_loss == 100);
  CHECK(later.events[0].ascertained == 8);
}

TEST_CASE("an insolvency that is not a cause becomes a protracted default") {
  const Book book = insolvent({unpaid(0, 30, 10)}, 50);
  const PolicyOutcome outcome = book.evaluate(protracted_only(60));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].cause == DefaultCause::protracted_default);
  CHECK(outcome.events[0].date_of_loss == 90);
  PolicyTerms terms = full_cover();
  terms.protracted_default.reset();
  CHECK(claims(book, terms) == 10);
  Book silent = book;
  silent.trial[0].cause = DefaultCause::protracted_default;
  CHECK(claims(silent, terms) == 0);
}

TEST_CASE("two causes on one day: insolvency") {
  PolicyTerms terms = full_cover();
  terms.protracted_default = CauseTerms{20};
  terms.insured_percentage.insolvency = Decimal{1, 0};
  terms.insured_percentage.protracted_default = Decimal{5, 1};
  CHECK(claims(insolvent({unpaid(0, 30, 10)}, 50), terms) == 10);
  CHECK(claims(insolvent({unpaid(0, 29, 10)}, 50), terms) == 5);
}

TEST_CASE("losses occurring: from the day after `from` up to and including the anniversary") {
  PolicyTerms terms = full_cover();
  terms.protracted_default.reset();
  terms.cover.from = 10;
  terms.cover.year_starts = {10, 375};
  const auto on = [&](Day day) { return claims(insolvent({unpaid(0, 400, 10)}, day), terms); };
  CHECK(on(10) == 0);
  CHECK(on(11) == 10);
  CHECK(on(375) == 10);
  CHECK(on(376) == 0);
}

TEST_CASE("a date of loss after the horizon is not simulated, on it it is") {
  const Book book = insolvent({unpaid(0, 400, 10)}, 100);
  PolicyTerms terms = full_cover();
  terms.insolvency = CauseTerms{20};
  CHECK(claims(book, terms, 119) == 0);
  CHECK(claims(book, terms, 120) == 10);
}

TEST_CASE("risk attaching: shipments from `from` to the day before the anniversary, each loss in its year") {
  PolicyTerms terms = full_cover();
  terms.cover.basis = CoverBasis::risk_attaching;
  terms.cover.from = 10;
  terms.cover.years = 2;
  terms.cover.year_starts = {10, 375, 740};
  CHECK(claims(insolvent({unpaid(9, 500, 1), unpaid(10, 500, 2), unpaid(374, 500, 4)}, 400), terms) == 6);
  // CAP 3 a year: 2 + 4 in the first year, 5 in the second.
  terms.maximum_liability = MaximumLiability{3, std::nullopt, false};
  const Book book = insolvent({unpaid(10, 500, 2), unpaid(374, 500, 4), unpaid(375, 500, 5)}, 400);
  CHECK(claims(book, terms) == 6);
  // Losses occurring: the date of loss is in the second year, one CAP.
  terms.cover.basis = CoverBasis::losses_occurring;
  CHECK(claims(book, terms) == 3);
}

TEST_CASE("debt already past due + wait when cover begins sets no date of loss and is not insured") {
  Book book;
  book.add().invoices = {unpaid(-200, -60, 10), unpaid(-100, -59, 20), unpaid(-30, 30, 40)};
  const PolicyOutcome outcome = book.evaluate(protracted_only(60));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 1);
  CHECK(outcome.events[0].ascertained == 70);
  CHECK(outcome.claims == 60);
}

TEST_CASE("a loss between the start of cover and as_of ended the buyer's cover") {
  PolicyTerms terms = protracted_only(60);
  terms.cover.from = -100;
  terms.cover.year_starts = {-100, 265};
  Book book;
  book.add().invoices = {unpaid(-200, -150, 10), unpaid(-30, 30, 40)};  // loss on day -90
  CHECK(book.evaluate(terms).events.empty());
  book.trial[0].invoices[0].paid = -80;  // paid since, but later than the wait
  CHECK(book.evaluate(terms).events.empty());
  book.trial[0].invoices[0].paid = -90;  // in time
  CHECK(book.evaluate(terms).claims == 40);
}

TEST_CASE("exposure books: insolvency on the default day, the estate is shared after it") {
  Book book;
  book.portfolio.exposure_book = true;
  TrialBuyer& buyer = book.add(80);
  buyer.invoices = {{0, kNever, kNever, 100, 0, false}};
  buyer.default_day = 200;
  buyer.recovered = 50;
  buyer.recovery_day = 200;
  const PolicyOutcome outcome = book.evaluate(with_limit_column(full_cover()), 365);
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 200);
  CHECK(outcome.events[0].ascertained == 100);
  CHECK(outcome.claims == 80);
  CHECK(outcome.insurer_recovered == 40);
  CHECK(Policy(full_cover(), book.portfolio, 365, {}).shortest_wait() == kNever);
}
