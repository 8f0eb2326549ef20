// When the last claim on a book that sells no more can be paid.

#include <catch2/catch.hpp>

#include "models/insurance/policy_terms.h"

using namespace delcredere;

TEST_CASE("the last claim comes from the latest due day, or from the end of cover", "[insurance]") {
  PolicyTerms terms;
  CHECK(last_claim_day(terms, 90) == 90 + 180 + 30);
  CHECK(last_claim_day(terms, 300) == 365 + 30);  // cover ends before the wait does
  terms.filing_lag = 40;
  CHECK(last_claim_day(terms, 90) == 90 + 180 + 40 + 30);
  terms.filing_law = ClaimDelay{{{50, Decimal(5, 1)}, {100, Decimal(1, 0)}}};
  terms.settlement_law = ClaimDelay{{{30, Decimal(9, 1)}, {120, Decimal(1, 0)}}};
  CHECK(last_claim_day(terms, 90) == 90 + 180 + 100 + 120);
  terms.filing_deadline = 60;  // a later one is not paid
  CHECK(last_claim_day(terms, 90) == 90 + 180 + 60 + 120);
}

TEST_CASE("without a wait only the end of cover ends claims", "[insurance]") {
  PolicyTerms terms;
  terms.protracted_default.reset();
  CHECK(last_claim_day(terms, 90) == 365 + 30);
  terms.cover.basis = CoverBasis::risk_attaching;
  CHECK(last_claim_day(terms, 90) >= kNever);
  terms.protracted_default = CauseTerms{120};
  CHECK(last_claim_day(terms, 300) == 300 + 120 + 30);  // shipped inside cover, lost after it
}
