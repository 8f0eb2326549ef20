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

/// "recoveries are shared pro rata of the total debt, less 10 % cost".
std::string recovery_words(const PolicyTerms& terms);

/// "5,000", or "5,000 (DE 3,000)": a ceiling and those of single keys, the first eight of them.
std::string ceiling_words(const CapTable& table, const std::function<std::string(Money)>& money);

/// "; 10 % of the premium comes back below a loss ratio of 30 %", and the malus; empty without either.
std::string clause_words(const Premium& premium);

/// "taken over in mid-term: 1,000 of the aggregate first loss used, ..."; empty without a state.
std::string state_words(const PolicyState& state, const std::function<std::string(Money)>& money);

}  // namespace delcredere
