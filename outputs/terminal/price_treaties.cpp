// Shares and layers that others carry, in the price report.

#include <fmt/format.h>

#include <algorithm>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/price_sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {

std::string treaties_section(const ResultView& view, std::size_t scenario, const TextStyle& style) {
  const std::vector<std::string> names = view.texts("treaties", "treaty");
  if (names.empty()) return {};
  std::vector<Column> columns{{{view.currency()}, Align::left, {}}};
  for (const std::string& name : names) columns.front().cells.push_back(for_terminal(name));
  const auto column = [&](std::vector<std::string> words, const char* variable, auto add, std::vector<Index> more) {
    if (!view.has("treaties", variable)) return;
    PairedColumn made(std::move(words));
    for (std::size_t y = 0; y < names.size(); ++y) {
      Source source{"treaties", variable, {{"scenario", scenario}, {"treaty", y}}};
      source.at.insert(source.at.end(), more.begin(), more.end());
      add(view, source, made);
    }
    columns.push_back(made.finish());
  };
  Column carriers{{"carrier"}, Align::left, view.texts("treaties", "carrier")};
  columns.push_back(carriers);
  column({"expected loss"}, "ceded", add_money, {});
  if (const auto q = view.probability("treaties", 0.99))
    column({"99 %"}, "ceded_quantile", add_money, {{"probability", *q}});
  column({"attaches"}, "attachment_probability", add_percent, {});
  column({"exhausted"}, "exhaustion_probability", add_percent, {});
  column({"pure premium", "upfront"}, "upfront_premium", add_money, {});
  column({"reinstatement", "premium"}, "reinstatement_premium", add_money, {});
  std::string text = heading("Treaties" + scenario_suffix(view, scenario), style) + table(columns, 1, style);

  const std::vector<std::string> policies = view.texts("treaties", "policy");
  std::vector<Column> left{{{"left after all treaties"}, Align::left, {}}};
  PairedColumn net({"with the insurer"}), tail({"with the insurer", "99 %"}), group({"with the insured's", "group"});
  const auto q = view.probability("treaties", 0.99);
  for (std::size_t p = 1; p < policies.size(); ++p) {
    const std::string prefix = policies[p] + "/";
    if (std::none_of(names.begin(), names.end(), [&](const std::string& n) { return n.rfind(prefix, 0) == 0; }))
      continue;
    left.front().cells.push_back(policy_label(policies[p]));
    const std::vector<Index> at{{"scenario", scenario}, {"policy", p}};
    add_money(view, {"treaties", "net", at}, net);
    if (q) {
      std::vector<Index> deep = at;
      deep.push_back({"probability", *q});
      add_money(view, {"treaties", "net_quantile", deep}, tail);
    }
    add_money(view, {"treaties", "group_retained", at}, group);
  }
  left.push_back(net.finish());
  if (q) left.push_back(tail.finish());
  left.push_back(group.finish());
  return text + table(left, 1, style);
}

}  // namespace delcredere::terminal
