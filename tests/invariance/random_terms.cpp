#include "tests/invariance/random_terms.h"

#include <algorithm>
#include <tuple>

#include "models/insurance/policy.h"
#include "tests/invariance/dice.h"

namespace delcredere::testing {
namespace {

Collateral random_security(Dice& dice, std::uint32_t buyer, const Portfolio& book, std::size_t outside) {
  Collateral security;
  security.buyer = buyer;
  security.kind = dice.one_of(
      {SecurityKind::retention_of_title, SecurityKind::pledge, SecurityKind::guarantee, SecurityKind::guarantee});
  security.lag = static_cast<Day>(dice.one_of({0, 0, 30, 90, 700}));
  if (dice.chance(50))
    security.amount = dice.whole(1, 300'000);
  else
    security.share = dice.one_of({Decimal{25, 2}, Decimal{1, 0}, Decimal{1, 3}, Decimal{0, 0}});
  if (security.kind != SecurityKind::guarantee) return security;
  const auto other = static_cast<std::uint32_t>(dice.whole(0, static_cast<std::int64_t>(book.buyers.size()) - 1));
  if (dice.chance(60) && other != buyer)
    security.buyer_guarantor = other;
  else if (outside > 0 && dice.chance(60))
    security.outside_guarantor = static_cast<std::uint32_t>(dice.whole(0, static_cast<std::int64_t>(outside) - 1));
  return security;
}

void random_securities(Dice& dice, const Portfolio& book, SecurityParameters& security) {
  security = {};
  if (dice.chance(60)) security.outside.push_back({"bank", dice.one_of({0.0, 0.3, 1.0}), ""});
  if (dice.chance(60)) security.outside.push_back({"parent", 0.5, book.buyers.front().sector});
  for (std::uint32_t b = 0; b < book.buyers.size(); ++b)
    for (std::int64_t n = dice.chance(50) ? dice.whole(1, 3) : 0; n > 0; --n)
      security.list.push_back(random_security(dice, b, book, security.outside.size()));
  std::stable_sort(security.list.begin(), security.list.end(), [](const Collateral& a, const Collateral& b) {
    return std::tie(a.buyer, a.lag, a.kind) < std::tie(b.buyer, b.lag, b.kind);
  });
}

MigrationParameters random_migration(Dice& dice, Day horizon) {
  MigrationParameters migration;
  migration.grades = {"A", "B", "C"};
  migration.matrix = dice.one_of<std::vector<double>>(
      {{1, 0, 0, 0, 1, 0, 0, 0, 1},                        // nothing moves
       {0.9, 0.08, 0.02, 0.1, 0.8, 0.1, 0.05, 0.15, 0.8},  // usual
       {0.5, 0.25, 0.25, 0.2, 0.6, 0.2, 0.3, 0.2, 0.5},    // wild
       {0.7, 0.3, 0, 0, 0.6, 0.4, 0, 0, 1},                // only down, C for good
       {0.95, 0.05, 0, 0.002, 0.9, 0.098, 0.2, 0, 0.8}});  // its logarithm needs mending
  const Day every = static_cast<Day>(dice.one_of({7, 61, 91, 183, 365}));
  migration.years = static_cast<double>(every) / 365.0;
  for (Day day = every; day <= horizon; day += every) migration.reviews.push_back(day);
  migration.per_review = dice.chance(40);
  return migration;
}

}  // namespace

void random_credit_terms(std::uint64_t seed, const Portfolio& book, Day horizon, bool with_grades,
                         CreditParameters& credit) {
  Dice dice(seed * 7919u + 3);
  for (auto& [sector, law] : credit.lgd)
    if (law.standard_deviation > 0.0 && dice.chance(60)) law.factor_link = dice.one_of({0.4, -0.7, 1.0});
  if (dice.chance(40)) random_securities(dice, book, credit.security);
  if (!with_grades) return;
  const auto by_year = [&](const char* grade, std::vector<double> years) {
    if (dice.chance(40)) credit.grades[grade] = PdTerm::conditional(years);
  };
  by_year("A", {0.0, 0.01, 0.4});
  by_year("B", {0.05, 0.0});
  by_year("C", {0.2, 1.0, 0.1});
  if (dice.chance(20)) credit.grades["C"] = 1.0;
  if (dice.chance(50)) credit.migration = random_migration(dice, horizon);
}

namespace {

void random_actions(Dice& dice, const Portfolio& book, std::vector<PolicyTerms>& policies) {
  for (PolicyTerms& terms : policies) {
    terms.limit_actions.clear();
    for (int n = 0; n < 2 && terms.limits.present && dice.chance(50); ++n)
      terms.limit_actions.push_back({static_cast<std::uint16_t>(dice.whole(0, 1)), dice.one_of({0, 0, 14, 100}),
                                     dice.one_of({Decimal{1, 0}, Decimal{5, 1}, Decimal{3, 1}})});
    if (!check_terms(terms, book).empty()) terms.limit_actions.clear();
  }
}

void random_grade_rules(Dice& dice, const Portfolio& book, Day horizon, bool rules, Scenario& scenario) {
  MigrationParameters& migration = scenario.credit.migration;
  if (rules && !migration.active() && dice.chance(60)) migration = random_migration(dice, horizon);
  if (!migration.active()) return;
  migration.segments.clear();
  if (dice.chance(40))
    for (const char* grade : {"A", "B", "C"})
      if (dice.chance(60)) migration.segments[grade] = dice.one_of({"default", "metal", "slow"});
  random_actions(dice, book, scenario.policies);
  if (!rules) return;
  CreditManagement& management = scenario.credit_management;
  if (management.limit_checks && dice.chance(60))
    management.limit_checks->by_grade = {{"B", 0.5}, {"C", dice.one_of({0.0, 0.2, 3.0})}};
  if (management.prepayment && dice.chance(40)) management.prepayment->scope.segments = {"slow", "default"};
}

}  // namespace

void random_grade_rules(std::uint64_t seed, Study& study, bool rules) {
  if (study.portfolio.exposure_book) return;
  Dice dice(seed * 104729u + 29);
  // The second policy may become a top-up above the first.
  std::vector<PolicyTerms>& policies = study.base.policies;
  const bool top_up =
      policies.size() > 1 && policies[0].limits.present && policies[1].limits.present && dice.chance(30);
  random_grade_rules(dice, study.portfolio, study.horizon, rules, study.base);
  for (Scenario& scenario : study.scenarios) random_grade_rules(dice, study.portfolio, study.horizon, rules, scenario);
  if (!top_up) return;
  policies[1].limits.excess_of = policies[0].name;
  for (Scenario& scenario : study.scenarios) scenario.policies[1].limits.excess_of = policies[0].name;
}

}  // namespace delcredere::testing
