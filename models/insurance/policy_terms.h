#pragma once
// The terms of a trade-credit insurance policy as written. All amounts in base currency minor units; percentages exact.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/core/days.h"
#include "models/core/decimal.h"
#include "models/core/money.h"
#include "models/insurance/claim_delay.h"
#include "models/insurance/treaty_terms.h"

namespace delcredere {

enum class CoverBasis { losses_occurring, risk_attaching };
enum class DeductibleBasis { loss, indemnity };
enum class RecoverySharing { pro_rata_total, insured_debt_first, insurer_first, insured_first };

struct Cover {
  Day from = 0;  ///< days since as_of
  int years = 1;
  CoverBasis basis = CoverBasis::losses_occurring;
  /// First day of policy year y = 0..years: year_starts[0] = from, later ones its anniversaries (29 February clipped
  /// to 28). Size years + 1.
  std::vector<Day> year_starts{0, 365};
  /// Days of the quarterly premium advances, four per policy year (the year's first day, then 3, 6 and 9 months later).
  /// Empty: quarters of the year's days, rounded down.
  std::vector<Day> advance_days;
  /// Days at whose close balances are declared, twelve per policy year (the day before each monthly anniversary of its
  /// first day). Empty: twelfths of the year's days, rounded down.
  std::vector<Day> balance_days;
  friend bool operator==(const Cover&, const Cover&) = default;
};

inline constexpr std::size_t kBalancesOfYear = 12;

struct InsuredPercentage {
  Decimal policy{9, 1};                                              ///< 90 %
  std::optional<Decimal> insolvency, protracted_default, political;  ///< by cause
  bool column = false;  ///< Buyer::insured_percentage where a buyer has one
  friend bool operator==(const InsuredPercentage&, const InsuredPercentage&) = default;
};

struct DiscretionaryLimit {
  Money amount = 0;
  std::optional<Decimal> insured_percentage;
  friend bool operator==(const DiscretionaryLimit&, const DiscretionaryLimit&) = default;
};

/// One dated limit: valid for shipments from `from` on, until the buyer's next entry.
struct DatedLimit {
  std::uint32_t buyer = 0;
  Day from = 0;
  std::optional<Money> amount;  ///< nothing = no decision
  friend bool operator==(const DatedLimit&, const DatedLimit&) = default;
};

struct Limits {
  bool present = false;                ///< no `limits` key: unlimited
  bool column = false;                 ///< Buyer::insured_limit
  std::optional<Decimal> column_rate;  ///< of a policy in foreign currency: base currency for one unit of the column
  std::vector<DatedLimit> dated;       ///< from `file`; sorted by (buyer, from)
  std::optional<DiscretionaryLimit> discretionary;
  std::string excess_of;  ///< top-up: name of the primary policy; empty = none
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// The buyer's decision in the column, in base currency.
inline std::optional<Money> column_limit(const Limits& limits, const std::optional<Money>& insured_limit) {
  if (!limits.column || !insured_limit || !limits.column_rate) return limits.column ? insured_limit : std::nullopt;
  const Decimal& rate = *limits.column_rate;
  return static_cast<Money>(divide_half_even(scaled_product(*insured_limit, rate), rate.denominator()));
}

struct Deductible {
  Money amount = 0;
  DeductibleBasis basis = DeductibleBasis::loss;
  friend bool operator==(const Deductible&, const Deductible&) = default;
};

struct CauseTerms {
  Day wait = 0;
  friend bool operator==(const CauseTerms&, const CauseTerms&) = default;
};

/// Cover of orders in production (pre_shipment.h).
struct PreShipment {
  Day production = 60;       ///< days before shipment, > 0
  Decimal cost_share{1, 0};  ///< cost of a finished order as a share of its amount
  friend bool operator==(const PreShipment&, const PreShipment&) = default;
};

/// Cover of goods that the buyer rejects (goods_rejection.h).
struct GoodsRejection {
  std::optional<Decimal> insured_percentage;  ///< in the place of a cause's; nothing: the policy's
  friend bool operator==(const GoodsRejection&, const GoodsRejection&) = default;
};

/// The insurer takes `cut` off a buyer's limit when a re-rating brings its grade below a bound, after notice.
struct LimitAction {
  std::uint16_t grade = 0;  ///< number of the bound among the grades, best first: worse ones are below it
  Day notice = 0;           ///< days from the re-rating to the first shipment with the smaller limit
  Decimal cut{1, 0};        ///< share of the limit; 100 %: it is cancelled
  friend bool operator==(const LimitAction&, const LimitAction&) = default;
};

struct MaximumLiability {
  std::optional<Money> amount;           ///< one of the two
  std::optional<Decimal> times_premium;  ///< of the provisional premium
  bool reinstate = false;
  friend bool operator==(const MaximumLiability&, const MaximumLiability&) = default;
};

/// Bonus: below this loss ratio of a policy year this share of its premium comes back. Malus: above it, this share
/// more.
struct LossRatioClause {
  Decimal loss_ratio;
  Decimal share;
  friend bool operator==(const LossRatioClause&, const LossRatioClause&) = default;
};

struct Premium {
  std::optional<Decimal> rate_on_turnover;
  std::optional<Decimal> rate_on_balance;  ///< a year, on the average of the insured month-end balances
  std::optional<Money> flat;
  Money minimum = 0;
  std::optional<LossRatioClause> bonus, malus;  ///< settled with the adjustment

