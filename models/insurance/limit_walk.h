#pragma once
// S3, limit: invoice j, in order of shipment, due date and file, is insured for
//   min(open_j, max(0, limit on its shipment day - insured so far));
// orders in production follow, each with the limit of its first day of production;
// a top-up insures the walk with primary + top-up less the walk with primary. The sum is the insured loss D, kept apart
// by policy year (of the shipment under `risk_attaching`, else one) with its percentages.

#include <cstdint>
#include <span>
#include <vector>

#include "models/insurance/date_of_loss.h"
#include "models/insurance/exact.h"
#include "models/insurance/insured_events.h"
#include "models/insurance/ledger.h"
#include "models/insurance/policy_tables.h"
#include "models/insurance/pre_shipment.h"

namespace delcredere {

/// The part of a buyer's insured loss that belongs to one policy year.
struct YearLoss {
  std::uint32_t year = 0;
  Money insured = 0;    ///< D, > 0
  Fraction percentage;  ///< sum(pct_j D_j) / D
};

/// Insured part of a run of invoices under one limit, or of an order. Scratch.
struct InsuredPart {
  Day attached = 0;  ///< shipment, or first day of production
  Money amount = 0;
  std::int64_t percentage = 0;  ///< over PolicyTables::percentage_denominator
};

/// Appends to `years`, in order of year; returns their sum.
///
/// Invoices under one limit, shipped in one policy year, are walked as one: together they are insured for
/// min(sum of open_j, max(0, limit - insured so far)), at one percentage. So is what a top-up adds: inside such a run
/// its parts have one sign.
Money walk_limit(const PolicyTables& tables, const BuyerLedger& ledger, const DateOfLoss& loss,
                 std::span<const OpenDebt> debts, std::span<const OrderCost> orders, std::vector<InsuredPart>& parts,
                 std::vector<YearLoss>& years);

}  // namespace delcredere
