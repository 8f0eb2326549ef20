// A policy in a foreign currency by way of a config: worked by hand.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("limits, deductibles and caps are in the policy's currency", "[policy]") {
  Example example;
  example.more = "exchange_rates: {USD: 0.8}";
  example.invoice_columns = ",currency";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000,USD\nI2,B1,2025-01-11,2025-03-11,20000,EUR\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.limits = "75000";
  const auto paid = [&](const std::string& terms) {
    example.insurance = "{p: {currency: USD, " + terms + "}}";
    return claims(run_example(example));
  };
  CHECK(paid("max_terms: 90 days") == units(90'000));  // 80,000 + 20,000 EUR
  CHECK(paid("limits: {column: insured_limit}") == units(54'000));
  CHECK(paid("limits: {discretionary: {amount: 50000}}") == units(36'000));
  CHECK(paid("each_first_loss: {amount: 10000}") == units(82'800));
  CHECK(paid("aggregate_first_loss: {amount: 10000, basis: indemnity}") == units(82'000));
  CHECK(paid("maximum_liability: {amount: 10000}") == units(8'000));
  CHECK(paid("maximum_liability: {times_premium: 2}, premium: {flat: 10000}") == units(16'000));
  CHECK(paid("buyer_cap: 10000") == units(8'000));
  CHECK(paid("minimum_retention: 100000") == units(20'000));
  CHECK(paid("non_qualifying_loss: 124999.99") == units(90'000));
  CHECK(paid("non_qualifying_loss: 125000") == 0);
}
