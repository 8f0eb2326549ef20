// Row 18: policies that cannot mean what is written.

#include <catch2/catch.hpp>

#include "tests/faults/faults.h"

using namespace delcredere::faults;

namespace {

Extended with_policy(const std::string& terms) { return Extended("insurance:\n  p: " + terms + "\n"); }

}  // namespace

TEST_CASE("row 18: a policy that can never pay, amounts, shares, buyers, layers, currencies") {
  // The insured limits of the small book are 50,000 and 30,000.
  refused(with_policy("{limits: {column: insured_limit}, each_first_loss: {amount: 50000}}"), 2,
          {"study.yaml:10:", "insurance.p.each_first_loss", "'p' can never pay"});
  accepted(with_policy("{limits: {column: insured_limit}, each_first_loss: {amount: 49999.99}}"));
  refused(with_policy("{non_qualifying_loss: -1}"), 2, {"study.yaml:10:", "insurance.p.non_qualifying_loss", "'-1'"});
  refused(with_policy("{insured_percentage: 101%}"), 2, {"study.yaml:10:", "insurance.p.insured_percentage", "'101%'"});
  refused(with_policy("{excluded_buyers: [B9]}"), 2, {"study.yaml:10:", "insurance.p.excluded_buyers", "'B9'"});
  refused(with_policy("{insured_buyers: [b1]}"), 2, {"study.yaml:10:", "'b1'", "Did you mean 'B1'?"});
  refused(with_policy("{currency: USD}"), 2, {"study.yaml:10:", "insurance.p.currency", "'USD'"});
  const std::string layer = "{limits: {column: insured_limit, excess_of: ";
  refused(Extended("insurance:\n  p: " + layer + "q}}\n  q: " + layer + "p}}\n"), 2,
          {"study.yaml:1", "insurance.", "excess_of"});
  refused(
      with_policy("{treaties: {a: {kind: per_risk_xl, retention: 5, limit: 5}, b: {kind: per_risk_xl, retention: 9}}}"),
      2, {"study.yaml:10:", "insurance.p.treaties.b: overlaps 'a'", "'p'"});
  refused(Extended("insurance:\n  p: " + layer + "r}}\n"), 2,
          {"study.yaml:10:", "insurance.p.limits.excess_of", "'r'"});
}
