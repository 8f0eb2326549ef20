#pragma once
// S0, invoice facts: which of a buyer's invoices the policy insures, whatever happens later.
//
// An invoice is eligible when its buyer and country are in scope, it is not disputed, its terms are within max_terms,
// its buyer's limit on the shipment day is above 0, no undisputed invoice of the buyer was more than max_extension days
// overdue then (by payments as made), it was shipped before the default day, under `risk_attaching` inside the cover,
// and was not past due + waiting period at the end of the cover's first day. Rows of history count.

#include <cstdint>
#include <span>
#include <vector>

#include "models/insurance/ledger.h"
#include "models/insurance/policy_tables.h"

namespace delcredere {

/// eligible[i] = 1 or 0 by invoice of the ledger. Returns whether any is. `facts`: insurable_facts() by item of the
/// invoices, where they are at hand; the answer is the same.
bool find_eligible(const PolicyTables& tables, const BuyerLedger& ledger, std::vector<std::uint8_t>& eligible,
                   std::span<const std::uint8_t> facts = {});

/// What S0 asks of the invoices of a ledger but for what trials differ in, its default and MEP: appends 1 or 0 for
/// each. Not for policies with limit actions, whose limits follow the trial's grades.
void append_insurable_facts(const PolicyTables& tables, const BuyerLedger& ledger, std::vector<std::uint8_t>& facts);

}  // namespace delcredere
