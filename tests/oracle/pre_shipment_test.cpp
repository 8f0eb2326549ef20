// Pre-shipment cover by way of a config: worked by hand.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Example failing(const std::string& terms) {
  Example example;
  example.invoices =
      "I1,B1,2025-01-10,2025-05-11,10000\n"   // shipped
      "I2,B1,2025-04-11,2025-06-11,90000\n"   // in production for 50 of 60 days on 2025-04-01
      "I3,B1,2025-06-01,2025-07-11,90000\n";  // not begun
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.insurance = "{p: {" + terms + "}, plain: {}}";
  return example;
}

}  // namespace

TEST_CASE("work in progress is lost by the seller and insured", "[policy]") {
  const RunResults results = run_example(failing("pre_shipment: {production: 60 days, cost_share: 80%}"));
  // 90,000 x 80 % x 50 / 60 = 60,000, and 10,000 of debt.
  CHECK(claims(results, 1) == units(63'000));
  CHECK(claims(results, 2) == units(9'000));
  CHECK(results.trial_columns.gross_loss(0, 0) == units(10'000));
  CHECK(results.losses.mean(0, 1, 0) == Approx(70'000));
  CHECK(results.losses.mean(0, 2, 0) == Approx(10'000));
  CHECK(results.trial_columns.retained_loss(0, 1, 0) == units(7'000));
}

TEST_CASE("pre-shipment cover that cannot act is refused by policy and line", "[policy]") {
  check_refused(failing("causes: {protracted_default: {}}, pre_shipment: {production: 60 days}"), "'p'");
  Example open = failing("pre_shipment: {production: 60 days}");
  open.invoices = "I1,B1,2024-11-10,2025-05-11,10000\n";
  check_refused(open, "no planned invoices");
}
