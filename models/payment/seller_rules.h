#pragma once
// What the seller does to be paid. Each rule can be off in one scenario and on in another, so that its worth can be
// read. in_history: the delays and the plan already contain the rule; then it does nothing but where a scenario's is
// stricter than base's.
//
//   limit checks    before a shipment on day s: what the buyer owes at the end of day s - 1 and of shipments of day s
//                   before it, plus the invoice (less its prepayment), above the seller's limit: not shipped; the sale
//                   is lost and counted. Items of as_of count, disputed ones too; a buyer without a limit is not
//                   checked. The limit is a share of credit_limit, for some grades another one
//   prepayment      a share of each planned invoice is received on its issue day: never a receivable, never EAD. In
//                   history: a scenario with share p' against base's p takes (p' - p) / (1 - p) of the rest, at least 0
//   shorter terms   planned invoices are due after at most so many days, by the buyer's grade
//   discount        an undisputed invoice that would be paid later than `within` days after its issue is paid on that
//                   day, less `discount`, with probability take_up
//   agency          an undisputed invoice unpaid a = max(after, age at as_of of an open item) days after its due date
//   goes
//                   to an agency, which with probability `success` brings it in `takes` days later if it was not to
//                   come before, for a fee on the amount. The rest pays as it would
//   late interest   amount x rate x days late / 365 beyond `after` days, half to even, of which `collected` is paid
//   with
//                   the invoice. It is no receipt on an invoice and no part of EAD
//   security        planned invoices with terms above `terms_above` are secured for `share` of what is open on them at
//                   default: that comes with the recovery on the recovery day, the rest loses by LGD
//
// A grade is the buyer's on the issue day: with re-rating that of the last review up to it, else that of as_of.
//
// Steps of one invoice: terms, volume and shocks of sales, prepayment, limit check; law, shock and slowing (ceil),
// dispute or dunning, agency, discount, payment run and calendar, stop of a country, parts, rejection.

#include <map>
#include <string>
#include <vector>

#include "models/core/days.h"

namespace delcredere {

struct LimitChecks {
  double share_of_limit = 1.0;  ///< of the buyer's credit_limit, >= 0
  bool in_history = false;
  bool active = true;
  std::map<std::string, double> by_grade{};  ///< instead of share_of_limit, for buyers of these grades
  double share(const std::string& grade) const {
    const auto found = by_grade.find(grade);
    return found == by_grade.end() ? share_of_limit : found->second;
  }
  friend bool operator==(const LimitChecks&, const LimitChecks&) = default;
};

/// Buyers a rule is for; empty lists = all, several lists = in each that is not empty.
struct BuyerScope {
  std::vector<std::string> grades, sectors, segments;
  friend bool operator==(const BuyerScope&, const BuyerScope&) = default;
};

struct Prepayment {
  double share = 0.3;  ///< in [0, 1]
  BuyerScope scope;
  bool in_history = false;
  bool active = true;
  friend bool operator==(const Prepayment&, const Prepayment&) = default;
};

struct ShorterTerms {
  std::map<std::string, Day> by_grade;
  bool in_history = false;
  bool active = true;
  friend bool operator==(const ShorterTerms&, const ShorterTerms&) = default;
};

struct EarlyPaymentDiscount {
  Day within = 10;         ///< days after the issue date, >= 0
  double discount = 0.02;  ///< of the amount, in [0, 1]
  double take_up = 0.3;    ///< probability, in [0, 1]
  bool in_history = false;
  bool active = true;
  friend bool operator==(const EarlyPaymentDiscount&, const EarlyPaymentDiscount&) = default;
};

struct Agency {
  Day after = 90;        ///< days after the due date, >= 0
  double success = 0.5;  ///< probability, in [0, 1]
  Day takes = 30;        ///< days, >= 0
  double fee = 0.1;      ///< of the amount brought in, in [0, 1]
  bool in_history = false;
  bool active = true;
  friend bool operator==(const Agency&, const Agency&) = default;
};

struct LateInterest {
  double rate = 0.09;      ///< a year, >= 0, simple, by 365 days
  Day after = 0;           ///< days of grace, >= 0
  double collected = 1.0;  ///< share that is paid, in [0, 1]
  bool active = true;
  friend bool operator==(const LateInterest&, const LateInterest&) = default;
};

struct Security {
  Day terms_above = 90;
  double share = 0.5;  ///< in [0, 1]
  bool active = true;
  friend bool operator==(const Security&, const Security&) = default;
};

}  // namespace delcredere
