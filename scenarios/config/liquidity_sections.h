#pragma once
// The parts of the liquidity section.

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_outflow_rules(Visitor& v, LiquidityParameters& parameters);
void describe_eligible(Visitor& v, EligibleConfig& eligible);
/// Everything beside opening balance, minimum, outflows and credit line.
void describe_liquidity_terms(Visitor& v, LiquidityConfig& config);

}  // namespace delcredere::config
