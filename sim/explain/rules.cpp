// The rules of payment and credit management that look at more than one delay, and the plan's uncertainty.

#include <fmt/format.h>

#include <algorithm>

#include "models/fx/fx_paths.h"
#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

std::string month_words(const std::array<double, 12>& season) {
  static const char* const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string text;
  for (std::size_t month = 0; month < 12; ++month)
    if (season[month] != 1.0)
      text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", names[month], number(season[month]));
  return text;
}

std::string calendar_words(const PaymentCalendar& calendar) {
  static const char* const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::string text;
  for (int bit = 0; bit < 7; ++bit)
    if (calendar.weekend >> bit & 1) text += fmt::format("{}{}", text.empty() ? "" : ", ", names[bit]);
  if (!calendar.holidays.empty())
    text += fmt::format("{}{}", text.empty() ? "" : " and ",
                        counted(static_cast<std::uint64_t>(calendar.holidays.size()), "holiday", "holidays"));
  return text;
}

std::string standing(bool active, bool in_history) {
  return !active      ? "; off"
         : in_history ? "; in history: it does nothing here, and a scenario acts by what it adds"
                      : "";
}

}  // namespace

void explain_payment_rules(const Subject& subject, Page& page) {
  const PaymentParameters& payment = subject.study.base.payment;
  if (const std::string months = month_words(payment.season); !months.empty())
    page.say("delays after the due date by the month it falls in: " + months);
  if (payment.calendar)
    page.say(fmt::format("no payment arrives on {}: it comes on the next open day", calendar_words(*payment.calendar)));
  if (payment.slowing)
    page.say(fmt::format("invoices due in the {} days before a default inside the horizon: delays x {}, + {} days{}",
                         payment.slowing->window, number(payment.slowing->delay_multiplier),
                         payment.slowing->delay_days, standing(payment.slowing->active, false)));
  if (payment.disputes)
    page.say(
        fmt::format("{} of invoices not yet due are disputed: settled {} days after the due date with a credit "
                    "note of {}, the rest paid as late after that as usual{}",
                    percent(payment.disputes->probability), payment.disputes->days,
                    percent(payment.disputes->credit_note_share), standing(payment.disputes->active, false)));
  if (payment.rejections)
    page.say(fmt::format(
        "the goods of {} of undisputed planned invoices are rejected {} days after shipment, if not "
        "paid before: nothing is owed for them, {} comes from a resale {} days later{}",
        percent(payment.rejections->probability), payment.rejections->after, percent(payment.rejections->resale_share),
        payment.rejections->resale_after, standing(payment.rejections->active, false)));
  if (payment.partial)
    page.say(fmt::format("{} of undisputed invoices are paid in two parts: {} as usual, the rest {} days later{}",
                         percent(payment.partial->probability), percent(payment.partial->share),
                         payment.partial->rest_after, standing(payment.partial->active, false)));
  for (const auto& [segment, parts] : payment.instalments) {
    std::string text;
    for (const Instalment& part : parts)
      text += fmt::format("{}{} after {} days", text.empty() ? "" : ", ", percent(part.share), part.after);
    page.say(fmt::format("planned invoices of {} fall due in parts, from their due date: {}", segment, text));
  }
}

void explain_seller_rules(const Subject& subject, Page& page) {
  const CreditManagement& rules = subject.study.base.credit_management;
  if (rules.limit_checks) {
    std::string by_grade;
    for (const auto& [grade, share] : rules.limit_checks->by_grade)
      by_grade += fmt::format(", with grade {} {}", grade, percent(share));
    page.say(fmt::format("limit checks: no shipment beyond {}{} of the buyer's credit_limit; the sale is lost{}",
                         percent(rules.limit_checks->share_of_limit), by_grade,
                         standing(rules.limit_checks->active, rules.limit_checks->in_history)));
  }
  if (rules.prepayment)
    page.say(fmt::format("prepayment of {} on the issue day{}", percent(rules.prepayment->share),
                         standing(rules.prepayment->active, rules.prepayment->in_history)));
  if (rules.shorter_terms) {
    std::string text;
    for (const auto& [grade, days] : rules.shorter_terms->by_grade)
      text += fmt::format("{}{} {} days", text.empty() ? "" : ", ", grade, days);
    page.say(fmt::format("terms at most: {}{}", text,
                         standing(rules.shorter_terms->active, rules.shorter_terms->in_history)));
  }
  if (rules.discount)
    page.say(fmt::format("{} discount for payment within {} days of the issue, taken by {} of later payers{}",
                         percent(rules.discount->discount), rules.discount->within, percent(rules.discount->take_up),
                         standing(rules.discount->active, rules.discount->in_history)));
  if (rules.agency)
    page.say(fmt::format("collection agency {} days after the due date: brings in {} of them, {} days later, for {}{}",
                         rules.agency->after, percent(rules.agency->success), rules.agency->takes,
                         percent(rules.agency->fee), standing(rules.agency->active, rules.agency->in_history)));
  if (rules.late_interest)
    page.say(fmt::format("late interest of {} a year from {} days after the due date, {} of it paid{}",
                         percent(rules.late_interest->rate), rules.late_interest->after,
                         percent(rules.late_interest->collected), standing(rules.late_interest->active, false)));
  if (rules.security)
    page.say(fmt::format("terms above {} days are secured for {} of what is open at default{}",
                         rules.security->terms_above, percent(rules.security->share),
                         standing(rules.security->active, false)));
  if (planning::plan_careful(subject.study, subject.study.base).active)
    page.say("these rules look at every part of every invoice: such a scenario takes several times as long");
}

void explain_sales(const Subject& subject, Page& page) {
  const FxParameters& fx = subject.study.base.fx;
  for (const auto& [code, currency] : fx.currencies)
    page.say(fmt::format("exchange rate of {}: volatility {} a year, drift {}", code, percent(currency.volatility),
                         percent(currency.drift)));
  const std::vector<std::string>& order = fx.correlation.order;
  if (fx.currencies.size() > 1 && order.empty())
    page.say(fmt::format("daily changes are correlated by {}", percent(fx.correlation.common)));
  std::vector<std::string> names = order;
  std::sort(names.begin(), names.end());
  const FactorCovariance omega = currency_covariance(fx.correlation);  // as it is in force, repaired or not
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      page.say(
          fmt::format("daily changes of {} and {} are correlated by {}", names[j], names[i], percent(omega(i, j))));
  const SalesParameters& sales = subject.study.base.sales;
  if (!sales.uncertain()) return;
  page.say(
      fmt::format("planned amounts times a lognormal multiplier of mean 1: standard deviation {} common to all, {} "
                  "of each buyer's own",
                  percent(sales.volume.common), percent(sales.volume.buyer)));
}

}  // namespace delcredere::explaining
