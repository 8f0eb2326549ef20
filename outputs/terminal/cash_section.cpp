#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

/// Columns that grow row by row, one per policy.
class PolicyTable {
 public:
  explicit PolicyTable(const std::vector<std::string>& policies, std::string corner)
      : labels_{{std::move(corner)}, Align::left, {}} {
    for (const std::string& policy : policies) columns_.emplace_back(std::vector<std::string>{policy_label(policy)});
  }

  /// cell(policy, column) adds one cell to the column.
  template <class Cell>
  void row(std::string words, Cell cell) {
    labels_.cells.push_back(std::move(words));
    for (std::size_t p = 0; p < columns_.size(); ++p) cell(p, columns_[p]);
  }

  std::string text(const TextStyle& style) const {
    std::vector<Column> columns{labels_};
    for (const PairedColumn& column : columns_) columns.push_back(column.finish());
    return table(columns, 1, style);
  }

 private:
  Column labels_;
  std::vector<PairedColumn> columns_;
};

class CashTable {
 public:
  CashTable(const ResultView& view, std::size_t scenario)
      : view_(view),
        scenario_(scenario),
        policies_(view.texts("liquidity", "policy")),
        table_(policies_, view.currency()) {}

  void shortfalls() {
    if (!has_minimum(view_, scenario_)) {
      table_.row("Chance of falling below minimum",
                 [](std::size_t, PairedColumn& column) { column.add_words("no minimum cash given"); });
      return;
    }
    table_.row("Chance of falling below minimum", [&](std::size_t p, PairedColumn& column) {
      column.add(percent(view_.value("liquidity", "breach_probability", at(p))),
                 plus_minus_percent(view_.half_width("liquidity", "breach_probability", at(p))));
    });
    for (double probability : view_.numbers("liquidity", "probability")) {
      if (probability > 0.5) break;
      first_shortfall(probability);
    }
  }

  void gaps() {
    if (!has_minimum(view_, scenario_)) return;
    for (double probability : {0.95, 0.99}) {
      const auto q = view_.probability("liquidity", probability);
      if (!q) continue;
      amount(fmt::format("Extra credit, enough in {}", percent_label(probability)), "facility_needed", q);
    }
    if (const auto q = view_.probability("liquidity", 0.99)) {
      amount("Mean gap of the worst 1 %", "worst_gap_expected_shortfall", q);
    }
  }

  void insurance() {
    amount("Premium", "premium_total_mean", {});
    amount("Claims still to come at the end", "claims_receivable_mean", {});
    amount("Recoveries still to come", "recoveries_receivable_mean", {});
  }

  std::string text(const TextStyle& style) const { return table_.text(style); }

 private:
  std::vector<Index> at(std::size_t policy, std::optional<std::size_t> q = {}) const {
    std::vector<Index> index{{"scenario", scenario_}, {"policy", policy}};
    if (q) index.push_back({"probability", *q});
    return index;
  }

  void amount(const std::string& words, const std::string& variable, std::optional<std::size_t> q) {
    if (!view_.has("liquidity", variable)) return;
    table_.row(words, [&](std::size_t p, PairedColumn& column) {
      column.add(money(view_.value("liquidity", variable, at(p, q)), view_.digits()),
                 plus_minus(view_.half_width("liquidity", variable, at(p, q)), view_.digits()));
    });
  }

  /// A row for a probability at which some policy has a first day; days after the horizon mean none.
  void first_shortfall(double probability) {
    const auto q = view_.probability("liquidity", probability);
    const double horizon = static_cast<double>(view_.file().integer_attribute("horizon_days"));
    const auto day = [&](std::size_t p) { return view_.value("liquidity", "first_breach_day_quantile", at(p, q)); };
    bool any = false;
    for (std::size_t p = 0; p < policies_.size(); ++p) any = any || day(p) <= horizon;
    if (!any) return;
    table_.row(fmt::format("{} of trials fall short by", percent_label(probability)), [&](std::size_t p,
                                                                                          PairedColumn& column) {
      column.add_words(day(p) <= horizon ? date(view_.date(day(p))) : std::isnan(day(p)) ? "?" : "(not so many)");
    });
  }

  const ResultView& view_;
  std::size_t scenario_;
  std::vector<std::string> policies_;
  PolicyTable table_;
};

}  // namespace

std::string cash_section(const ResultView& view, const TextStyle& style) {
  if (!view.has("liquidity", "breach_probability") && !view.has("liquidity", "premium_total_mean")) return {};
  std::string text;
  for (std::size_t s = 0; s < view.texts("liquidity", "scenario").size(); ++s) {
    text += heading("Cash" + scenario_suffix(view, s), style);
    CashTable section(view, s);
    section.shortfalls();
    section.gaps();
    section.insurance();
    text += section.text(style);
  }
  return text;
}

std::string payment_section(const ResultView& view, const TextStyle& style) {
  if (!view.has("liquidity", "dso_mean")) return {};
  const std::vector<std::string> scenarios = view.texts("liquidity", "scenario");
  std::vector<Column> columns{{{""}, Align::left, {}}};
  const auto label = [&](const char* variable, std::string words) {
    if (view.has("liquidity", variable)) columns.front().cells.push_back(std::move(words));
  };
  label("dso_start", "Days sales outstanding today");
  label("dso_mean", "Days sales outstanding at the end");
  label("average_days_late_mean", "Days late on average");
  const std::vector<std::pair<const char*, const char*>> amounts{
      {"lost_sales_mean", "Planned sales not made"},     {"credit_notes_mean", "Credit notes for disputes"},
      {"discounts_mean", "Discounts for early payment"}, {"rejected_mean", "Goods rejected"},
      {"rejection_loss_mean", "Lost on rejected goods"}, {"fx_revaluation_mean", "Revaluation by exchange rates"}};
  // Of the rules' amounts those that occur.
  const auto shown = [&](const char* variable) {
    if (!view.has("liquidity", variable)) return false;
    if (variable == amounts.front().first) return true;
    for (std::size_t s = 0; s < scenarios.size(); ++s)
      if (view.value("liquidity", variable, {{"scenario", s}}) != 0.0) return true;
    return false;
  };
  for (const auto& [variable, words] : amounts)
    if (shown(variable)) label(variable, fmt::format("{}, {}", words, view.currency()));
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    PairedColumn column({scenarios.size() > 1 ? for_terminal(scenarios[s]) : ""});
    const std::vector<Index> at{{"scenario", s}};
    if (view.has("liquidity", "dso_start")) column.add(decimal(view.value("liquidity", "dso_start", at), 1));
    for (const char* variable : {"dso_mean", "average_days_late_mean"}) {
      if (!view.has("liquidity", variable)) continue;
      column.add(decimal(view.value("liquidity", variable, at), 1),
                 fmt::format("± {}", decimal(view.half_width("liquidity", variable, at), 2)));
    }
    for (const auto& [variable, words] : amounts)
      if (shown(variable))
        column.add(money(view.value("liquidity", variable, at), view.digits()),
                   plus_minus(view.half_width("liquidity", variable, at), view.digits()));
    columns.push_back(column.finish());
  }
  return heading("How customers pay", style) + table(columns, 1, style);
}

}  // namespace delcredere::terminal
