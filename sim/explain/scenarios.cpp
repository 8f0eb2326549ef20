// What each scenario changes against base, key by key.

#include <fmt/format.h>

#include <algorithm>

#include "sim/explain/facts.h"
#include "sim/explain/sections.h"

namespace delcredere::explaining {
namespace {

constexpr std::size_t kMostScenarios = 12, kMostNames = 5;

std::string failure_words(const Subject& subject, const NamedFailure& failure) {
  std::vector<std::string> names;
  Int128 debt = 0;
  for (const std::uint32_t buyer : failure.buyers) {
    names.push_back(subject.study.portfolio.buyers[buyer].id);
    debt += subject.plan.open_debt[buyer];
  }
  return fmt::format("{} {} on {} ({}), owing {} {} today", listed(names, kMostNames),
                     names.size() == 1 ? "fails" : "fail", date_of(subject.study, failure.day),
                     failure.cause == DefaultCause::insolvency ? "insolvency" : "protracted default",
                     whole_money(debt, subject.study.currency), subject.study.currency.code);
}

/// A shock that base does not have, in one piece.
std::string new_shock_words(const std::map<std::string, std::string>& facts, const std::string& key) {
  static const std::map<std::string, std::string> neutral{{"default_multiplier", "1"},
                                                          {"delay_multiplier", "1"},
                                                          {"delay_days", "0 days"},
                                                          {"sales_multiplier", "1"},
                                                          {"scope", "sectors [] countries [] grades [] buyers []"}};
  std::vector<std::string> parts;
  for (const auto& [name, value] : facts) {
    if (name.rfind(key + ".", 0) != 0) continue;
    const std::string last = name.substr(key.size() + 1);
    if (const auto same = neutral.find(last); same != neutral.end() && same->second == value) continue;
    parts.push_back(last + " " + value);
  }
  return fmt::format("new {}: {}", key, fmt::join(parts, ", "));
}

std::vector<std::string> differences(const std::map<std::string, std::string>& base,
                                     const std::map<std::string, std::string>& own, const Scenario& base_scenario,
                                     const Scenario& scenario) {
  std::vector<std::string> found, fresh;
  for (const Shock& shock : scenario.shocks)
    if (std::none_of(base_scenario.shocks.begin(), base_scenario.shocks.end(),
                     [&](const Shock& other) { return other.name == shock.name; }))
      fresh.push_back("shocks." + shock.name);
  for (const auto& [key, value] : own) {
    if (std::any_of(fresh.begin(), fresh.end(), [&key = key](const auto& s) { return key.rfind(s + ".", 0) == 0; }))
      continue;
    const auto before = base.find(key);
    if (before == base.end())
      found.push_back(key + " " + value);
    else if (before->second != value)
      found.push_back(fmt::format("{} {} -> {}", key, before->second, value));
  }
  for (const auto& [key, value] : base)
    if (!own.contains(key)) found.push_back(fmt::format("{} {} -> none", key, value));
  for (const std::string& shock : fresh) found.push_back(new_shock_words(own, shock));
  return found;
}

}  // namespace

void explain_scenarios(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  page.section("Scenarios");
  page.say(fmt::format("{}, all on the same random numbers; against base:",
                       counted(study.scenarios.size(), "scenario", "scenarios")));
  const auto base = facts(study, study.base);
  for (std::size_t s = 0; s < study.scenarios.size() && s < kMostScenarios; ++s) {
    const Scenario& scenario = study.scenarios[s];
    std::vector<std::string> parts = differences(base, facts(study, scenario), study.base, scenario);
    for (const NamedFailure& failure : scenario.failures) parts.push_back(failure_words(subject, failure));
    const ScenarioPlan& plan = subject.plan.scenarios[s];
    if (plan.dunning.active && study.base.credit_management.dunning && study.base.credit_management.dunning->in_history)
      parts.push_back(fmt::format("so dunning leaves {} of what is left of a delay",
                                  percent(static_cast<double>(plan.dunning.residual) / static_cast<double>(kOnePart))));
    page.say(fmt::format("{}: {}", scenario.name,
                         parts.empty() ? "nothing differs" : fmt::format("{}", fmt::join(parts, "; "))));
  }
  if (study.scenarios.size() > kMostScenarios)
    page.say(fmt::format("and {} more", counted(study.scenarios.size() - kMostScenarios, "scenario", "scenarios")));
}

}  // namespace delcredere::explaining
