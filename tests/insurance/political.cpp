// The political cause of loss: what a stop of a country's payments makes of debt that falls due by its end.

#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

PolicyTerms political(Day wait) {
  PolicyTerms terms;
  terms.political = CauseTerms{wait};
  return terms;
}

/// One invoice, due on day `due` and paid on day `paid`, payments stopped on the days 100..189.
Book stopped(Day due, Day paid) {
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = {{10, due, paid, units(1000), 0, false}};
  buyer.stops = {{0, 100, 189}};
  return book;
}

}  // namespace

TEST_CASE("political: the later of due date and first day of the stop, plus the wait") {
  const auto date_of_loss = [](Day due, Day paid, Day wait) {
    const PolicyOutcome outcome = stopped(due, paid).evaluate(political(wait));
    if (outcome.events.empty()) return Day{0};
    CHECK(outcome.events[0].cause == DefaultCause::political);
    CHECK(outcome.claims == units(900));
    return outcome.events[0].date_of_loss;
  };
  CHECK(date_of_loss(70, 190, 60) == 160);   // due before the stop
  CHECK(date_of_loss(120, 190, 60) == 180);  // due inside it
  CHECK(date_of_loss(120, 190, 70) == 0);    // paid on the very day counts as paid
  CHECK(date_of_loss(120, 191, 70) == 190);
  CHECK(date_of_loss(189, 400, 60) == 249);  // due on its last day
  CHECK(date_of_loss(190, 400, 60) == 0);    // due after it
}

TEST_CASE("political: off unless it is listed, and nothing without a stop") {
  PolicyTerms terms = political(60);
  CHECK(stopped(120, 191).evaluate(terms).claims == units(900));
  terms.political.reset();
  CHECK(stopped(120, 191).evaluate(terms).events.empty());
  Book quiet = stopped(120, 191);
  quiet.trial[0].stops.clear();
  CHECK(quiet.evaluate(political(60)).events.empty());
}

TEST_CASE("political: insolvency, political, protracted default on one day") {
  PolicyTerms terms = political(60);
  terms.protracted_default = CauseTerms{60};
  terms.insured_percentage = {percent(50), percent(90), percent(80), percent(70), false};
  Book book = stopped(120, kNever);
  CHECK(book.evaluate(terms).events[0].cause == DefaultCause::political);
  CHECK(book.evaluate(terms).claims == units(700));
  book.trial[0].default_day = 180;
  CHECK(book.evaluate(terms).events[0].cause == DefaultCause::insolvency);
  CHECK(book.evaluate(terms).claims == units(900));
  book.trial[0].default_day = 179;
  CHECK(book.evaluate(terms).events[0].date_of_loss == 179);
  book.trial[0].default_day = 181;
  CHECK(book.evaluate(terms).events[0].date_of_loss == 180);
  book.trial[0].invoices[0].due = 90;  // protracted from day 150, political from day 160
  CHECK(book.evaluate(terms).events[0].cause == DefaultCause::protracted_default);
  CHECK(book.evaluate(terms).claims == units(800));
}

TEST_CASE("political: all eligible debt crystallises, cover of the buyer ends, late money is shared") {
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = {{10, 70, 190, units(600), 0, false},
                    {100, 170, 191, units(400), 1, false},
                    {161, 250, kNever, units(500), 2, false}};
  buyer.stops = {{0, 100, 189}};
  const PolicyOutcome outcome = book.evaluate(political(60));
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 160);
  CHECK(outcome.events[0].ascertained == units(1000));
  CHECK(outcome.claims == units(900));
  CHECK(outcome.insurer_recovered == units(900));
}

TEST_CASE("political: no cause in a book of exposures") {
  Book book = one_debt(units(10));
  book.portfolio.exposure_book = true;
  PolicyTerms terms = political(0);
  CHECK_THROWS_AS(book.evaluate(terms), Error);
}
