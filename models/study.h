#pragma once
// A study: everything a run needs, validated and immutable. scenarios/ makes it from words and files, sim/ runs it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/decimal.h"
#include "models/credit/credit_parameters.h"
#include "models/fx/fx_parameters.h"
#include "models/insurance/policy_terms.h"
#include "models/liquidity/liquidity_parameters.h"
#include "models/payment/payment_parameters.h"
#include "models/payment/sales_volume.h"
#include "models/portfolio/portfolio.h"
#include "models/pricing/pricing_parameters.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

/// The whole effective model of one scenario: base with its overlay merged in.
struct Scenario {
  std::string name;
  CreditParameters credit;
  PaymentParameters payment;
  CreditManagement credit_management;
  SalesParameters sales;
  FxParameters fx;
  std::vector<Shock> shocks;  ///< sorted by name
  std::vector<NamedFailure> failures;
  std::vector<PolicyTerms> policies;  ///< same names in the same order in every scenario; `none` is not among them
  LiquidityParameters liquidity;
};

enum class TrialColumns { automatic, on, off };  ///< automatic: per-trial columns up to 256 MiB

struct SimulationSettings {
  std::uint64_t trials = 0;
  std::uint64_t seed = 0;
};

struct OutputSettings {
  std::vector<Decimal> probabilities;   ///< ascending, in (0, 1)
  std::vector<Decimal> return_periods;  ///< years, > 1
  bool return_periods_given = false;    ///< written in the config: an error where the horizon is not a year
  TrialColumns trials = TrialColumns::automatic;
  /// Policies with daily cash and results by buyer and sector; the others have loss statistics alone, `none` always has
  /// both. Nothing: all of them up to kFewPolicies, else `none` alone.
  std::optional<std::vector<std::string>> detailed_policies;
  static constexpr std::size_t kFewPolicies = 10;
};

struct Study {
  std::string name;
  Date as_of;
  Currency currency;
  Day horizon = 0;               ///< H: days 1..H are simulated
  std::string period_name;       ///< "week" or "month"
  std::vector<Day> period_ends;  ///< last day of each period; the last is H
  Portfolio portfolio;
  bool has_liquidity = false;       ///< a `liquidity` section is given
  Scenario base;                    ///< without overlay: what is known at as_of belongs to it
  std::vector<Scenario> scenarios;  ///< at least one
  SimulationSettings simulation;
  OutputSettings outputs;
  std::optional<PricingParameters> pricing;  ///< nothing: policies are not priced
  std::string inputs_hash;  ///< SHA-256 of the effective config and every data file; empty: made in code
};

}  // namespace delcredere
