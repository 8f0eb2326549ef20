#pragma once
// Random policies and books from a seed: small days and amounts, so that ties and boundaries are common, now and then
// amounts large enough to leave 128 bits.

#include <cstdint>
#include <vector>

#include "tests/insurance/book.h"

namespace delcredere::testing {

struct RandomCase {
  Book book;
  PolicyTerms terms;
  PolicyTerms primary;  ///< meant where terms.limits.excess_of is set
  std::vector<Money> premiums;
  Day horizon = 0;
  Money scale = 1;  ///< amounts are some hundreds of it

  const PolicyTerms* primary_terms() const { return terms.limits.excess_of.empty() ? nullptr : &primary; }
};

RandomCase random_case(std::uint64_t seed);

}  // namespace delcredere::testing
