// payment: what acts on payments beside the laws of delays.

#include <algorithm>
#include <cmath>

#include "models/payment/delay_table.h"
#include "scenarios/config/config.h"
#include "scenarios/config/weekdays.h"

namespace delcredere::config {
namespace {

constexpr const char* kActive = "false: off in this scenario.";

void describe_season(Visitor& v, std::array<double, 12>& season) {
  static constexpr const char* kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                            "july",    "august",   "september", "october", "november", "december"};
  v.section({.name = "seasonality",
             .doc = "Multiplier of the part of a delay after the due date, by the month of the due date; the laws are "
                    "those of a month with 1.",
             .on_demand = true},
            [&](Visitor& each) {
              for (std::size_t month = 0; month < 12; ++month)
                each.factor({.name = kMonths[month],
                             .doc = "Multiplier of invoices due in the month.",
                             .minimum = 0.01,
                             .maximum = 100},
                            season[month]);
            });
}

void describe_calendar(Visitor& v, PaymentCalendar& calendar) {
  const std::uint8_t weekend = describe_weekdays(
      v, {.name = "weekend", .doc = "Closed days of the week.", .example = "[saturday, sunday]", .on_demand = true});
  v.list_of({.name = "holidays",
             .doc = "Closed dates; those of the year before as_of tell what could have been paid.",
             .example = "[2026-04-03, 2026-04-06]",
             .on_demand = true},
            calendar.holidays, [](Visitor& each, Date& day) {
              each.date({.name = "", .doc = "One of them.", .example = "2026-04-03"}, day);
            });
  if (!v.reading()) return;
  calendar.weekend = weekend;
  if (calendar.weekend == PaymentRun::kEveryWeekday) {
    v.reject("weekend", "closes every day of the week");
    calendar.weekend = 0;
  }
  std::sort(calendar.holidays.begin(), calendar.holidays.end());
  if (calendar.weekend == 0 && calendar.holidays.empty())
    v.reject("", "closes no day (allowed: weekend, holidays or both)");
}

void describe_slowing(Visitor& v, SlowingBeforeDefault& slowing) {
  v.duration({.name = "window",
              .doc = "Invoices due on so many days before the default are paid later.",
              .minimum = 1,
              .maximum = kMaxDelay},
             slowing.window);
  v.factor({.name = "delay_multiplier", .doc = "On the delay after the due date.", .minimum = 1, .maximum = 1000},
           slowing.delay_multiplier);
  v.duration({.name = "delay_days", .doc = "Added to the delay.", .maximum = kMaxDelay}, slowing.delay_days);
  v.flag({.name = "active", .doc = kActive}, slowing.active);
}

void describe_disputes(Visitor& v, Disputes& disputes) {
  v.share({.name = "probability",
           .doc = "Probability that an invoice is disputed; rows marked disputed in the ledger are, whatever it says.",
           .example = "2%",
           .required = true},
          disputes.probability);
  v.duration({.name = "days", .doc = "From the due date to the settlement.", .maximum = kMaxDelay}, disputes.days);
  v.share({.name = "credit_note_share", .doc = "Share of the amount that is given up on that day."},
          disputes.credit_note_share);
  v.flag({.name = "active", .doc = kActive}, disputes.active);
}

void describe_rejections(Visitor& v, Rejections& rejections) {
  v.share({.name = "probability",
           .doc = "Probability that the goods of a planned, undisputed invoice are rejected; not where the buyer fails "
                  "or pays before.",
           .example = "1%",
           .required = true},
          rejections.probability);
  v.duration({.name = "after", .doc = "From the shipment to the rejection.", .maximum = kMaxDelay}, rejections.after);
  v.share({.name = "resale_share", .doc = "Share of the amount for which the goods are sold to someone else."},
          rejections.resale_share);
  v.duration({.name = "resale_after", .doc = "From the rejection to the money of the resale.", .maximum = kMaxDelay},
             rejections.resale_after);
  v.flag({.name = "active", .doc = kActive}, rejections.active);
}

void describe_partial(Visitor& v, PartialPayments& partial) {
  v.share({.name = "probability",
           .doc = "Probability that an undisputed invoice is paid in two parts.",
           .example = "5%",
           .required = true},
          partial.probability);
  v.share(
      {.name = "share", .doc = "Share of the amount that is paid first.", .above_minimum = true, .below_maximum = true},
      partial.share);
  v.duration({.name = "rest_after", .doc = "From the first part to the rest.", .minimum = 1, .maximum = kMaxDelay},
             partial.rest_after);
  v.flag({.name = "active", .doc = kActive}, partial.active);
}

void describe_schedule(Visitor& v, std::vector<Instalment>& parts) {
  v.list_of({.name = "parts",
             .doc = "Shares of the amount and when they fall due; together 100%.",
             .example = "[{share: 40%, after: 0 days}, {share: 60%, after: 60 days}]",
             .required = true},
            parts, [](Visitor& item, Instalment& part) {
              item.section({.name = "", .doc = "One part."}, [&](Visitor& each) {
                each.share({.name = "share",
                            .doc = "Share of the amount.",
                            .example = "50%",
                            .required = true,
                            .above_minimum = true},
                           part.share);
                each.duration({.name = "after", .doc = "After the due date of the invoice.", .maximum = kMaxDelay},
                              part.after);
              });
            });
  if (!v.reading() || parts.empty()) return;
  double together = 0.0;
  for (const Instalment& part : parts) together += part.share;
  if (std::abs(together - 1.0) > 1e-9)
    v.reject("parts", "the shares are together " + percent_text(together) + " (allowed: 100%)");
  const auto not_later = [](const Instalment& a, const Instalment& b) { return b.after <= a.after; };
  if (std::adjacent_find(parts.begin(), parts.end(), not_later) != parts.end())
    v.reject("parts", "each part must fall due after the one before it");
}

}  // namespace

void describe_payment_rules(Visitor& v, PaymentParameters& payment) {
  describe_season(v, payment.season);
  v.optional_section(
      {.name = "calendar", .doc = "Days on which no payment arrives; what is ready then arrives on the next open day."},
      payment.calendar, describe_calendar);
  v.optional_section({.name = "slowing_before_default", .doc = "Buyers that are going to fail pay later before it."},
                     payment.slowing, describe_slowing);
  v.optional_section({.name = "disputes", .doc = "Invoices that the buyer contests."}, payment.disputes,
                     describe_disputes);
  v.optional_section(
      {.name = "rejections", .doc = "Goods that buyers refuse; they owe nothing more, the goods are resold."},
      payment.rejections, describe_rejections);
  v.optional_section({.name = "partial_payments", .doc = "Invoices that are paid in two parts."}, payment.partial,
                     describe_partial);
  v.map_of({.name = "instalments",
            .doc = "Planned invoices of a segment fall due in parts, each paid with the invoice's delay.",
            .on_demand = true},
           "<segment>", nullptr, payment.instalments, describe_schedule);
}

}  // namespace delcredere::config
