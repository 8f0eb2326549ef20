#include <fmt/format.h>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

void paired_money(const ResultView& view, PairedColumn& column, const char* group, const char* variable,
                  const std::vector<Index>& at) {
  column.add(money(view.value(group, variable, at), view.digits()),
             plus_minus(view.half_width(group, variable, at), view.digits()));
}

/// A row for each promise, reserve or facility; a column for each policy.
class PromiseTable {
 public:
  PromiseTable(const ResultView& view, std::size_t scenario) : view_(view), scenario_(scenario) {
    labels_.heading = {view.currency()};
    labels_.align = Align::left;
    policies_ = view.texts("cash", "policy");
    for (const std::string& policy : policies_) columns_.emplace_back(std::vector<std::string>{policy_label(policy)});
  }

  void covenants() {
    const std::vector<std::string> names = view_.texts("covenants", "covenant");
    const std::size_t last = view_.numbers("covenants", "period").size();
    for (std::size_t v = 0; v < names.size(); ++v) {
      labels_.cells.push_back(fmt::format("Covenant {} is broken", for_terminal(names[v])));
      share("covenants", "breach_probability_cumulative", {{"covenant", v}, {"period", last - 1}});
    }
  }
  void reserve() {
    const std::size_t last = view_.numbers("reserve", "period").size();
    if (last == 0) return;
    labels_.cells.emplace_back("Bad-debt reserve is exhausted");
    share("reserve", "exhaustion_probability", {{"period", last - 1}});
    labels_.cells.emplace_back("Losses beyond the reserve");
    amount("reserve", "shortfall_mean", {});
  }
  void factoring() {
    const std::size_t last = view_.numbers("cash", "period").size();
    if (!view_.has("cash", "factoring_in_use_mean") || last == 0) return;
    labels_.cells.emplace_back("Factoring in use at the end");
    amount("cash", "factoring_in_use_mean", {{"period", last - 1}});
  }
  void relief() {
    if (!view_.has("liquidity", "tax_relief_total_mean")) return;
    labels_.cells.emplace_back("Tax got back on bad debts");
    amount("liquidity", "tax_relief_total_mean", {});
  }
  bool empty() const { return labels_.cells.empty(); }
  std::string text(const TextStyle& style) const {
    std::vector<Column> columns{labels_};
    for (const PairedColumn& column : columns_) columns.push_back(column.finish());
    return table(columns, 1, style);
  }

 private:
  std::vector<Index> at(std::size_t policy, std::vector<Index> more) const {
    more.push_back({"scenario", scenario_});
    more.push_back({"policy", policy});
    return more;
  }
  void share(const char* group, const char* variable, const std::vector<Index>& more) {
    for (std::size_t p = 0; p < columns_.size(); ++p)
      columns_[p].add(percent(view_.value(group, variable, at(p, more))),
                      plus_minus_percent(view_.half_width(group, variable, at(p, more))));
  }
  void amount(const char* group, const char* variable, const std::vector<Index>& more) {
    for (std::size_t p = 0; p < columns_.size(); ++p) paired_money(view_, columns_[p], group, variable, at(p, more));
  }

  const ResultView& view_;
  std::size_t scenario_;
  Column labels_;
  std::vector<std::string> policies_;
  std::vector<PairedColumn> columns_;
};

}  // namespace

std::string provisions_section(const ResultView& view, const TextStyle& style) {
  if (!view.has("provisions", "lifetime_mean")) return {};
  const std::vector<std::string> buckets = view.texts("provisions", "bucket");
  std::string text;
  for (std::size_t s = 0; s < view.texts("provisions", "scenario").size(); ++s) {
    std::vector<Column> columns{{{"", view.currency()}, Align::left, {}}, {{"", "open today"}, Align::right, {}}};
    PairedColumn lifetime({"expected credit loss", "to the horizon"}), twelve({"", "twelve months"});
    Column rate{{"", "rate"}, Align::right, {}};
    for (std::size_t a = 0; a < buckets.size(); ++a) {
      const std::vector<Index> at{{"scenario", s}, {"bucket", a}};
      const double open = view.value("provisions", "exposure", at);
      columns[0].cells.push_back(a == 0 ? "not due" : fmt::format("{} days overdue", buckets[a]));
      columns[1].cells.push_back(money(open, view.digits()));
      paired_money(view, lifetime, "provisions", "lifetime_mean", at);
      paired_money(view, twelve, "provisions", "twelve_months_mean", at);
      rate.cells.push_back(open > 0 ? percent(view.value("provisions", "lifetime_rate", at)) : "-");
    }
    columns.push_back(lifetime.finish());
    columns.push_back(twelve.finish());
    columns.push_back(rate);
    text += heading("Debt of today by age" + scenario_suffix(view, s), style) + table(columns, 1, style);
  }
  return text;
}

std::string covenants_section(const ResultView& view, const TextStyle& style) {
  std::string text;
  for (std::size_t s = 0; s < view.texts("cash", "scenario").size(); ++s) {
    PromiseTable promises(view, s);
    promises.covenants();
    promises.reserve();
    promises.factoring();
    promises.relief();
    if (!promises.empty())
      text += heading("Promises and facilities" + scenario_suffix(view, s), style) + promises.text(style);
  }
  return text;
}

}  // namespace delcredere::terminal
