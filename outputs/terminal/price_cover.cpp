// The insured's side of a price: what cover changes, what it costs, which structures are worth a look.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/price_sections.h"
#include "outputs/terminal/ranking.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr std::size_t kMostStructures = 20;  ///< shown on the frontier

/// One structure: what is paid for cover and what stays.
struct Structure {
  std::size_t policy = 0;
  double premium = 0, retained = 0, error = 0;
  bool efficient = true;
};

/// The premium a buyer of cover would pay: that of the policy, or where it has none the first principle's.
double price_of(const ResultView& view, std::size_t scenario, std::size_t p) {
  const double current = view.value("pricing", "current_premium", {{"policy", p}});
  if (current > 0) return current;
  return view.value("pricing", "premium", {{"scenario", scenario}, {"policy", p}, {"principle", 0}});
}

std::string buyer_label(const std::string& id, const std::string& name) {
  return shortened(for_terminal(name.empty() ? id : fmt::format("{} ({})", name, id)), 34);
}

}  // namespace

std::string cover_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  const std::vector<std::string> policies = view.texts("buyers", "policy");
  std::vector<Column> columns{{{view.currency()}, Align::left, {}}};
  std::vector<PairedColumn> made;
  for (const std::string& policy : policies) made.emplace_back(std::vector<std::string>{policy_label(policy)});
  const auto row = [&](std::string words, const std::string& group, const std::string& variable,
                       const std::vector<Index>& more, auto add) {
    if (!view.has(group, variable)) return;
    columns.front().cells.push_back(std::move(words));
    for (std::size_t p = 0; p < policies.size(); ++p) {
      Source source{group, variable, {{"scenario", scenario}, {"policy", policy_in(view, group, policies[p])}}};
      source.at.insert(source.at.end(), more.begin(), more.end());
      add(view, source, made[p]);
    }
  };
  constexpr std::size_t retained = 3;
  row("Expected loss left", "losses", "mean", {{"component", retained}}, add_money);
  if (const auto q = view.probability("losses", 0.99)) {
    row("VaR 99 % left", "losses", "quantile", {{"component", retained}, {"probability", *q}}, add_money);
    row("ES 99 % left", "losses", "expected_shortfall", {{"component", retained}, {"probability", *q}}, add_money);
  }
  columns.front().cells.push_back("Current premium");
  columns.front().cells.push_back("Cost of cover: premium less expected claims");
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const std::size_t of_all = policy_in(view, "losses", policies[p]);
    const double premium = p == 0 ? 0.0 : view.value("pricing", "current_premium", {{"policy", of_all}});
    const std::vector<Index> at{{"scenario", scenario}, {"policy", of_all}, {"component", 2}};
    made[p].add(money(premium, view.digits()));
    made[p].add(money(premium - view.value("losses", "mean", at), view.digits()),
                plus_minus(view.half_width("losses", "mean", at), view.digits()));
  }
  if (view.has("cash", "balance_mean"))
    row("Expected cash at the end", "cash", "balance_mean", {{"period", view.numbers("cash", "period").size() - 1}},
        add_money);
  row("Chance of falling below minimum", "liquidity", "breach_probability", {}, add_percent);
  if (const auto q = view.probability("liquidity", 0.99)) {
    row("Worst gap, 99 %", "liquidity", "worst_gap_quantile", {{"probability", *q}}, add_money);
    row("Extra credit, enough in 99 %", "liquidity", "facility_needed", {{"probability", *q}}, add_money);
  }
  if (view.has("liquidity", "dso_mean")) {
    columns.front().cells.push_back("Days sales outstanding at the end");
    for (PairedColumn& column : made)
      column.add(decimal(view.value("liquidity", "dso_mean", {{"scenario", scenario}}), 1),
                 fmt::format("± {}", decimal(view.half_width("liquidity", "dso_mean", {{"scenario", scenario}}), 2)));
  }
  for (const PairedColumn& column : made) columns.push_back(column.finish());
  return heading("With and without cover" + scenario_suffix(view, scenario), style) + table(columns, 1, style);
}

std::string price_buyers_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  if (!view.has("buyers", "expected_claims")) return {};
  const std::vector<std::string> policies = view.texts("buyers", "policy");
  const std::vector<std::string> ids = view.texts("buyers", "buyer"), names = view.texts("buyers", "name");
  std::string text;
  for (std::size_t p = 1; p < policies.size(); ++p) {
    const auto claims = [&](std::size_t b) {
      return view.value("buyers", "expected_claims", {{"scenario", scenario}, {"policy", p}, {"buyer", b}});
    };
    std::vector<std::size_t> rows(ids.size());
    double total = 0;
    for (std::size_t b = 0; b < rows.size(); ++b) total += claims(rows[b] = b);
    if (!(total > 0)) continue;
    const std::size_t count = std::min(rows.size(), kTopBuyers);
    std::partial_sort(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end(),
        [&](std::size_t a, std::size_t b) { return claims(a) != claims(b) ? claims(a) > claims(b) : a < b; });
    rows.resize(count);
    std::vector<Column> columns{{{"buyer"}, Align::left, {}}};
    PairedColumn expected({"expected claims"});
    Column share{{"share of the price"}, Align::right, {}};
    for (const std::size_t b : rows) {
      columns.front().cells.push_back(buyer_label(ids[b], b < names.size() ? names[b] : ""));
      add_money(view, {"buyers", "expected_claims", {{"scenario", scenario}, {"policy", p}, {"buyer", b}}}, expected);
      share.cells.push_back(percent(claims(b) / total));
    }
    columns.push_back(expected.finish());
    columns.push_back(share);
    text +=
        heading(fmt::format("Who makes the price of {}{}", policy_label(policies[p]), scenario_suffix(view, scenario)),
                style) +
        table(columns, 1, style);
  }
  return text;
}

