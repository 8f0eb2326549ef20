// Limit actions of the insurer: smaller limits for later shipments after a fall of the buyer's grade.

#include <catch2/catch.hpp>

#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Two shipments of 600, insolvent on day 200; grade 1 at as_of, 2 from day 90 on, 3 from day 180 on.
Book falling(Day first, Day second) {
  Book book;
  TrialBuyer& buyer = book.add(units(1000));
  buyer.invoices = {unpaid(first, first + 90, units(600), 0), unpaid(second, second + 90, units(600), 1)};
  buyer.default_day = 200;
  buyer.grades = {{0, 1}, {90, 2}, {180, 3}};
  return book;
}

PolicyTerms acting(std::uint16_t below, Day notice, Decimal cut) {
  PolicyTerms terms = with_limit_column();
  terms.limit_actions = {{below, notice, cut}};
  return terms;
}

}  // namespace

TEST_CASE("limit actions: after notice, for later shipments, for good") {
  const PolicyTerms cancelled = acting(1, 30, Decimal{1, 0});
  CHECK(falling(50, 119).evaluate(cancelled).claims == units(900));  // 600 + 400
  CHECK(falling(50, 120).evaluate(cancelled).claims == units(540));
  CHECK(falling(130, 190).evaluate(cancelled).events.empty());
  const PolicyTerms halved = acting(1, 30, percent(30));
  CHECK(falling(50, 120).evaluate(halved).claims == units(630));   // 600 + 100 of 700
  CHECK(falling(130, 140).evaluate(halved).claims == units(630));  // 600 + 100
  Book recovers = falling(50, 150);
  recovers.trial[0].grades = {{0, 1}, {90, 2}, {100, 0}};
  CHECK(recovers.evaluate(cancelled).claims == units(540));  // the cut stays
}

TEST_CASE("limit actions: only a fall below the grade sets one off, the largest cut counts") {
  CHECK(falling(50, 150).evaluate(acting(3, 0, Decimal{1, 0})).claims == units(900));
  CHECK(falling(50, 150).evaluate(acting(0, 0, Decimal{1, 0})).claims == units(900));  // below it all along
  PolicyTerms both = acting(1, 0, percent(30));
  both.limit_actions.push_back({2, 10, percent(80)});
  CHECK(falling(90, 189).evaluate(both).claims == units(630));
  CHECK(falling(90, 190).evaluate(both).claims == units(540));  // 200 is less than what is insured already
  CHECK(falling(190, 195).evaluate(both).claims == units(180));
  Book ungraded = falling(50, 150);
  ungraded.trial[0].grades.clear();
  CHECK(ungraded.evaluate(acting(0, 0, Decimal{1, 0})).claims == units(900));
}

TEST_CASE("limit actions: a primary's action moves the layer above it") {
  PolicyTerms primary = acting(1, 0, Decimal{1, 0});
  PolicyTerms top = with_limit_column();
  top.limits.column = false;
  top.limits.dated = {{0, -100, units(500)}};
  top.limits.excess_of = "primary";
  Book book = falling(100, 110);
  CHECK(book.evaluate(primary).events.empty());
  CHECK(book.evaluate(top, 730, &primary).claims == units(450));  // the first 500 with no primary below
}
