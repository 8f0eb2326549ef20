#include "outputs/terminal/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/terminal/numbers.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {

void PairedColumn::add(std::string value, std::string error) {
  cells_.push_back({std::move(value), std::move(error), false});
}

void PairedColumn::add_words(std::string words) { cells_.push_back({std::move(words), {}, true}); }

Column PairedColumn::finish() const {
  int value_width = 0;
  int error_width = 0;
  for (const Cell& cell : cells_) {
    if (cell.words) continue;
    value_width = std::max(value_width, display_width(cell.value));
    error_width = std::max(error_width, display_width(cell.error));
  }
  Column column{heading_, Align::right, {}};
  const auto spaces = [](int count) { return std::string(static_cast<std::size_t>(std::max(count, 0)), ' '); };
  for (const Cell& cell : cells_) {
    if (cell.words) {
      column.cells.push_back(cell.value);
      continue;
    }
    std::string text = spaces(value_width - display_width(cell.value)) + cell.value;
    if (error_width > 0) text += fmt::format(" {}{}", cell.error, spaces(error_width - display_width(cell.error)));
    column.cells.push_back(std::move(text));
  }
  return column;
}

std::string heading(const std::string& text, const TextStyle& style) {
  return fmt::format("\n{}\n", toned(text, Tone::bold, style));
}

std::string policy_label(const std::string& policy) { return policy == "none" ? "no insurance" : for_terminal(policy); }

std::string scenario_suffix(const ResultView& view, std::size_t scenario) {
  const std::vector<std::string> scenarios = view.texts("losses", "scenario");
  return scenarios.size() > 1 ? fmt::format(", scenario {}", for_terminal(scenarios[scenario])) : std::string{};
}

std::size_t shown_policy(const std::vector<std::string>& policies) {
  const auto found = std::find_if(policies.begin(), policies.end(), [](const auto& name) { return name != "none"; });
  return found == policies.end() ? 0 : static_cast<std::size_t>(found - policies.begin());
}

bool has_minimum(const ResultView& view, std::size_t scenario) {
  return !std::isnan(view.value("liquidity", "breach_probability", {{"scenario", scenario}, {"policy", 0}}));
}

std::vector<std::string> notes(const ResultView& view) {
  std::vector<std::string> found;
  const std::vector<std::string> scenarios = view.texts("liquidity", "scenario");
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    if (has_minimum(view, s)) continue;
    found.push_back(fmt::format("scenario {}: no minimum cash given, so there is no breach, no gap, no extra credit",
                                for_terminal(scenarios[s])));
  }
  return found;
}

std::vector<std::string> warnings(const ResultView& view) {
  const std::int64_t trials = view.file().integer_attribute("trials");
  if (trials == 1) {
    return {"One trial: the tail and the error of every number cannot be estimated. Run thousands of trials."};
  }
  if (view.has("trials", "weight") || view.has("sampling", "effective_sample_size")) return {};  // tails have their own
  std::string levels;
  double needed = 0;
  for (double p : view.numbers("losses", "probability")) {
    const double required = std::ceil(10 / (1 - p) - 1e-6);
    if (p <= 0.5 || static_cast<double>(trials) >= required) continue;
    if (!levels.empty()) levels += ", ";
    levels += percent_label(p);
    needed = std::max(needed, required);
  }
  if (levels.empty()) return {};
  return {
      fmt::format("{} trials are too few for the tail at {}: fewer than ten of them lie beyond. Those figures cannot "
                  "be relied on; take at least {} trials.",
                  thousands(trials), levels, thousands(static_cast<std::int64_t>(needed)))};
}

}  // namespace delcredere::terminal
