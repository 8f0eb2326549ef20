#pragma once
// The invoices of a synthetic book, from a year before as_of to the end of the plan.

#include <cstdint>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/days.h"
#include "models/core/money.h"
#include "scenarios/generate/draws.h"
#include "scenarios/generate/firms.h"

namespace delcredere::synthetic {

struct Shipment {
  std::uint32_t firm = 0;
  Day issue = 0;
  Day due = 0;
  Day paid = kNever;  ///< day of payment if up to as_of
  Money amount = 0;   ///< cents
  bool disputed = false;
};

/// Sorted by (issue, firm). Days first..last, day 0 = as_of.
std::vector<Shipment> make_shipments(const std::vector<Firm>& firms, Date as_of, Day first, Day last, Draws& draws);

}  // namespace delcredere::synthetic
