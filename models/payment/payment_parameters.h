#pragma once
// Parameters of payment delays and of the seller's credit management.

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "models/core/days.h"

namespace delcredere {

/// Late part lognormal. mean and sd describe the continuous late part, before rounding up to whole days.
struct LognormalDelay {
  double mean = 18.0;                ///< days, > 0
  double standard_deviation = 22.0;  ///< days, >= 0
  friend bool operator==(const LognormalDelay&, const LognormalDelay&) = default;
};

/// Closed set of delay families; a family is visited once per table, never per draw.
using DelayFamily = std::variant<LognormalDelay>;

/// Days from due date to payment: D = 0 with probability on_time, else the late part.
struct DelayLaw {
  double on_time = 0.35;  ///< in [0, 1]
  DelayFamily late;
  friend bool operator==(const DelayLaw&, const DelayLaw&) = default;
};

struct PaymentParameters {
  double buyer_effect = 0.0;   ///< c^2: share of the latent delay's variance common to one buyer's invoices
  double sector_effect = 0.0;  ///< b^2: share that moves with the sector factor; buyer_effect + sector_effect <= 1
  double default_link = 0.0;   ///< l in [0, 1]: late payers are likelier to fail
  std::map<std::string, DelayLaw> segments;  ///< "default" serves the others
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
};

}  // namespace delcredere
