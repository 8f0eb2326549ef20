#include "outputs/terminal/price.h"

#include <fmt/format.h>

#include <cmath>

#include "outputs/terminal/price_sections.h"
#include "outputs/terminal/summary.h"

namespace delcredere {
namespace {

using terminal::ResultView;

/// A CSV cell: quoted where needed, and never a formula.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string number(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

}  // namespace

std::string price_text(const ResultFile& file, const TextStyle& style) {
  const ResultView view(file);
  std::string text = terminal::introduction(view, style);
  for (std::size_t s = 0; s < view.texts("pricing", "scenario").size(); ++s) {
    text += terminal::premiums_section(view, s, style);
    text += terminal::layers_section(view, s, style);
    text += terminal::exceedance_section(view, s, style);
    text += terminal::cover_section(view, s, style);
    text += terminal::frontier_section(view, s, style);
    text += terminal::treaties_section(view, s, style);
    text += terminal::price_buyers_section(view, s, style);
    text += terminal::limits_section(view, s, style);
  }
  return text;
}

nlohmann::ordered_json price_json(const ResultFile& file) {
  const nlohmann::ordered_json all = summary_json(file);
  nlohmann::ordered_json price = nlohmann::ordered_json::object();
  for (const auto& [key, value] : all.items()) {
    const bool other = key == "ageing" || key == "sectors";
    if (!other) price[key] = value;
  }
  return price;
}

std::string price_csv(const ResultFile& file) {
  const ResultView view(file);
  const std::vector<std::string> scenarios = view.texts("pricing", "scenario"),
                                 policies = view.texts("pricing", "policy"),
                                 principles = view.texts("pricing", "principle");
  const std::vector<std::string> estimates{"risk_premium",        "premium",   "payable", "rate_on_turnover",
                                           "rate_on_outstanding", "loss_ratio"};
  std::string text = "scenario,policy,principle";
  for (const std::string& name : estimates)
    if (view.has("pricing", name)) text += "," + name + "," + name + "_standard_error";
  text += "\r\n";
  for (std::size_t s = 0; s < scenarios.size(); ++s)
    for (std::size_t p = 1; p < policies.size(); ++p)
      for (std::size_t r = 0; r < principles.size(); ++r) {
        text += fmt::format("{},{},{}", cell(scenarios[s]), cell(policies[p]), cell(principles[r]));
        const std::vector<terminal::Index> at{{"scenario", s}, {"policy", p}, {"principle", r}};
        for (const std::string& name : estimates)
          if (view.has("pricing", name))
            text += fmt::format(",{},{}", number(view.value("pricing", name, at)),
                                number(view.value("pricing", name + "_standard_error", at)));
        text += "\r\n";
      }
  return text;
}

}  // namespace delcredere
