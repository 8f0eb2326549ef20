#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr std::size_t kRows = 13;  // of the table by date
constexpr std::size_t kBars = 60;  // of the small chart

/// One bar per value (or per group of neighbours, its highest), the highest full.
std::string bars(const std::vector<double>& values) {
  constexpr std::array kBlocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double highest = *std::max_element(values.begin(), values.end());
  const std::size_t group = (values.size() + kBars - 1) / kBars;
  std::string text;
  for (std::size_t first = 0; first < values.size(); first += group) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = values.begin() + static_cast<std::ptrdiff_t>(std::min(first + group, values.size()));
    const double value = *std::max_element(begin, end);
    const bool shown = value > 0 && highest > 0;
    const int level = shown ? static_cast<int>(std::ceil(value / highest * 8)) : 0;
    text += shown ? kBlocks[static_cast<std::size_t>(std::clamp(level, 1, 8) - 1)] : "·";
  }
  return text;
}

class Path {
 public:
  Path(const ResultView& view, std::size_t scenario)
      : view_(view),
        scenario_(scenario),
        ends_(view.numbers("cash", "period")),
        policies_(view.texts("cash", "policy")) {}

  /// Chance of a shortfall in each period, one line of bars per policy.
  std::string chart(const TextStyle& style) const {
    if (!has_minimum(view_, scenario_) || ends_.empty()) return {};
    Column names{{}, Align::left, {}};
    Column charts{{}, Align::left, {}};
    Column words{{}, Align::left, {}};
    for (std::size_t p = 0; p < policies_.size(); ++p) {
      std::vector<double> values;
      for (std::size_t t = 0; t < ends_.size(); ++t) {
        const double value = view_.value("cash", "breach_probability", at(p, t));
        values.push_back(value);
      }
      const auto highest = std::max_element(values.begin(), values.end());
      names.cells.push_back(policy_label(policies_[p]));
      charts.cells.push_back(bars(values));
      words.cells.push_back(*highest > 0 ? fmt::format("highest {}, {} to {}", percent(*highest), period_name(),
                                                       date(end(static_cast<std::size_t>(highest - values.begin()))))
                                         : "none in any trial");
    }
    return heading(fmt::format("Chance of a shortfall in each {}{}", period_name(), scenario_suffix(view_, scenario_)),
                   style) +
           table({names, charts, words}, 3, style);
  }

  /// Balance and chance of a shortfall so far at about a dozen dates.
  std::string by_date(std::size_t policy, const TextStyle& style) const {
    if (!view_.has("cash", "balance_mean") || ends_.empty()) return {};
    const auto low = view_.probability("cash", 0.05);
    Column dates{{"on"}, Align::left, {}};
    PairedColumn mean({"expected balance"});
    PairedColumn bad({"1 in 20 is below"});
    PairedColumn short_by({"short by then"});
    for (std::size_t t : chosen_periods()) {
      dates.cells.push_back(date(end(t)));
      add_amount(mean, "balance_mean", at(policy, t));
      if (low) add_amount(bad, "balance_quantile", at(policy, t, *low));
      if (!has_minimum(view_, scenario_)) continue;
      short_by.add(percent(view_.value("cash", "breach_probability_cumulative", at(policy, t))),
                   plus_minus_percent(view_.half_width("cash", "breach_probability_cumulative", at(policy, t))));
    }
    std::vector<Column> columns{dates, mean.finish()};
    if (low) columns.push_back(bad.finish());
    if (has_minimum(view_, scenario_)) columns.push_back(short_by.finish());
    return heading(fmt::format("Cash by date in {}, {}{}", view_.currency(), policy_label(policies_[policy]),
                               scenario_suffix(view_, scenario_)),
                   style) +
           table(columns, 1, style);
  }

  std::size_t policies() const { return policies_.size(); }

 private:
  std::vector<Index> at(std::size_t policy, std::size_t period) const {
    return {{"scenario", scenario_}, {"policy", policy}, {"period", period}};
  }
  std::vector<Index> at(std::size_t policy, std::size_t period, std::size_t q) const {
    std::vector<Index> index = at(policy, period);
    index.push_back({"probability", q});
    return index;
  }
  Date end(std::size_t period) const { return view_.date(ends_[period]); }
  std::string period_name() const {
    const std::string name = for_terminal(view_.file().text_attribute("period"));
    return name.empty() ? "period" : name;
  }
  void add_amount(PairedColumn& column, const char* variable, const std::vector<Index>& index) const {
    column.add(money(view_.value("cash", variable, index), view_.digits()),
               plus_minus(view_.half_width("cash", variable, index), view_.digits()));
  }

  /// Evenly spaced, counted back from the last period.
  std::vector<std::size_t> chosen_periods() const {
    const std::size_t step = (ends_.size() + kRows - 1) / kRows;
    std::vector<std::size_t> chosen;
    for (std::size_t back = 0; back < ends_.size(); back += step) chosen.push_back(ends_.size() - 1 - back);
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
  }

  const ResultView& view_;
  std::size_t scenario_;
  std::vector<double> ends_;
  std::vector<std::string> policies_;
};

}  // namespace

std::string path_section(const ResultView& view, const TextStyle& style) {
  std::string text;
  const std::size_t scenarios = view.texts("cash", "scenario").size();
  for (std::size_t s = 0; s < scenarios; ++s) {
    const Path path(view, s);
    text += path.chart(style);
    for (std::size_t p = 0; s == 0 && p < path.policies(); ++p) text += path.by_date(p, style);
  }
  return text;
}

}  // namespace delcredere::terminal
