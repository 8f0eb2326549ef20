// How late invoices are paid: the laws as tables, and what moves them together.

#include <fmt/format.h>

#include <map>

#include "models/core/math/elementary.h"
#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

/// Mean of D over the lattice of scores: the table's own, after rounding up to whole days.
double mean_delay(const DelayTable& table) {
  double sum = 0.0, below = 0.0;
  for (Score x = -kScoreLimit; x <= kScoreLimit; ++x) {
    const double upto = x == kScoreLimit ? 1.0 : normal_cdf((static_cast<double>(x) + 0.5) / kScoreOne);
    sum += (upto - below) * static_cast<double>(table.delay(x));
    below = upto;
  }
  return sum;
}

Day quantile(const DelayTable& table, double p) { return table.delay(to_score(normal_quantile(p))); }

double continuous_mean(const DelayFamily& family) {
  return std::visit([](const auto& law) { return law.mean; }, family);
}

}  // namespace

void explain_payment(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const PaymentParameters& parameters = study.base.payment;
  const PaymentPlan& payments = subject.plan.payment_plans.front();
  std::map<std::string, std::pair<std::uint64_t, std::uint16_t>> segments;  // buyers, table
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    auto& [count, table] = segments[planning::segment_of(parameters, study.portfolio.buyers[b])];
    ++count;
    table = payments.buyer_table[b];
  }
  page.section("Payment");
  std::vector<std::vector<std::string>> rows{
      {"segment", "buyers", "on time", "mean", "median", "75 %", "90 %", "99 %", "late part, rounded up"}};
  for (const auto& [name, use] : segments) {
    const DelayLaw& law = planning::law_of(parameters, name);
    const DelayTable& table = payments.tables[use.second];
    const double mean = mean_delay(table);
    const double late = law.on_time < 1.0 ? mean / (1.0 - law.on_time) : 0.0;
    rows.push_back({name, grouped(use.first), percent(law.on_time), fmt::format("{:.1f}", mean),
                    fmt::format("{}", quantile(table, 0.5)), fmt::format("{}", quantile(table, 0.75)),
                    fmt::format("{}", quantile(table, 0.9)), fmt::format("{}", quantile(table, 0.99)),
                    fmt::format("{} -> {:.1f}", number(continuous_mean(law.late)), late)});
  }
  page.say("days from the due date to payment, before shocks and dunning:");
  page.table(rows);
  page.say(
      fmt::format("of the variance behind a delay {} is the buyer's, {} moves with its sector's state, {} is the "
                  "invoice's own",
                  percent(parameters.buyer_effect), percent(parameters.sector_effect),
                  percent(1.0 - parameters.buyer_effect - parameters.sector_effect)));
  if (parameters.default_link > 0)
    page.say(fmt::format("default_link {}: late payers are likelier to fail", percent(parameters.default_link)));
}

void explain_credit_management(const Subject& subject, Page& page) {
  const CreditManagement& rules = subject.study.base.credit_management;
  page.section("Management");
  if (!rules.dunning && !rules.supply_stop) page.say("no dunning and no supply stop");
  const auto effective = [](bool in_history) {
    return in_history ? "; in history: the delays and the plan already contain it, so it does nothing here and a "
                        "scenario acts by its difference"
                      : "; acts from day 1";
  };
  if (rules.dunning)
    page.say(fmt::format("dunning {} days after the due date leaves {} of the remaining delay{}",
                         rules.dunning->overdue, percent(rules.dunning->residual_delay),
                         effective(rules.dunning->in_history)));
  if (rules.supply_stop)
    page.say(
        fmt::format("supply stop: no shipment while an undisputed invoice is unpaid {} days after its due date; the "
                    "sale is lost{}",
                    rules.supply_stop->overdue, effective(rules.supply_stop->in_history)));
}

}  // namespace delcredere::explaining
