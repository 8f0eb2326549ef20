#pragma once
// The config as read: values in force, names not yet looked up in the book. load.cpp makes a Study from it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/study.h"
#include "scenarios/config/visitor.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::config {

enum class PeriodKind { week, month };

struct ShockConfig {
  Shock shock;
  std::optional<Date> start;
};

/// An action of the insurer on limits, its grade by name.
struct LimitActionConfig {
  LimitAction action;
  std::string below;
};

struct PolicyConfig {
  PolicyTerms terms;     ///< but for what needs the book: dates, buyers, dated limits
  std::string currency;  ///< "" = base
  std::optional<Date> from;
  std::optional<FileSource> limits_file;
  std::vector<LimitActionConfig> limit_actions;
  std::vector<std::string> excluded_buyers;
  std::optional<std::vector<std::string>> insured_buyers;
  std::optional<Decimal> insured_top;  ///< share of the buyers, by sales
  std::optional<FileSource> open_claims;
  bool has_state = false;
};

struct EligibleConfig {
  EligibleInvoices rule;  ///< but for buyers
  std::vector<std::string> excluded_buyers;
};

struct LiquidityConfig {
  LiquidityParameters parameters;  ///< but for what needs the book
  EligibleConfig factoring_eligible, borrowing_eligible;
  std::optional<Date> line_from, line_until;
  std::optional<FileSource> outflows;
};

struct HistoryConfig {
  ClaimsHistory parameters;  ///< but for what the file says
  std::optional<FileSource> claims;
};

struct PricingConfig {
  PricingParameters parameters;  ///< but for amounts and history
  Money fixed_expenses = 0, minimum_premium = 0;
  std::optional<HistoryConfig> history;
};

struct FailureConfig {
  std::optional<std::uint64_t> top;
  std::vector<std::string> buyers;
  Date on;
  DefaultCause cause = DefaultCause::insolvency;
  Position where;
};

/// Files that the credit section names.
struct CreditFiles {
  std::optional<FileSource> loadings, weights, links, securities, migration;
  Day security_lag = 90;
  Span migration_every{3, SpanUnit::months};
};

struct CountryEventConfig {
  Shock event;
  std::optional<Date> start;
};

struct Config {
  int version = 1;
  std::string name;
  Date as_of;
  std::string currency;
  Span horizon;
  PeriodKind period = PeriodKind::week;
  PortfolioSource portfolio;
  CreditParameters credit;  ///< but for what its files say
  CreditFiles credit_files;
  std::map<std::string, CountryEventConfig> country_events;
  PaymentParameters payment;
  CreditManagement credit_management;
  SalesParameters sales;
  FxParameters fx;
  std::map<std::string, ShockConfig> shocks;
  std::vector<std::pair<std::string, PolicyConfig>> insurance;  ///< in written order
  std::optional<LiquidityConfig> liquidity;
  std::optional<PricingConfig> pricing;
  SimulationSettings simulation;
  OutputSettings outputs;
  std::vector<FailureConfig> failures;  ///< scenarios only

  Config();
};

/// Where the config stands on disk; sweeps and overlays are handed over as trees.
struct ConfigPlaces {
  std::string folder;  ///< of the config file; the files it names are relative to it
  std::function<void(const yaml::Node&)> scenarios, sweep;
};

/// Every key of the config. `in_scenario`: also what only a scenario may say (`fail`).
void describe(Visitor& v, Config& config, const ConfigPlaces& places, bool in_scenario);

// The sections, each in its own file.
void describe_head(Visitor& v, Config& config);
void describe_portfolio(Visitor& v, PortfolioSource& source, const ConfigPlaces& places);
void describe_credit(Visitor& v, CreditParameters& credit, CreditFiles& files,
                     std::map<std::string, CountryEventConfig>& country_events, const ConfigPlaces& places);
void describe_grades(Visitor& v, CreditParameters& credit);
void describe_lgd(Visitor& v, LgdLaw& law);
void describe_securities(Visitor& v, CreditFiles& files, const ConfigPlaces& places);
void describe_migration(Visitor& v, CreditParameters& credit, CreditFiles& files, const ConfigPlaces& places);
void describe_segment(Visitor& v, DelayLaw& law);
void describe_payment(Visitor& v, PaymentParameters& payment);
void describe_payment_rules(Visitor& v, PaymentParameters& payment);
void describe_credit_management(Visitor& v, CreditManagement& management);
void describe_seller_rules(Visitor& v, CreditManagement& management);
void describe_fx(Visitor& v, FxParameters& fx);
/// How a correlation matrix speaks of its rows.
struct CorrelationWords {
  const char* things;   ///< plural, in errors
  const char* order;    ///< doc of the names
  const char* example;  ///< of the names
};
void describe_correlation_matrix(Visitor& v, FactorCorrelation& correlation, const CorrelationWords& words);
void describe_sales(Visitor& v, SalesParameters& sales);
void describe_shocks(Visitor& v, std::map<std::string, ShockConfig>& shocks);
void describe_failures(Visitor& v, std::vector<FailureConfig>& failures);
void describe_insurance(Visitor& v, Config& config, const ConfigPlaces& places);
void describe_liquidity(Visitor& v, std::optional<LiquidityConfig>& liquidity, const ConfigPlaces& places);
void describe_pricing(Visitor& v, std::optional<PricingConfig>& pricing, const ConfigPlaces& places);
void describe_simulation(Visitor& v, SimulationSettings& simulation);
void describe_outputs(Visitor& v, OutputSettings& outputs);

/// A file by its path, or a map with its columns and forms. The key's example is the path.
void describe_file(Visitor& v, const Key& key, std::optional<FileSource>& file, const ConfigPlaces& places);

}  // namespace delcredere::config
