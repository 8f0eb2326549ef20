#pragma once
// A scenario as a flat list of named texts, so that what differs from base can be told key by key.

#include <map>
#include <string>

#include "models/study.h"

namespace delcredere::explaining {

/// Key path -> value in words; a key that does not apply is absent.
std::map<std::string, std::string> facts(const Study& study, const Scenario& scenario);

/// Those of the liquidity section beside account, outflows file and credit line.
std::map<std::string, std::string> liquidity_term_facts(const Study& study, const LiquidityParameters& cash);

}  // namespace delcredere::explaining