  bool any() const { return rate_on_turnover || rate_on_balance || flat || minimum > 0; }
  friend bool operator==(const Premium&, const Premium&) = default;
};

/// A claim of a loss up to as_of that is still to be paid.
struct OpenClaim {
  Day cash_day = 0;  ///< >= 1
  Money amount = 0;
  friend bool operator==(const OpenClaim&, const OpenClaim&) = default;
};

/// A policy taken over in the middle of the policy year that contains as_of: what its losses up to as_of have used.
struct PolicyState {
  Money aggregate_first_loss_used = 0;
  Money liability_used = 0;
  std::map<std::string, Money> country_cap_used;  ///< by country
  std::optional<Money> premium_paid;   ///< of that policy year up to as_of; nothing: the advances that were due
  std::vector<OpenClaim> open_claims;  ///< cash to come, no loss of the simulated days
  friend bool operator==(const PolicyState&, const PolicyState&) = default;
};

/// A cap per key ("DE") with an optional default; absent = unlimited.
struct CapTable {
  std::optional<Money> fallback;
  std::map<std::string, Money> by_key;
  friend bool operator==(const CapTable&, const CapTable&) = default;
};

struct PolicyTerms {
  std::string name;
  Cover cover;
  InsuredPercentage insured_percentage;
  Limits limits;
  std::optional<Day> max_terms;      ///< days from shipment to due date
  std::optional<Day> max_extension;  ///< MEP, days
  std::optional<CauseTerms> insolvency = CauseTerms{0};
  std::optional<CauseTerms> protracted_default = CauseTerms{180};
  std::optional<CauseTerms> political;  ///< stops of all payments from a buyer's country
  std::optional<PreShipment> pre_shipment;
  std::optional<GoodsRejection> goods_rejection;
  std::vector<LimitAction> limit_actions;
  Money non_qualifying_loss = 0;
  Deductible each_first_loss;
  Deductible aggregate_first_loss;
  Money minimum_retention = 0;
  CapTable buyer_cap;    ///< by buyer id
  CapTable country_cap;  ///< by country, per policy year
  std::optional<MaximumLiability> maximum_liability;
  Premium premium;
  PolicyState state;
  Day settlement = 30;
  Day filing_lag = 0;
  std::optional<ClaimDelay> settlement_law, filing_law;  ///< random instead of the fixed days
  std::optional<Day> filing_deadline;  ///< a claim filed later than this after the date of loss is not paid
  RecoverySharing sharing = RecoverySharing::pro_rata_total;
  Decimal recovery_cost;  ///< share of each recovery, e.g. 0.1
  std::vector<std::string> excluded_countries;
  std::vector<std::uint32_t> excluded_buyers;
  std::optional<std::vector<std::uint32_t>> insured_buyers;  ///< nothing = all
  std::vector<TreatyTerms> treaties;                         ///< in written order
  friend bool operator==(const PolicyTerms&, const PolicyTerms&) = default;
};

/// Last day on which a claim on debt due up to `last_due` can be paid; kNever where the terms set no last day
/// (shipments attach and only insolvency or a country's stop is a cause).
Day last_claim_day(const PolicyTerms& terms, Day last_due);

}  // namespace delcredere
