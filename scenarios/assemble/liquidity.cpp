#include <algorithm>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {
namespace {

void check_names(const Scene& scene, KeyPath path, const std::vector<std::string>& names,
                 const std::set<std::string>& known, const char* what) {
  for (const std::string& name : names)
    if (known.count(name) == 0)
      scene.error(path, std::string("names a ") + what + " that no buyer has, got '" + name + "'." +
                            config::suggestion(name, {known.begin(), known.end()}));
}

void set_eligible(const Scene& scene, const std::string& owner, const config::EligibleConfig& given,
                  EligibleInvoices& rule) {
  const bool line = owner == "borrowing_base";
  const auto at = [&](const std::string& key, const auto& use) {
    if (line)
      use(KeyPath{"liquidity", "credit_line", "borrowing_base", "eligible", key});
    else
      use(KeyPath{"liquidity", "factoring", "eligible", key});
  };
  rule = given.rule;
  at("sectors", [&](KeyPath path) { check_names(scene, path, rule.sectors, scene.book.sectors, "sector"); });
  at("countries", [&](KeyPath path) { check_names(scene, path, rule.countries, scene.book.countries, "country"); });
  at("excluded_buyers", [&](KeyPath path) { rule.excluded_buyers = scene.buyers(path, given.excluded_buyers); });
  std::sort(rule.excluded_buyers.begin(), rule.excluded_buyers.end());
}

}  // namespace

LiquidityParameters make_liquidity(const Scene& scene, const config::LiquidityConfig& liquidity) {
  LiquidityParameters parameters = liquidity.parameters;
  if (scene.book.exposures()) {
    scene.error({"liquidity"}, "does not apply to a book of exposures, which has no cash");
    return parameters;
  }
  const Date as_of = scene.config.as_of;
  if (liquidity.outflows) parameters.outflows = scene.files.outflows(*liquidity.outflows, scene.problems);
  std::sort(parameters.holidays.begin(), parameters.holidays.end());
  std::sort(parameters.covenants.begin(), parameters.covenants.end(),
            [](const Covenant& a, const Covenant& b) { return a.name < b.name; });
  if (parameters.credit_line) {
    CreditLine& line = *parameters.credit_line;
    if (liquidity.line_from) line.from = days_between(as_of, *liquidity.line_from);
    if (liquidity.line_until) line.until = days_between(as_of, *liquidity.line_until);
    if (line.borrowing_base)
      set_eligible(scene, "borrowing_base", liquidity.borrowing_eligible, line.borrowing_base->eligible);
  }
  if (parameters.factoring)
    set_eligible(scene, "factoring", liquidity.factoring_eligible, parameters.factoring->eligible);
  for (const OutflowRule& rule : parameters.outflow_rules)
    if (rule_dates(rule, as_of, scene.horizon, parameters.holidays).empty())
      scene.warning({"liquidity", "outflow_rules"}, "the rule" +
                                                        (rule.label.empty() ? std::string() : " '" + rule.label + "'") +
                                                        " has no payment within the horizon");
  return parameters;
}

}  // namespace delcredere::assemble
