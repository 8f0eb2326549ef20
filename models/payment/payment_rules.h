#pragma once
// What acts on payments beside the laws of delays: days on which no money arrives, slower payment before a default,
// disputes, rejected goods, payment in parts, instalments.
//
//   calendar     a payment ready on a closed day arrives on the next open one
//   slowing      invoices of a buyer that fails on day d, due on days d - window .. d - 1: D becomes
//                ceil(D x multiplier) + days for D > 0 (days alone otherwise). A default after the horizon slows
//                nothing
//   disputes     a disputed invoice is settled on day R = due + days: a credit note of share x amount is issued on R,
//   the
//                rest is paid on R + max(D, 0). No reminders, no supply stop, no max_extension: as for a row of the
//                ledger that is marked disputed, which is treated alike (R not before day 1). Disputes are raised up to
//                the due date: an open item that is due and not marked is not disputed
//   rejections   on day R = issue + after the buyer refuses the goods of an undisputed planned invoice, if it neither
//                fails up to R nor pays before: what is owed is settled without money, and resale_share of it (at the
//                rate of R, half to even) comes from a third party on R + resale_after, whatever becomes of the buyer.
//                A prepayment stays with the seller: what is prepaid in full is not rejected
//   in parts     an undisputed invoice is paid by `share` of its amount when it would be, the rest `rest_after` later
//   instalments  planned invoices of a segment fall due in parts: share_i of the amount at due + after_i, each D late
//
// Shares of amounts are rounded half to even, cumulatively, so that the parts add up to the invoice.

#include <cstdint>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"

namespace delcredere {

struct PaymentCalendar {
  std::uint8_t weekend = 0;    ///< closed weekdays, bit 0 = Monday; never all seven
  std::vector<Date> holidays;  ///< ascending, closed as well
  friend bool operator==(const PaymentCalendar&, const PaymentCalendar&) = default;
};

struct SlowingBeforeDefault {
  Day window = 56;                ///< days before the default, > 0
  double delay_multiplier = 1.0;  ///< >= 0
  Day delay_days = 0;             ///< >= 0
  bool active = true;
  friend bool operator==(const SlowingBeforeDefault&, const SlowingBeforeDefault&) = default;
};

struct Disputes {
  double probability = 0.0;        ///< that an invoice is disputed
  Day days = 60;                   ///< from the due date to the settlement, >= 0
  double credit_note_share = 0.0;  ///< of the amount, in [0, 1]
  bool active = true;
  friend bool operator==(const Disputes&, const Disputes&) = default;
};

struct Rejections {
  double probability = 0.0;   ///< that the goods of an invoice are rejected
  Day after = 0;              ///< days from the shipment, >= 0
  double resale_share = 0.0;  ///< of the amount, in [0, 1]
  Day resale_after = 30;      ///< days from the rejection to the money of the resale, >= 0
  bool active = true;
  bool acts() const { return active && probability > 0.0; }
  friend bool operator==(const Rejections&, const Rejections&) = default;
};

struct PartialPayments {
  double probability = 0.0;  ///< that an invoice is paid in two parts
  double share = 0.5;        ///< of the amount that comes first, in (0, 1)
  Day rest_after = 30;       ///< days from the first part to the rest, >= 1
  bool active = true;
  friend bool operator==(const PartialPayments&, const PartialPayments&) = default;
};

struct Instalment {
  double share = 0.0;  ///< of the amount, > 0; all together 1
  Day after = 0;       ///< days after the due date of the invoice, ascending
  friend bool operator==(const Instalment&, const Instalment&) = default;
};

}  // namespace delcredere
