// How late invoices are paid: the laws as tables, and what moves them together.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "models/core/math/elementary.h"
#include "models/payment/delay_families.h"
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

/// Mean of the part of D above 0, by the table.
double mean_late(const DelayTable& table) {
  double sum = 0.0, mass = 0.0, below = 0.0;
  for (Score x = -kScoreLimit; x <= kScoreLimit; ++x) {
    const double upto = x == kScoreLimit ? 1.0 : normal_cdf((static_cast<double>(x) + 0.5) / kScoreOne);
    if (table.delay(x) > 0) {
      sum += (upto - below) * static_cast<double>(table.delay(x));
      mass += upto - below;
    }
    below = upto;
  }
  return mass > 0.0 ? sum / mass : 0.0;
}

const char* weekday_name(int bit) {
  static const char* const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return names[bit];
}

std::string run_text(const PaymentRun& run) {
  std::string text = run.months > 0 ? fmt::format("every {} on day {}", counted(run.months, "month", "months"), run.day)
                     : run.weeks > 0
                         ? fmt::format("every {} from {}", counted(run.weeks, "week", "weeks"), run.start.iso())
                         : std::string("every day");
  if (run.weekdays == PaymentRun::kEveryWeekday) return text;
  text += ", on";
  for (int bit = 0; bit < 7; ++bit)
    if (run.weekdays >> bit & 1) text += fmt::format(" {}", weekday_name(bit));
  return text;
}

std::string condition_text(const DelayCondition& when) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (when.electronic) add(*when.electronic ? "billed electronically" : "billed on paper");
  if (when.terms_from) add(fmt::format("terms from {} days", *when.terms_from));
  if (when.terms_below) add(fmt::format("terms below {} days", *when.terms_below));
  if (when.amount_from) add("amounts from a bound");
  if (when.amount_below) add("amounts below a bound");
  return text;
}

}  // namespace

void explain_payment(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const PaymentParameters& parameters = study.base.payment;
  const PaymentPlan& payments = subject.plan.payment_plans.front();
  std::map<std::string, std::uint64_t> segments;  // buyers
  for (const Buyer& buyer : study.portfolio.buyers) ++segments[planning::segment_of(parameters, buyer)];
  page.section("Payment");
  std::vector<std::vector<std::string>> rows{
      {"segment", "buyers", "on time", "mean", "median", "75 %", "90 %", "99 %", "late part, rounded up"}};
  std::vector<std::string> notes;
  const auto describe = [&](const std::string& name, const std::string& buyers, const DelayLaw& law) {
    const auto place = std::find(payments.laws.begin(), payments.laws.end(), &law) - payments.laws.begin();
    const DelayTable& table = payments.tables[static_cast<std::size_t>(place)];
    rows.push_back({name, buyers, percent(law.on_time), fmt::format("{:.1f}", mean_delay(table)),
                    fmt::format("{}", quantile(table, 0.5)), fmt::format("{}", quantile(table, 0.75)),
                    fmt::format("{}", quantile(table, 0.9)), fmt::format("{}", quantile(table, 0.99)),
                    fmt::format("{} -> {:.1f}", number(family_mean(law.late)), mean_late(table))});
    if (law.early)
      notes.push_back(fmt::format("{} of {} are paid before the due date", percent(law.early->probability), name));
    if (law.run) notes.push_back(fmt::format("payments of {} leave {}", name, run_text(*law.run)));
  };
  for (const auto& [name, buyers] : segments) {
    const DelayLaw& law = planning::law_of(parameters, name);
    describe(name, grouped(buyers), law);
    for (const DelayVariant& variant : law.variants) {
      describe(name + "." + variant.name, "", variant.law);
      notes.push_back(
          fmt::format("{}.{}: invoices of {} with {}", name, variant.name, name, condition_text(variant.when)));
    }
  }
  page.say("days from the due date to payment, before shocks and dunning:");
  page.table(rows);
  for (const std::string& note : notes) page.say(note);
  page.say(
      fmt::format("of the variance behind a delay {} is the buyer's, {} moves with its sector's state, {} is the "
                  "invoice's own",
                  percent(parameters.buyer_effect), percent(parameters.sector_effect),
                  percent(1.0 - parameters.buyer_effect - parameters.sector_effect)));
  if (parameters.default_link > 0)
    page.say(fmt::format("default_link {}: late payers are likelier to fail", percent(parameters.default_link)));
  explain_payment_rules(subject, page);
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
  explain_seller_rules(subject, page);
  explain_sales(subject, page);
}

}  // namespace delcredere::explaining
