#pragma once
// Claims handling and treaties in words.

#include <functional>
#include <optional>
#include <string>

#include "models/insurance/policy_terms.h"

namespace delcredere {

/// "30 days", or "90 % within 30 days, 100 % within 120 days".
std::string handling_words(Day fixed, const std::optional<ClaimDelay>& law);

/// "per_risk_xl of gross losses by a reinsurer, 50 xs 50, 1 reinstatement, before stop".
std::string treaty_words(const TreatyTerms& treaty, const std::function<std::string(Money)>& money);

}  // namespace delcredere
