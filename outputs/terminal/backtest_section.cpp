#include <fmt/format.h>

#include <cmath>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr const char* kGroup = "backtest";

std::string fixed(double value, int digits) { return std::isnan(value) ? "?" : fmt::format("{:.{}f}", value, digits); }

std::string signed_percent(double share) { return std::isnan(share) ? "?" : fmt::format("{:+.1f}", 100 * share); }

/// "49 81 90": coverage of each interval, in percent.
std::string coverage(const ResultView& view, const char* variable, std::vector<Index> at) {
  std::string text;
  const std::size_t intervals = view.numbers(kGroup, "interval").size();
  at.emplace_back("interval", 0);
  for (std::size_t k = 0; k < intervals; ++k) {
    at.back().second = k;
    text += (k == 0 ? "" : " ") + fixed(100 * view.value(kGroup, variable, at), 0);
  }
  return text;
}

std::string stated(const ResultView& view) {
  std::string text;
  for (const double interval : view.numbers(kGroup, "interval"))
    text += (text.empty() ? "" : " ") + fixed(100 * interval, 0);
  return text + " %";
}

Column named(const ResultView& view) {
  Column names{{"", "model"}, Align::left, {}};
  for (const std::string& method : view.texts(kGroup, "model")) names.cells.push_back(for_terminal(method));
  return names;
}

template <class Cell>
Column by_method(const ResultView& view, std::vector<std::string> heading, const Cell& cell) {
  Column column{std::move(heading), Align::right, {}};
  for (std::size_t m = 0; m < view.texts(kGroup, "model").size(); ++m)
    column.cells.push_back(cell(std::vector<Index>{{"model", m}}));
  return column;
}

std::string scores_table(const ResultView& view, const TextStyle& style) {
  const auto number = [&](std::vector<std::string> heading, const char* variable, int digits) {
    return by_method(view, std::move(heading), [&, variable, digits](const std::vector<Index>& at) {
      return fixed(view.value(kGroup, variable, at), digits);
    });
  };
  const auto covers = [&](const char* variable) {
    return by_method(view, {"covers", stated(view)},
                     [&, variable](const std::vector<Index>& at) { return coverage(view, variable, at); });
  };
  return table(
      {named(view), number({"invoice", "CRPS d"}, "invoice_crps", 3), number({"log", "score"}, "invoice_log_score", 3),
       covers("invoice_coverage"), number({"PIT", "KS"}, "invoice_pit_distance", 3),
       number({"weekly", "CRPS"}, "weekly_crps", 4), covers("weekly_coverage"),
       number({"buyers", "CRPS"}, "buyer_crps", 3), number({"total", "CRPS"}, "total_crps", 4),
       by_method(view, {"bias", "%"},
                 [&](const std::vector<Index>& at) { return signed_percent(view.value(kGroup, "total_bias", at)); }),
       covers("total_coverage")},
      1, style);
}

/// The first method against the weeks.
std::string weeks_table(const ResultView& view, const TextStyle& style) {
  const std::vector<double> weeks = view.numbers(kGroup, "week");
  Column week{{"", "week"}, Align::right, {}}, crps{{"", "CRPS"}, Align::right, {}},
      bias{{"bias", "%"}, Align::right, {}}, covers{{"covers", stated(view)}, Align::right, {}};
  for (std::size_t w = 0; w < weeks.size(); ++w) {
    const std::vector<Index> at{{"model", 0}, {"week", w}};
    week.cells.push_back(fixed(weeks[w], 0));
    crps.cells.push_back(fixed(view.value(kGroup, "week_crps", at), 4));
    bias.cells.push_back(signed_percent(view.value(kGroup, "week_bias", at)));
    covers.cells.push_back(coverage(view, "week_coverage", at));
  }
  return table({week, crps, bias, covers}, 1, style);
}

std::string pit_words(const ResultView& view) {
  std::string text;
  for (std::size_t b = 0; b < view.numbers(kGroup, "pit_bin").size(); ++b)
    text +=
        (b == 0 ? "" : " ") + fixed(100 * view.value(kGroup, "invoice_pit_share", {{"model", 0}, {"pit_bin", b}}), 0);
  return text;
}

}  // namespace

std::string backtest_section(const ResultView& view, const TextStyle& style) {
  const Group* group = view.file().find(kGroup);
  if (group == nullptr) return {};
  const auto attribute = [group](std::string_view name) {
    for (const Attribute& each : group->attributes)
      if (each.name == name)
        if (const auto* value = std::get_if<std::int64_t>(&each.value)) return *value;
    return std::int64_t{0};
  };
  const std::vector<double> origins = view.numbers(kGroup, "origin");
  std::string text = heading("Backtest: forecasts against what happened", style);
  if (!origins.empty())
    text += fmt::format("  {} origin{} from {} to {} ({} without overlap), {} days each; {} forecasts of invoices.\n\n",
                        origins.size(), origins.size() == 1 ? "" : "s", date(view.date(origins.front())),
                        date(view.date(origins.back())), attribute("independent_origins"),
                        view.file().integer_attribute("horizon_days"), thousands(attribute("invoices")));
  text += scores_table(view, style);
  text +=
      "\n  CRPS of cash as a share of its mean; bias: forecast cash of the horizon over what came, less 1. An exact\n"
      "  forecast covers 50, 80 and 90 %.\n\n";
  const std::vector<std::string> methods = view.texts(kGroup, "model");
  if (!methods.empty() && !view.numbers(kGroup, "week").empty())
    text += fmt::format("  Weekly cash of '{}' by week ahead\n\n", for_terminal(methods.front())) +
            weeks_table(view, style) + "\n";
  if (!methods.empty() && !view.numbers(kGroup, "pit_bin").empty())
    text += fmt::format(
        "  Where paid invoices fell in the forecast of '{}', tenths of probability, in % (exact: 10 "
        "each): {}\n",
        for_terminal(methods.front()), pit_words(view));
  for (const Attribute& each : group->attributes)
    if (each.name == "notes")
      if (const auto* notes = std::get_if<std::vector<std::string>>(&each.value))
        for (const std::string& note : *notes) text += "  Note: " + for_terminal(note) + "\n";
  return text;
}

}  // namespace delcredere::terminal