std::string limits_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  if (!view.has("buyers", "exposure_at_default")) return {};
  const std::vector<std::string> policies = view.texts("buyers", "policy");
  const std::vector<std::string> ids = view.texts("buyers", "buyer"), names = view.texts("buyers", "name");
  const auto exposure = [&](std::size_t b) {
    return view.value("buyers", "exposure_at_default", {{"scenario", scenario}, {"buyer", b}});
  };
  const AttributeValue* level = view.file().find("buyers")->find("exposure_at_default")->attribute("probability");
  const std::string words = percent_label(level == nullptr ? 0.95 : std::get<double>(*level));
  std::string text;
  for (std::size_t p = 1; p < policies.size(); ++p) {
    const auto limit = [&](std::size_t b) {
      return view.value("buyers", "insured_limit", {{"policy", p}, {"buyer", b}});
    };
    std::vector<std::size_t> rows;
    std::size_t judged = 0;
    for (std::size_t b = 0; b < ids.size(); ++b) {
      if (std::isnan(exposure(b))) continue;
      ++judged;
      if (exposure(b) > limit(b)) rows.push_back(b);
    }
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      const double x = exposure(a) - limit(a), y = exposure(b) - limit(b);
      return x != y ? x > y : a < b;
    });
    text += heading(fmt::format("Limits of {} below the {} exposure at default{}", policy_label(policies[p]), words,
                                scenario_suffix(view, scenario)),
                    style);
    text += fmt::format("  {} of {} buyers with enough simulated defaults to judge; {} have too few\n", rows.size(),
                        judged, ids.size() - judged);
    rows.resize(std::min(rows.size(), kTopBuyers));
    if (rows.empty()) continue;
    std::vector<Column> columns{{{"buyer"}, Align::left, {}}};
    Column limits{{"limit"}, Align::right, {}};
    PairedColumn exposures({"exposure"});
    for (const std::size_t b : rows) {
      columns.front().cells.push_back(buyer_label(ids[b], b < names.size() ? names[b] : ""));
      limits.cells.push_back(money(limit(b), view.digits()));
      add_money(view, {"buyers", "exposure_at_default", {{"scenario", scenario}, {"buyer", b}}}, exposures);
    }
    columns.push_back(limits);
    columns.push_back(exposures.finish());
    text += table(columns, 1, style);
  }
  return text;
}

std::string frontier_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  const std::vector<std::string> policies = view.texts("pricing", "policy");
  const auto q = view.probability("losses", 0.99);
  if (policies.size() < 3 || !q) return {};
  std::vector<Structure> all;
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const std::vector<Index> at{{"scenario", scenario}, {"policy", p}, {"component", 3}, {"probability", *q}};
    all.push_back({p, p == 0 ? 0.0 : price_of(view, scenario, p), view.value("losses", "quantile", at),
                   view.half_width("losses", "quantile", at), true});
  }
  for (Structure& one : all)
    for (const Structure& other : all)
      if (other.premium <= one.premium && other.retained <= one.retained &&
          (other.premium < one.premium || other.retained < one.retained))
        one.efficient = false;
  std::sort(all.begin(), all.end(), [](const Structure& a, const Structure& b) {
    return a.premium != b.premium ? a.premium < b.premium : a.policy < b.policy;
  });
  const std::size_t shown = std::min(all.size(), kMostStructures);
  std::stable_partition(all.begin(), all.end(), [](const Structure& s) { return s.efficient; });
  all.resize(shown);
  std::sort(all.begin(), all.end(), [](const Structure& a, const Structure& b) {
    return a.premium != b.premium ? a.premium < b.premium : a.policy < b.policy;
  });
  std::vector<Column> columns{{{"structure"}, Align::left, {}}};
  Column premium{{"premium"}, Align::right, {}}, mark{{"beaten"}, Align::left, {}};
  PairedColumn retained({"VaR 99 % left"});
  for (const Structure& one : all) {
    columns.front().cells.push_back(policy_label(policies[one.policy]));
    premium.cells.push_back(money(one.premium, view.digits()));
    retained.add(money(one.retained, view.digits()), plus_minus(one.error, view.digits()));
    mark.cells.push_back(one.efficient ? "" : "by another");
  }
  columns.push_back(premium);
  columns.push_back(retained.finish());
  columns.push_back(mark);
  return heading("Premium against what may be left" + scenario_suffix(view, scenario), style) +
         table(columns, 1, style) +
         (shown < policies.size() ? fmt::format("  {} of {} structures\n", shown, policies.size()) : "");
}

}  // namespace delcredere::terminal
