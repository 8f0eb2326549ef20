#pragma once
// What a plain policy (policy_groups.h) needs of its tables.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/core/decimal.h"
#include "models/core/money.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

struct PlainTerms {
  Money limit = kUnlimited;           ///< of every buyer, where limits do not differ
  std::vector<Money> limit_by_buyer;  ///< else; `limit` is then unlimited
  /// Percentages by DefaultCause of each class of buyers; class_of is by buyer, empty where there is one class.
  std::vector<std::array<std::int64_t, kLossCauses>> percentages;
  std::vector<std::uint8_t> class_of;
  std::int64_t denominator = 1;
  Money buyer_cap = kUnlimited;
  std::vector<Money> aggregate_left, liability_left;  ///< by policy year, when a trial begins
};

/// Nothing where the policy is not plain.
std::optional<PlainTerms> plain_terms(const PolicyTables& tables);

}  // namespace delcredere
