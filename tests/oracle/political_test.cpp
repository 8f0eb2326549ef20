// Political causes of loss by way of a config: worked by hand.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// 100,000 of B1 due on 2025-03-11; nothing is paid in the year. Payments from FR stop on 2025-04-01.
Example stopped(const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.country = "FR";
  example.scenario =
      ", credit: {country_events: {FR: {annual_probability: 0%, occurs: certain, start: 2025-04-01, duration: 6 "
      "months}}}";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

}  // namespace

TEST_CASE("a stop of a country's payments is a loss where the policy lists it", "[policy][country]") {
  // 2025-04-01 + 60 days = 2025-05-31 (day 151), cash 30 days later (day 181).
  const RunResults paid = run_example(stopped("causes: {political: {wait: 60 days}}"));
  CHECK(claims(paid) == units(90'000));
  CHECK(claims_around(paid, 181) == Approx(90'000));
  CHECK(paid.trial_columns.gross_loss(0, 1) == 0);  // nobody failed
  // The usual wait is 180 days: 2025-09-28 (day 271), cash on day 301.
  const RunResults usual = run_example(stopped("causes: {political: {}}"));
  CHECK(claims_around(usual, 301) == Approx(90'000));
  CHECK(claims(run_example(stopped("causes: {insolvency: {}}"))) == 0);
  // Without `causes` political is off: protracted default, 180 days after 2025-03-11.
  const RunResults off = run_example(stopped("insured_percentage: 90%"));
  CHECK(claims_around(off, 70 + 180 + 30) == Approx(90'000));
}

TEST_CASE("its own percentage, and both causes on one day", "[policy][country]") {
  const std::string percentages =
      "insured_percentage: {default: 90%, causes: {political: 80%, protracted_default: 60%}}, ";
  CHECK(claims(run_example(stopped(percentages + "causes: {political: {wait: 60 days}, protracted_default: {}}"))) ==
        units(80'000));
  // Due on 2025-03-11 (day 70), stop on day 91: 180 + 21 days after the due date is day 271 for both.
  CHECK(claims(run_example(
            stopped(percentages + "causes: {political: {wait: 180 days}, protracted_default: {wait: 201 days}}"))) ==
        units(80'000));
  CHECK(claims(run_example(
            stopped(percentages + "causes: {political: {wait: 180 days}, protracted_default: {wait: 200 days}}"))) ==
        units(60'000));
}

TEST_CASE("political causes that cannot act are refused by policy and line", "[policy][country]") {
  check_refused(stopped("insured_percentage: {default: 90%, causes: {political: 80%}}"), "'p'");
  check_refused(
      stopped("causes: {insolvency: {}}, insured_percentage: {default: 90%, causes: {protracted_default: 80%}}"),
      "'p'");
}
