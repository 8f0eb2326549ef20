#pragma once
// A policy's terms resolved against the book: everything that names a buyer, a country or a percentage as flat tables.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/insurance/exact.h"
#include "models/insurance/exact_money.h"
#include "models/insurance/ledger.h"
#include "models/insurance/policy_terms.h"
#include "models/portfolio/portfolio.h"
#include "models/shock/shock_parameters.h"

namespace delcredere {

/// What is valid for shipments from `from` on, until the buyer's next step. kUnlimited = no limit.
struct alignas(32) LimitStep {  // never on two cache lines
  Day from = 0;
  Money limit = kUnlimited;    ///< the limit walked; of a top-up: primary + top-up
  Money primary = 0;           ///< top-ups only: the limit of the walk that is taken off
  bool discretionary = false;  ///< the policy's own limit is the discretionary one
};

struct alignas(64) BuyerTerms {  // a cache line
  bool in_scope = true;          ///< buyer and country are insured
  std::uint32_t first_step = 0, step_count = 0;
  std::array<std::int64_t, kLossCauses> percentage{};  ///< by DefaultCause, over PolicyTables::percentage_denominator
  std::int64_t rejection_percentage = 0;               ///< of goods_rejection, likewise
  Money cap = kUnlimited;
  std::uint32_t country = 0;  ///< into PolicyTables::country_caps
};

struct PolicyTables {
  PolicyTerms terms;
  Day horizon = 0;
  bool exposure_book = false;
  std::vector<BuyerTerms> buyers;
  std::vector<LimitStep> limit_steps;        ///< by buyer, then `from`
  std::vector<LimitAction> primary_actions;  ///< of the policy below a top-up
  std::int64_t percentage_denominator = 1;
  std::optional<std::int64_t> discretionary_percentage;
  std::vector<Money> country_caps;  ///< by country index
  std::vector<Money> country_used;  ///< by country index: terms.state, of the policy year that contains as_of
  std::vector<Money> liability;     ///< CAP by policy year, kUnlimited if none

  std::size_t years() const { return terms.cover.year_starts.size() - 1; }
  Day first_day() const { return terms.cover.year_starts.front(); }
  Day last_day() const { return terms.cover.year_starts.back(); }
  /// Protracted default is a cause here (never in an exposure book).
  bool covers_protracted_default() const { return terms.protracted_default.has_value() && !exposure_book; }

  /// Political causes are covered here (never in an exposure book).
  bool covers_political() const { return terms.political.has_value() && !exposure_book; }

  const LimitStep& limit_on(std::uint32_t buyer, Day shipment) const;
  /// The same after the insurer's limit actions in a trial with these grades of the buyer.
  LimitStep limit_on(std::uint32_t buyer, std::span<const GradeFrom> grades, Day shipment) const;
  LimitStep limit_on(const BuyerLedger& ledger, Day shipment) const {
    return limit_on(ledger.buyer, ledger.grades, shipment);
  }
  bool has_limit_actions() const { return !terms.limit_actions.empty() || !primary_actions.empty(); }
  std::int64_t percentage(std::uint32_t buyer, DefaultCause cause, const LimitStep& step) const;
  /// The same of a rejection of goods.
  std::int64_t rejection_percentage(std::uint32_t buyer, const LimitStep& step) const;
  /// Policy year of a date of loss (first_day, last_day], or -1.
  int year_of_loss(Day day) const;
  /// Policy year of a shipment [first_day, last_day), or -1.
  int year_of_shipment(Day day) const;
};

PolicyTables resolve_tables(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
                            const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary);

/// CAP of a policy year; kUnlimited without maximum_liability. times_premium needs the premium of every policy year.
Money liability_of_year(const PolicyTerms& terms, const ProvisionalPremiums& provisional_premiums, std::size_t year);

/// Limits and scope alone: a liability in multiples of the premium is not asked for.
PolicyTables tables_without_liability(PolicyTerms terms, const Portfolio& portfolio, Day horizon,
                                      const PolicyTerms* primary);

/// Whether premium is due for the invoice: in scope, terms not too long, own limit above 0 on its shipment day.
bool is_insurable(const PolicyTables& tables, const Invoice& invoice);

/// Contradictions that no evaluation could give a meaning to.
std::vector<std::string> contradictions(const PolicyTerms& terms, const Portfolio& portfolio,
                                        const PolicyTerms* primary);

}  // namespace delcredere
