#pragma once
// Parts of a policy's description that have files of their own.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_treaties(Visitor& v, PolicyTerms& policy);
/// settlement, filing_lag, filing_deadline.
void describe_claims_handling(Visitor& v, PolicyTerms& policy);
void describe_state(Visitor& v, PolicyConfig& policy, const ConfigPlaces& places);
/// bonus and malus, inside premium.
void describe_clauses(Visitor& v, Premium& premium);
void describe_limit_actions(Visitor& v, PolicyConfig& policy);
void describe_insured_buyers(Visitor& v, PolicyConfig& policy);

}  // namespace delcredere::config
