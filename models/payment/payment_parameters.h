#pragma once
// Parameters of payment delays and of the seller's credit management.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/money.h"
#include "models/payment/payment_rules.h"
#include "models/payment/seller_rules.h"
#include "models/portfolio/portfolio.h"

namespace delcredere {

/// Lognormal. mean and standard_deviation are those of the continuous law, before rounding up to whole days.
struct LognormalDelay {
  double mean = 18.0;                ///< days, > 0
  double standard_deviation = 22.0;  ///< days, >= 0
  friend bool operator==(const LognormalDelay&, const LognormalDelay&) = default;
};

/// P(X <= d) = 1 - exp(-(d / scale)^shape).
struct WeibullDelay {
  double shape = 1.0;   ///< > 0
  double scale = 18.0;  ///< days, > 0
  friend bool operator==(const WeibullDelay&, const WeibullDelay&) = default;
};

/// Density proportional to d^(shape - 1) exp(-d / scale).
struct GammaDelay {
  double shape = 1.0;   ///< > 0
  double scale = 18.0;  ///< days, > 0
  friend bool operator==(const GammaDelay&, const GammaDelay&) = default;
};

/// Quantiles with straight lines between them; neighbours with the same days are a point mass.
struct EmpiricalDelay {
  struct Quantile {
    double probability = 0.0;
    double days = 0.0;
    friend bool operator==(const Quantile&, const Quantile&) = default;
  };
  std::vector<Quantile> quantiles;  ///< probability rising from 0 to 1, days not falling
  friend bool operator==(const EmpiricalDelay&, const EmpiricalDelay&) = default;
};

using SimpleDelay = std::variant<LognormalDelay, WeibullDelay, GammaDelay, EmpiricalDelay>;

/// Each component with its probability.
struct MixtureDelay {
  struct Component {
    double weight = 1.0;  ///< in (0, 1]; all together 1
    SimpleDelay law;
    friend bool operator==(const Component&, const Component&) = default;
  };
  std::vector<Component> components;
  friend bool operator==(const MixtureDelay&, const MixtureDelay&) = default;
};

/// Closed set of delay families; a family is visited once per table, never per draw.
using DelayFamily = std::variant<LognormalDelay, WeibullDelay, GammaDelay, EmpiricalDelay, MixtureDelay>;

/// Payment before the due date: with this probability, by so many days.
struct EarlyPayment {
  double probability = 0.0;  ///< in [0, 1]
  DelayFamily days_before;   ///< of a positive law
  friend bool operator==(const EarlyPayment&, const EarlyPayment&) = default;
};

/// The days on which buyers pay: every n months on a day of the month, every n weeks from a date, or any day; moved
/// forward to one of the weekdays.
struct PaymentRun {
  int months = 0;  ///< 0: no rule by months; months whose count from January of year 0 is a multiple, so 3 = Mar, Jun
  int day = 31;    ///< of the month, clipped to its end
  int weeks = 0;   ///< 0: no rule by weeks
  Date start;      ///< a day of payment of the rule by weeks
  std::uint8_t weekdays = kEveryWeekday;  ///< bit 0 = Monday
  static constexpr std::uint8_t kEveryWeekday = 0x7F;
  friend bool operator==(const PaymentRun&, const PaymentRun&) = default;
};

/// What must hold of an invoice on its issue day for a variant of a law to rule it.
struct DelayCondition {
  std::optional<bool> electronic;
  std::optional<Day> terms_from, terms_below;      ///< days from issue to due date
  std::optional<Money> amount_from, amount_below;  ///< base currency
  bool holds(const Invoice& invoice) const {
    const Day terms = invoice.due - invoice.issue;
    return (!electronic || *electronic == invoice.electronic) && (!terms_from || terms >= *terms_from) &&
           (!terms_below || terms < *terms_below) && (!amount_from || invoice.amount >= *amount_from) &&
           (!amount_below || invoice.amount < *amount_below);
  }
  friend bool operator==(const DelayCondition&, const DelayCondition&) = default;
};

struct DelayVariant;

/// Days from due date to payment: early with probability early, D = 0 with probability on_time, else the late part.
struct DelayLaw {
  double on_time = 0.35;  ///< in [0, 1]
  DelayFamily late;
  std::optional<EarlyPayment> early{};  ///< early and on_time together at most 1
  std::optional<PaymentRun> run{};
  /// In the order of their names; the first that holds rules an invoice instead of this law. None has variants itself.
  std::vector<DelayVariant> variants{};
  friend bool operator==(const DelayLaw& a, const DelayLaw& b);
};

struct DelayVariant {
  std::string name;
  DelayCondition when;
  DelayLaw law;
  friend bool operator==(const DelayVariant&, const DelayVariant&) = default;
};

inline bool operator==(const DelayLaw& a, const DelayLaw& b) {
  return a.on_time == b.on_time && a.late == b.late && a.early == b.early && a.run == b.run && a.variants == b.variants;
}

/// The law that rules an invoice of its segment.
inline const DelayLaw& variant_of(const DelayLaw& law, const Invoice& invoice) {
  for (const DelayVariant& variant : law.variants)
    if (variant.when.holds(invoice)) return variant.law;
  return law;
}

struct PaymentParameters {
  double buyer_effect = 0.0;   ///< c^2: share of the latent delay's variance common to one buyer's invoices
  double sector_effect = 0.0;  ///< b^2: share that moves with the sector factor; buyer_effect + sector_effect <= 1
  double default_link = 0.0;   ///< l in [0, 1]: late payers are likelier to fail
  std::map<std::string, DelayLaw> segments;  ///< "default" serves the others
  /// Multiplier of the part of a delay after the due date by the month it falls in, January first; every law is that of
  /// a month with 1. Applied before the delay is rounded up.
  std::array<double, 12> season{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::optional<PaymentCalendar> calendar{};
  std::optional<SlowingBeforeDefault> slowing{};
  std::optional<Disputes> disputes{};
  std::optional<Rejections> rejections{};
  std::optional<PartialPayments> partial{};
  std::map<std::string, std::vector<Instalment>> instalments{};  ///< by segment; no "default" for the others
  friend bool operator==(const PaymentParameters&, const PaymentParameters&) = default;
};

/// A reminder shortens what is left: D > a becomes a + ceil(r (D - a)).
struct Dunning {
  Day overdue = 15;              ///< a: days after the due date, >= 0
  double residual_delay = 0.80;  ///< r in [0, 1]
  bool in_history = false;       ///< the delays already contain the rule
};

/// No shipment while an undisputed invoice is unpaid `overdue` days after its due date.
struct SupplyStop {
  Day overdue = 45;
  bool in_history = false;
};

struct CreditManagement {
  std::optional<Dunning> dunning;
  std::optional<SupplyStop> supply_stop;
  std::optional<LimitChecks> limit_checks{};
  std::optional<Prepayment> prepayment{};
  std::optional<ShorterTerms> shorter_terms{};
  std::optional<EarlyPaymentDiscount> discount{};
  std::optional<Agency> agency{};
  std::optional<LateInterest> late_interest{};
  std::optional<Security> security{};
};

}  // namespace delcredere
