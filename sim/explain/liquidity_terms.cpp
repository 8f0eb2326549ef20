#include <fmt/format.h>

#include "sim/explain/facts.h"
#include "sim/explain/sections.h"

namespace delcredere::explaining {
namespace {

/// Invoices that can count for the borrowing base.
std::size_t countable_invoices(const Subject& subject) {
  for (const ScenarioPlan& scenario : subject.plan.scenarios)
    if (!scenario.liquidity.borrowing_base.empty()) return scenario.liquidity.borrowing_base.size();
  return 0;
}

/// How often, and of what.
std::string rule_words(const Study& study, const OutflowRule& rule) {
  static const char* const days[] = {"Mondays", "Tuesdays",  "Wednesdays", "Thursdays",
                                     "Fridays", "Saturdays", "Sundays"};
  std::string text = rule.label.empty() ? std::string("an outflow") : rule.label;
  if (rule.by_basis()) {
    const std::string months = rule.months == 1 ? "calendar month" : fmt::format("{} calendar months", rule.months);
    const char* basis = rule.basis == OutflowBasis::sales ? "sales" : "receipts";
    text += rule.tax_rate
                ? fmt::format(": the tax at {} in the {} of the last {}", percent(rule.tax_rate->to_double()), basis,
                              months)
                : fmt::format(": {} of the {} of the last {}", percent(rule.share->to_double()), basis, months);
    if (rule.lag > 1) text += fmt::format(", {} months later", rule.lag);
  } else {
    text += fmt::format(": {} {}", exact_money(rule.amount, study.currency), study.currency.code);
  }
  text += rule.weeks > 0 ? fmt::format(", {}{}", rule.weeks == 1 ? "" : fmt::format("every {} weeks on ", rule.weeks),
                                       days[rule.weekday])
                         : fmt::format(", on day {} of {}", rule.day,
                                       rule.months == 1 ? "each month" : fmt::format("every {} months", rule.months));
  if (rule.shift != DayShift::none)
    text += rule.shift == DayShift::next ? ", or the next working day" : ", or the working day before";
  return text;
}

std::string covenant_words(const Study& study, const Covenant& covenant) {
  static const char* const tested[] = {"every day", "at month ends", "at quarter ends"};
  static const char* const measured[] = {"balance", "balance without drawn credit", "balance with undrawn credit"};
  const char* when = tested[static_cast<std::size_t>(covenant.tested)];
  if (covenant.measure == CovenantMeasure::dso)
    return fmt::format("days sales outstanding at most {}, tested {}", covenant.days.text(), when);
  return fmt::format("{} at least {}, tested {}", measured[static_cast<std::size_t>(covenant.measure)],
                     whole_money(covenant.level, study.currency), when);
}

void explain_line(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const CreditLine& line = *study.base.liquidity.credit_line;
  if (line.commitment_fee > 0.0)
    page.say(fmt::format("commitment fee {} a year on what is not drawn of the limit", percent(line.commitment_fee)));
  if (line.from || line.until)
    page.say(fmt::format("the line is there{}{}", line.from ? " from " + date_of(study, *line.from) : "",
                         line.until ? " until " + date_of(study, *line.until) : ""));
  if (line.borrowing_base)
    page.say(
        fmt::format("the line gives no more than {} of the eligible receivables of the day before (up to {} days past "
                    "due; {} of {} "
                    "invoices can count)",
                    percent(line.borrowing_base->share.to_double()), line.borrowing_base->maximum_overdue,
                    grouped(countable_invoices(subject)), grouped(subject.plan.live.size())));
}

void explain_factoring(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const FactoringTerms& terms = *study.base.liquidity.factoring;
  static const char* const open[] = {"left out", "advanced on day 1", "advanced before, which is in the opening cash"};
  page.say(fmt::format(
      "factoring: {} of an eligible invoice is advanced on its issue, fee {} of the invoice, interest {} a year; {}; "
      "{}; "
      "items open at as_of are {}",
      percent(terms.advance_rate.to_double()), percent(terms.fee.to_double()), percent(terms.rate),
      terms.recourse ? fmt::format("with recourse, repaid {} days past due at the latest", terms.recourse_after)
                     : std::string("without recourse, a failure is the factor's loss"),
      terms.limit ? "up to " + whole_money(*terms.limit, study.currency) + " in use" : std::string("without limit"),
      open[static_cast<std::size_t>(terms.open_items)]));
  page.say("  losses and receivables are shown as if nothing were factored: what the factor bears stands in /cash");
}

}  // namespace

void explain_liquidity_terms(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const LiquidityParameters& cash = study.base.liquidity;
  for (const OutflowRule& rule : cash.outflow_rules)
    page.say(fmt::format(
        "{} ({} in the horizon)", rule_words(study, rule),
        counted(rule_dates(rule, study.as_of, study.horizon, cash.holidays).size(), "payment", "payments")));
  if (cash.credit_line) explain_line(subject, page);
  if (cash.collection_cost.of_receipts.mantissa != 0 || cash.collection_cost.per_default != 0)
    page.say(fmt::format("collecting costs {} of the receipts and {} for each failure",
                         percent(cash.collection_cost.of_receipts.to_double()),
                         exact_money(cash.collection_cost.per_default, study.currency)));
  if (cash.factoring) explain_factoring(subject, page);
  for (const Covenant& covenant : cash.covenants)
    page.say("covenant " + covenant.name + ": " + covenant_words(study, covenant));
  if (cash.bad_debt_reserve)
    page.say(fmt::format("bad-debt reserve: {} today, {} of each quarter's sales go in, retained losses come out",
                         whole_money(cash.bad_debt_reserve->opening, study.currency),
                         percent(cash.bad_debt_reserve->share_of_sales.to_double())));
  if (cash.bad_debt_relief)
    page.say(
        fmt::format("tax at {} contained in bad debts is got back {} days after the default; losses are shown with "
                    "the tax",
                    percent(cash.bad_debt_relief->tax_rate.to_double()), cash.bad_debt_relief->after));
}

std::map<std::string, std::string> liquidity_term_facts(const Study& study, const LiquidityParameters& cash) {
  std::map<std::string, std::string> facts;
  for (std::size_t i = 0; i < cash.outflow_rules.size(); ++i)
    facts[fmt::format("outflow_rules[{}]", i + 1)] = rule_words(study, cash.outflow_rules[i]);
  if (cash.collection_cost.of_receipts.mantissa != 0)
    facts["collection_cost.of_receipts"] = percent(cash.collection_cost.of_receipts.to_double());
  if (cash.collection_cost.per_default != 0)
    facts["collection_cost.per_default"] = exact_money(cash.collection_cost.per_default, study.currency);
  for (const Covenant& covenant : cash.covenants) facts["covenants." + covenant.name] = covenant_words(study, covenant);
  if (cash.factoring) {
    const FactoringTerms& terms = *cash.factoring;
    facts["factoring.advance_rate"] = percent(terms.advance_rate.to_double());
    facts["factoring.fee"] = percent(terms.fee.to_double());
    facts["factoring.rate"] = percent(terms.rate);
    facts["factoring.recourse"] =
        terms.recourse ? fmt::format("{} days past due", terms.recourse_after) : std::string("none");
    if (terms.limit) facts["factoring.limit"] = exact_money(*terms.limit, study.currency);
  }
  if (cash.bad_debt_reserve) {
    facts["bad_debt_reserve.opening"] = exact_money(cash.bad_debt_reserve->opening, study.currency);
    facts["bad_debt_reserve.share_of_sales"] = percent(cash.bad_debt_reserve->share_of_sales.to_double());
  }
  if (cash.bad_debt_relief) {
    facts["bad_debt_relief.tax_rate"] = percent(cash.bad_debt_relief->tax_rate.to_double());
    facts["bad_debt_relief.after"] = fmt::format("{} days", cash.bad_debt_relief->after);
  }
  if (cash.working_capital) {
    facts["working_capital.inventory"] = exact_money(cash.working_capital->inventory, study.currency);
    facts["working_capital.payables"] = exact_money(cash.working_capital->payables, study.currency);
  }
  return facts;
}

}  // namespace delcredere::explaining
