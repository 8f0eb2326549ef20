#include "outputs/terminal/price_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "outputs/terminal/numbers.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

/// "0.254 %" with its error: rates are small.
std::string rate_text(double share) { return std::isnan(share) ? "-" : fmt::format("{:.3f} %", 100 * share); }

std::vector<std::string> words_of(const std::vector<std::string>& principles) {
  std::vector<std::string> words;
  for (std::string name : principles) {
    std::replace(name.begin(), name.end(), '_', ' ');
    words.push_back(for_terminal(name));
  }
  return words;
}

/// A table with one column for each policy that insures.
class ByPolicy {
 public:
  ByPolicy(const ResultView& view, std::size_t scenario, std::string corner)
      : view_(view),
        scenario_(scenario),
        policies_(shown_policies(view)),
        labels_{{std::move(corner)}, Align::left, {}} {
    const std::vector<std::string> names = view.texts("pricing", "policy");
    for (const std::size_t p : policies_) columns_.emplace_back(std::vector<std::string>{policy_label(names[p])});
  }

  using Add = void (*)(const ResultView&, const Source&, PairedColumn&);
  void row(std::string words, const std::string& group, const std::string& variable, Add add,
           std::vector<Index> more = {}) {
    if (!view_.has(group, variable)) return;
    labels_.cells.push_back(std::move(words));
    for (std::size_t i = 0; i < policies_.size(); ++i) {
      Source source{group, variable, {{"scenario", scenario_}, {"policy", policies_[i]}}};
      source.at.insert(source.at.end(), more.begin(), more.end());
      add(view_, source, columns_[i]);
    }
  }
  std::string text(const TextStyle& style) const {
    std::vector<Column> columns{labels_};
    for (const PairedColumn& column : columns_) columns.push_back(column.finish());
    return table(columns, 1, style);
  }

 private:
  const ResultView& view_;
  std::size_t scenario_;
  std::vector<std::size_t> policies_;
  Column labels_;
  std::vector<PairedColumn> columns_;
};

void add_known(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  column.add(std::isnan(value) ? "-" : money(value, view.digits()));
}

void add_years(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  if (std::isnan(value)) {
    column.add("-");
  } else if (std::isinf(value)) {
    const double least = view.value(source.group, source.variable + "_lower", source.at);
    column.add_words(fmt::format("above {}", thousands(std::llround(least))));
  } else {
    column.add(decimal(value, 1),
               fmt::format("({} to {})", decimal(view.value(source.group, source.variable + "_lower", source.at), 1),
                           decimal(view.value(source.group, source.variable + "_upper", source.at), 1)));
  }
}

/// "128.4 %": a ratio may be above one.
void add_ratio(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  const double error = view.half_width(source.group, source.variable, source.at);
  if (std::isnan(value)) {
    column.add("-");
    return;
  }
  column.add(fmt::format("{:.1f} %", 100 * value), std::isnan(error) ? "± ?" : fmt::format("± {:.1f} %", 100 * error));
}

void add_rate(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  const double error = view.half_width(source.group, source.variable, source.at);
  column.add(rate_text(value), std::isnan(value) ? "" : "± " + rate_text(error));
}

}  // namespace

std::vector<std::size_t> shown_policies(const ResultView& view) {
  const std::vector<std::string> all = view.texts("pricing", "policy"), detailed = view.texts("buyers", "policy");
  std::vector<std::size_t> shown;
  for (std::size_t p = 1; p < all.size(); ++p)
    if (std::find(detailed.begin(), detailed.end(), all[p]) != detailed.end()) shown.push_back(p);
  return shown;
}

std::size_t policy_in(const ResultView& view, const std::string& group, const std::string& policy) {
  const std::vector<std::string> names = view.texts(group, "policy");
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), policy) - names.begin());
}

void add_money(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  if (std::isnan(value)) {
    column.add("-");
    return;
  }
  column.add(money(value, view.digits()),
             plus_minus(view.half_width(source.group, source.variable, source.at), view.digits()));
}

void add_percent(const ResultView& view, const Source& source, PairedColumn& column) {
  const double value = view.value(source.group, source.variable, source.at);
  if (std::isnan(value)) {
    column.add("-");
    return;
  }
  column.add(percent(value), plus_minus_percent(view.half_width(source.group, source.variable, source.at)));
}

