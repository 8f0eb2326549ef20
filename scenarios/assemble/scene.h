#pragma once
// From a config that was read to the effective model of one scenario.

#include <map>
#include <string>
#include <vector>

#include "models/study.h"
#include "scenarios/assemble/book.h"
#include "scenarios/assemble/places.h"
#include "scenarios/config/config.h"
#include "scenarios/config/problems.h"

namespace delcredere::assemble {

/// Reads the files that scenarios may share, each once.
class SharedFiles {
 public:
  SharedFiles(const Book& book, Date as_of, Currency base, ReadLog& log)
      : book_(book), as_of_(as_of), base_(base), log_(log) {}

  const std::vector<Outflow>& outflows(const FileSource& file, config::Problems& problems);
  const std::vector<DatedLimit>& limits(const FileSource& file, config::Problems& problems);
  const BuyerNumbers& loadings(const FileSource& file, config::Problems& problems);
  const BuyerNumbers& weights(const FileSource& file, config::Problems& problems);
  const std::vector<SupplyLink>& links(const FileSource& file, config::Problems& problems);
  SecurityParameters securities(const FileSource& file, Day usual_lag, config::Problems& problems);
  TransitionTable transitions(const FileSource& file, const std::vector<std::string>& grades,
                              config::Problems& problems);
  /// `config` names the policies that a claim may belong to.
  const std::vector<PastClaim>& claims(const FileSource& file, const config::Config& config,
                                       config::Problems& problems);

 private:
  const Book& book_;
  Date as_of_;
  Currency base_;
  ReadLog& log_;
  std::map<std::string, std::vector<Outflow>> outflows_;
  std::map<std::string, std::vector<DatedLimit>> limits_;
  std::map<std::string, BuyerNumbers> loadings_, weights_;
  std::map<std::string, std::vector<SupplyLink>> links_;
  std::map<std::string, std::vector<PastClaim>> claims_;
  std::map<std::string, SecurityParameters> securities_;
  std::map<std::string, TransitionTable> transitions_;
};

/// What making a scenario needs to know.
struct Scene {
  const config::Config& config;
  Places places;
  const Book& book;
  Day horizon = 0;
  Currency currency;
  SharedFiles& files;
  config::Problems& problems;

  void error(KeyPath path, const std::string& message) const {
    problems.error(places.at(path), Places::text(path), message);
  }
  void warning(KeyPath path, const std::string& message) const {
    problems.warning(places.at(path), Places::text(path), message);
  }
  /// At an item (from 0) of the list at the path.
  void item_error(KeyPath path, std::size_t item, const std::string& message) const {
    problems.error(places.at_item(path, item), Places::text(path) + '[' + std::to_string(item + 1) + ']', message);
  }
  /// Ids to positions; unknown ones are reported at the path.
  std::vector<std::uint32_t> buyers(KeyPath path, const std::vector<std::string>& ids) const;
};

Scenario make_scenario(const Scene& scene, const std::string& name);

// Parts of make_scenario.
void check_credit(const Scene& scene, CreditParameters& credit);
/// Securities and re-rating: what the files say, in force.
void set_security(const Scene& scene, CreditParameters& credit);
void set_migration(const Scene& scene, CreditParameters& credit);
/// `migration` of the same scenario.
void check_payment(const Scene& scene, const MigrationParameters& migration);
void check_fx(const Scene& scene);
std::vector<Shock> make_shocks(const Scene& scene);
std::vector<NamedFailure> make_failures(const Scene& scene);
std::vector<Shock> make_country_events(const Scene& scene);
LiquidityParameters make_liquidity(const Scene& scene, const config::LiquidityConfig& liquidity);
/// `credit` of the same scenario, complete.
PolicyTerms make_policy(const Scene& scene, const config::PolicyConfig& policy, const CreditParameters& credit);
/// What the insurer does to limits, its grades looked up.
void set_limit_actions(const Scene& scene, const config::PolicyConfig& policy, const CreditParameters& credit,
                       PolicyTerms& terms);
/// Countries that a policy names must be in the book; excluded ones must be well-formed at least.
void check_countries(const Scene& scene, const PolicyTerms& terms);
/// State, treaties, bonus and malus, top buyers.
void set_extras(const Scene& scene, const config::PolicyConfig& policy, PolicyTerms& terms);
/// Amounts of a policy in foreign currency, read as numbers, in base currency. Before anything else looks at them.
void convert_to_base(const Scene& scene, const std::string& currency, PolicyTerms& terms);
/// Errors for terms that are present but cannot apply, by policy and line.
void check_applies(const Scene& scene, const PolicyTerms& terms);
void check_layers(const Scene& scene);
/// Layers of a policy's treaties must not carry more than 100 % of anything.
void check_treaty_layers(const Scene& scene, const PolicyTerms& policy);
/// A scenario may change treaties, not their list.
void check_same_treaties(const Scene& scene, const Scenario& base, const Scenario& scenario);

}  // namespace delcredere::assemble
