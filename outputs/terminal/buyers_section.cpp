#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/ranking.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr int kNameWidth = 30;

/// Columns over chosen rows of a group with one axis of things (buyers, sectors).
class ThingTable {
 public:
  ThingTable(const ResultView& view, std::string group, std::string axis, std::vector<std::size_t> rows,
             std::size_t policy)
      : view_(view), group_(std::move(group)), axis_(std::move(axis)), rows_(std::move(rows)), policy_(policy) {}

  void texts(std::vector<std::string> words, const std::vector<std::string>& values) {
    Column column{std::move(words), Align::left, {}};
    for (std::size_t row : rows_) column.cells.push_back(row < values.size() ? values[row] : "");
    columns_.push_back(std::move(column));
  }
  void money_column(std::vector<std::string> words, const std::string& variable, bool with_error) {
    if (!view_.has(group_, variable)) return;
    PairedColumn column(std::move(words));
    for (std::size_t row : rows_) {
      column.add(money(view_.value(group_, variable, at(row)), view_.digits()),
                 with_error ? plus_minus(view_.half_width(group_, variable, at(row)), view_.digits()) : "");
    }
    columns_.push_back(column.finish());
  }
  void percent_column(std::vector<std::string> words, const std::string& variable) {
    if (!view_.has(group_, variable)) return;
    PairedColumn column(std::move(words));
    for (std::size_t row : rows_) {
      column.add(percent(view_.value(group_, variable, at(row))),
                 plus_minus_percent(view_.half_width(group_, variable, at(row))));
    }
    columns_.push_back(column.finish());
  }
  void decimal_column(std::vector<std::string> words, const std::string& variable, int decimals) {
    if (!view_.has(group_, variable)) return;
    PairedColumn column(std::move(words));
    for (std::size_t row : rows_) {
      column.add(decimal(view_.value(group_, variable, at(row)), decimals),
                 fmt::format("± {}", decimal(view_.half_width(group_, variable, at(row)), decimals + 1)));
    }
    columns_.push_back(column.finish());
  }
  /// Share of the group's total, of a variable without error.
  void share_column(std::vector<std::string> words, const std::string& variable) {
    const std::vector<double> values = view_.numbers(group_, variable);
    const double total = std::accumulate(values.begin(), values.end(), 0.0);
    if (!(total > 0)) return;
    Column column{std::move(words), Align::right, {}};
    for (std::size_t row : rows_) column.cells.push_back(percent(values[row] / total));
    columns_.push_back(std::move(column));
  }
  std::string text(const TextStyle& style) const { return table(columns_, 1, style); }

 private:
  std::vector<Index> at(std::size_t row) const { return {{"scenario", 0}, {"policy", policy_}, {axis_, row}}; }

  const ResultView& view_;
  std::string group_, axis_;
  std::vector<std::size_t> rows_;
  std::size_t policy_;
  std::vector<Column> columns_;
};

/// "Name (id)", cut to the width of its column.
std::vector<std::string> buyer_labels(const ResultView& view) {
  const std::vector<std::string> names = view.texts("buyers", "name");
  std::vector<std::string> labels;
  for (const std::string& raw : view.texts("buyers", "buyer")) {
    const std::string id = for_terminal(raw);
    const std::string name = labels.size() < names.size() ? for_terminal(names[labels.size()]) : "";
    const int room = kNameWidth - display_width(id) - 3;
    labels.push_back(name.empty() || name == id || room < 4 ? shortened(id, kNameWidth)
                                                            : fmt::format("{} ({})", shortened(name, room), id));
  }
  return labels;
}

std::vector<std::string> clean(std::vector<std::string> texts) {
  for (std::string& text : texts) text = shortened(for_terminal(text), 20);
  return texts;
}

}  // namespace

std::string buyers_section(const ResultView& view, const TextStyle& style) {
  const std::vector<std::string> labels = buyer_labels(view);
  const std::vector<std::string> sectors = clean(view.texts("buyers", "sector"));
  const std::vector<std::string> policies = view.texts("buyers", "policy");
  const std::size_t policy = shown_policy(policies);
  const std::string label = policies.empty() ? "" : policy_label(policies[policy]);
  const std::string base = scenario_suffix(view, 0);
  std::string text;
  if (view.has("buyers", "expected_loss")) {
    const std::vector<std::size_t> rows = top_rows(view, "buyers", "buyer", "expected_loss", 0, kTopBuyers);
    ThingTable losses(view, "buyers", "buyer", rows, policy);
    losses.texts({"buyer"}, labels);
    losses.percent_column({"chance of", "failing"}, "default_probability");
    losses.money_column({"expected loss", "before insurance"}, "expected_loss", true);
    losses.money_column({"left with you", label}, "expected_retained", true);
    losses.money_column({"part in ES 99 %", label}, "contribution_es99", true);
    text += heading(fmt::format("Buyers with the largest expected loss in {}{}", view.currency(), base), style) +
            losses.text(style);
  }
  if (view.has("buyers", "exposure")) {
    const std::vector<std::size_t> rows = top_rows(view, "buyers", "buyer", "exposure", 0, kTopBuyers);
    ThingTable exposures(view, "buyers", "buyer", rows, policy);
    exposures.texts({"buyer"}, labels);
    exposures.texts({"sector"}, sectors);
    exposures.money_column({"owed today"}, "exposure", false);
    exposures.share_column({"share"}, "exposure");
    exposures.decimal_column({"days late"}, "mean_days_late", 1);
    text += heading(fmt::format("Largest exposures in {}", view.currency()), style) + exposures.text(style);
  }
  return text;
}

std::string sectors_section(const ResultView& view, const TextStyle& style) {
  const std::vector<std::string> sectors = clean(view.texts("sectors", "sector"));
  if (sectors.empty() || !view.has("sectors", "expected_loss")) return {};
  const std::vector<std::string> policies = view.texts("sectors", "policy");
  const std::size_t policy = shown_policy(policies);
  const std::string label = policies.empty() ? "" : policy_label(policies[policy]);
  const std::vector<std::size_t> rows = top_rows(view, "sectors", "sector", "expected_loss", 0, sectors.size());
  ThingTable losses(view, "sectors", "sector", rows, policy);
  losses.texts({"sector"}, sectors);
  losses.money_column({"owed today"}, "exposure", false);
  losses.decimal_column({"expected", "failures"}, "expected_defaults", 2);
  losses.money_column({"expected loss", "before insurance"}, "expected_loss", true);
  losses.money_column({"left with you", label}, "expected_retained", true);
  return heading(fmt::format("Sectors in {}{}", view.currency(), scenario_suffix(view, 0)), style) + losses.text(style);
}

}  // namespace delcredere::terminal