std::string premiums_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  const std::vector<std::string> policies = view.texts("pricing", "policy");
  const std::vector<std::string> principles = view.texts("pricing", "principle");
  std::string text;
  const auto taxed = [&](std::size_t p) {
    const std::vector<Index> at{{"scenario", scenario}, {"policy", p}, {"principle", 0}};
    return view.value("pricing", "payable", at) != view.value("pricing", "premium", at);
  };
  for (const std::size_t p : shown_policies(view)) {
    text += heading(fmt::format("Premium of {}{}", policy_label(policies[p]), scenario_suffix(view, scenario)), style);
    std::vector<Column> columns{{{view.currency() + " for the horizon"}, Align::left, words_of(principles)}};
    const auto column = [&](std::vector<std::string> words, const char* variable, auto add) {
      if (!view.has("pricing", variable)) return;
      PairedColumn made(std::move(words));
      for (std::size_t r = 0; r < principles.size(); ++r)
        add(view, Source{"pricing", variable, {{"scenario", scenario}, {"policy", p}, {"principle", r}}}, made);
      columns.push_back(made.finish());
    };
    column({"risk premium"}, "risk_premium", add_money);
    column({"technical premium"}, "premium", add_money);
    if (taxed(p)) column({"with tax"}, "payable", add_money);
    column({"rate on turnover"}, "rate_on_turnover", add_rate);
    column({"rate on balance"}, "rate_on_outstanding", add_rate);
    column({"loss ratio"}, "loss_ratio", add_ratio);
    text += table(columns, 1, style);
  }
  return text;
}

std::string layers_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  ByPolicy rows(view, scenario, view.currency());
  rows.row("Current premium", "pricing", "current_premium", add_known);
  rows.row("Expected claims, net", "losses", "mean", add_money, {{"component", 2}});
  rows.row("Burning cost", "pricing", "burning_cost", add_money);
  rows.row("Burning cost on the fitted trend", "pricing", "burning_cost_fitted", add_money);
  rows.row("Insured turnover", "pricing", "turnover", add_known);
  rows.row("Insured balance", "pricing", "outstanding", add_known);
  rows.row("Expected loss ratio", "pricing", "current_loss_ratio", add_ratio);
  for (const double p : {0.5, 0.95, 0.99})
    if (const auto q = view.probability("pricing", p))
      rows.row(fmt::format("Loss ratio in {}, at most", percent_label(p)), "pricing", "current_loss_ratio_quantile",
               add_ratio, {{"probability", *q}});
  rows.row("Chance of any claim", "pricing", "attachment_probability", add_percent);
  rows.row("Maximum liability", "pricing", "maximum_liability", add_known);
  rows.row("Chance of exhausting it", "pricing", "exhaustion_probability", add_percent);
  rows.row("Exhausted once in years", "pricing", "exhaustion_return_period", add_years);
  return heading("The policies for the insurer" + scenario_suffix(view, scenario), style) + rows.text(style);
}

std::string exceedance_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  const std::vector<double> years = view.numbers("exceedance", "return_period");
  if (years.empty()) return {};
  const std::vector<std::string> policies = view.texts("exceedance", "policy");
  std::string text;
  for (const std::size_t p : shown_policies(view)) {
    text += heading(
        fmt::format("Losses by return period under {}{}", policy_label(policies[p]), scenario_suffix(view, scenario)),
        style);
    std::vector<Column> columns{{{"years"}, Align::right, {}}};
    for (const double y : years) columns.front().cells.push_back(fmt::format("{:g}", y));
    const auto column = [&](std::vector<std::string> words, const char* variable, std::size_t component) {
      PairedColumn made(std::move(words));
      for (std::size_t k = 0; k < years.size(); ++k)
        add_money(view,
                  {"exceedance",
                   variable,
                   {{"scenario", scenario}, {"policy", p}, {"component", component}, {"return_period", k}}},
                  made);
      columns.push_back(made.finish());
    };
    column({"insurer", "year (AEP)"}, "aggregate", 2);
    column({"insurer", "one buyer (OEP)"}, "occurrence", 2);
    column({"left with you", "year (AEP)"}, "aggregate", 3);
    column({"left with you", "one buyer (OEP)"}, "occurrence", 3);
    text += table(columns, 1, style);
  }
  return text;
}

}  // namespace delcredere::terminal
