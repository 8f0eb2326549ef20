#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"

namespace delcredere::terminal {
namespace {

struct Measure {
  std::string words;
  std::string variable;
  std::optional<std::size_t> probability;
};

/// "200" for 99.5 %.
std::string one_in(double p) { return thousands(std::llround(1 / (1 - p))); }

std::vector<Measure> measures(const ResultView& view) {
  std::vector<Measure> rows{{"Expected loss", "mean", {}}, {"Chance of any loss or claim", "probability_positive", {}}};
  for (double p : {0.95, 0.99, 0.995}) {
    if (const auto q = view.probability("losses", p)) {
      rows.push_back({fmt::format("VaR {} (1 in {} is worse)", percent_label(p), one_in(p)), "quantile", q});
    }
  }
  if (const auto q = view.probability("losses", 0.99)) {
    rows.push_back({"ES 99 % (mean of the worst 1 %)", "expected_shortfall", q});
  }
  return rows;
}

/// One part of the loss under one policy, every measure below the other.
Column component_column(const ResultView& view, std::vector<std::string> words, std::size_t scenario,
                        std::size_t policy, const std::string& component, const std::vector<Measure>& rows) {
  const std::vector<std::string> components = view.texts("losses", "component");
  const auto index_of = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(components.begin(), components.end(), name) - components.begin());
  };
  PairedColumn column(std::move(words));
  for (const Measure& row : rows) {
    const bool chance = row.variable == "probability_positive";
    // An insurer's column asks for the chance of a claim: what it paid, whatever came back later.
    const std::string part = chance && component == "insured" ? "claims" : component;
    std::vector<Index> at{{"scenario", scenario}, {"policy", policy}, {"component", index_of(part)}};
    if (row.probability) at.push_back({"probability", *row.probability});
    const double value = view.value("losses", row.variable, at);
    const double error = view.half_width("losses", row.variable, at);
    if (chance) {
      column.add(percent(value), plus_minus_percent(error));
    } else {
      column.add(money(value, view.digits()), plus_minus(error, view.digits()));
    }
  }
  return column.finish();
}

/// Policies beside each other as columns fill a page up to this many; more are rows.
constexpr std::size_t kMostColumns = 12;

/// Many policies, a row each.
std::string policy_rows(const ResultView& view, std::size_t scenario, const std::vector<std::string>& policies,
                        const TextStyle& style) {
  std::vector<Measure> rows{{"expected", "mean", {}}};
  if (const auto q = view.probability("losses", 0.99)) {
    rows.push_back({"VaR 99 %", "quantile", q});
    rows.push_back({"ES 99 %", "expected_shortfall", q});
  }
  Column names{{"policy"}, Align::left, {}};
  for (const std::string& policy : policies) names.cells.push_back(policy_label(policy));
  std::vector<Column> columns{std::move(names)};
  const auto add = [&](const std::string& words, const std::string& component, const Measure& row) {
    Column all{{words, row.words}, Align::right, {}};
    for (std::size_t p = 0; p < policies.size(); ++p) {
      const Column one = component_column(view, {words}, scenario, p, component, {row});
      all.cells.push_back(one.cells.front());
    }
    columns.push_back(std::move(all));
  };
  add("insurer pays", "insured", rows.front());
  for (const Measure& row : rows) add("left with you", "retained", row);
  return table(columns, 1, style);
}

}  // namespace

std::string losses_section(const ResultView& view, const TextStyle& style) {
  if (!view.has("losses", "mean")) return {};
  const std::vector<std::string> scenarios = view.texts("losses", "scenario");
  const std::vector<std::string> policies = view.texts("losses", "policy");
  const std::vector<Measure> rows = measures(view);
  std::string text;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const char* cause = view.has("liquidity", "rejected_mean") ? " and goods that are rejected" : "";
    text += heading("Losses from buyers that fail" + std::string(cause) + scenario_suffix(view, s), style);
    if (policies.size() > kMostColumns) {
      text += policy_rows(view, s, policies, style);
      continue;
    }
    std::vector<Column> columns{{{fmt::format("{} over the horizon", view.currency())}, Align::left, {}}};
    for (const Measure& row : rows) columns.front().cells.push_back(row.words);
    columns.push_back(component_column(view, {"before insurance"}, s, 0, "gross", rows));
    for (std::size_t p = 0; p < policies.size(); ++p) {
      if (policies[p] == "none") continue;
      const std::string name = policy_label(policies[p]);
      columns.push_back(component_column(view, {name, "insurer pays"}, s, p, "insured", rows));
      columns.push_back(component_column(view, {name, "left with you"}, s, p, "retained", rows));
    }
    text += table(columns, 1, style);
  }
  return text;
}

}  // namespace delcredere::terminal
