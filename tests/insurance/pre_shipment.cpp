// Pre-shipment cover: orders in production when the buyer becomes insolvent. Worked by hand.

#include <catch2/catch.hpp>

#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Production of 60 days at 80 % of the amount.
PolicyTerms covered() {
  PolicyTerms terms = with_limit_column();
  terms.pre_shipment = PreShipment{60, percent(80)};
  return terms;
}

/// Insolvent on day 100; orders of 900 to be shipped on a day.
Book with_order(Day issue, std::optional<Money> limit = units(10'000)) {
  Book book;
  TrialBuyer& buyer = book.add(limit);
  buyer.default_day = 100;
  buyer.orders = {{issue, issue + 30, units(900)}};
  return book;
}

Money paid(const Book& book, const PolicyTerms& terms) { return book.evaluate(terms).claims; }

}  // namespace

TEST_CASE("orders: the cost of the days of production that have passed") {
  CHECK(paid(with_order(100), covered()) == units(648));  // finished: 900 x 80 %, of it 90 %
  CHECK(paid(with_order(130), covered()) == units(324));  // half way
  CHECK(paid(with_order(159), covered()) == units(648) / 60);
  CHECK(paid(with_order(160), covered()) == 0);  // begins that day
  PolicyTerms without = covered();
  without.pre_shipment.reset();
  CHECK(paid(with_order(130), without) == 0);
  const PolicyOutcome outcome = with_order(130).evaluate(covered());
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].ascertained == units(360));
  CHECK(outcome.events[0].in_production == units(360));
  CHECK(outcome.events[0].insured_loss == units(360));
}

TEST_CASE("orders: insolvency alone, inside the cover") {
  Book book = with_order(130);
  book.trial[0].cause = DefaultCause::protracted_default;
  CHECK(paid(book, covered()) == 0);
  PolicyTerms terms = covered();
  terms.insolvency->wait = 10;
  CHECK(with_order(130).evaluate(terms).events[0].date_of_loss == 110);  // the cost stops at the insolvency
  CHECK(paid(with_order(130), terms) == units(324));
  terms.excluded_buyers = {0};
  CHECK(paid(with_order(130), terms) == 0);
}

TEST_CASE("orders: after what was shipped, with the limit of the first day of production") {
  Book book = with_order(130, units(500));
  book.trial[0].invoices = {unpaid(50, 110, units(400))};
  CHECK(paid(book, covered()) == units(450));  // 400 + 100 of 360
  PolicyTerms dated = covered();
  dated.limits.column = false;
  dated.limits.dated = {{0, 0, units(10'000)}, {0, 71, Money{0}}};
  CHECK(paid(with_order(131), dated) == 0);  // production began on day 71
  CHECK(paid(with_order(130), dated) == units(324));
  PolicyTerms extended = covered();
  extended.max_extension = 10;
  book = with_order(130);
  book.trial[0].invoices = {unpaid(10, 60, units(100))};
  CHECK(paid(book, extended) == units(90 + 324));  // day 70 is due + 10 itself
  book.trial[0].invoices[0].due = 59;
  CHECK(paid(book, extended) == units(90));
  PolicyTerms terms = covered();
  terms.max_terms = 29;
  CHECK(paid(with_order(130), terms) == 0);
}

TEST_CASE("orders: risk attaching by the first day of production") {
  PolicyTerms terms = covered();
  terms.cover.basis = CoverBasis::risk_attaching;
  terms.cover.years = 2;
  terms.cover.year_starts = {0, 75, 440};
  terms.maximum_liability = MaximumLiability{units(200), std::nullopt, false};
  Book book = with_order(130);  // begins on day 70, of the first year
  book.trial[0].invoices = {unpaid(80, 110, units(400))};
  CHECK(paid(book, terms) == units(400));  // 200 of each year
}
