#pragma once
// The Plan: a study as flat tables, made once and read by every trial. Buyers and invoices keep the portfolio's order;
// their numbers are the entities of draws. Scenarios share what they agree on.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/credit/default_curve.h"
#include "models/credit/default_uniform.h"
#include "models/credit/factor_model.h"
#include "models/credit/lgd_table.h"
#include "models/credit/migration.h"
#include "models/insurance/policy.h"
#include "models/insurance/policy_groups.h"
#include "models/insurance/premium.h"
#include "models/insurance/treaties.h"
#include "models/liquidity/cash_walk.h"
#include "models/payment/buyer_effect.h"
#include "models/payment/delay_table.h"
#include "models/payment/payment_run.h"
#include "models/shock/windows.h"
#include "models/study.h"
#include "sim/plan/careful_plan.h"
#include "sim/plan/liquidity_plan.h"
#include "sim/sampling/conditional_loss.h"
#include "sim/sampling/sampler.h"

namespace delcredere {

/// Invoices that live in the simulation (open at as_of, or issued in 1..H), by column, in the portfolio's order.
struct LiveInvoices {
  std::vector<Day> issue;
  std::vector<Day> due;  ///< not before issue
  std::vector<Money> amount;
  std::vector<std::uint32_t> row;
  std::vector<std::uint8_t> open;  ///< issued up to as_of
  std::vector<std::uint8_t> disputed;
  std::vector<std::uint8_t> currency;  ///< number in the portfolio's currencies
  std::vector<std::uint32_t> number;   ///< in the portfolio
  std::vector<std::uint32_t> buyer;
  std::size_t size() const { return issue.size(); }
  /// Days since the due date at as_of of an open item, negative when not due yet; -1 of a planned one.
  Day age(std::size_t j) const { return open[j] ? -due[j] : -1; }
};

/// Invoices that a policy's ledger may show, in columns: live ones, and history that matters to some policy.
struct LedgerItems {
  static constexpr std::uint32_t kHistory = 0xFFFFFFFFu;
  std::vector<LedgerInvoice> invoice;  ///< by buyer, then (issue, due, row); of a live one the trial says the rest
  std::vector<std::uint32_t> live;     ///< its number among its buyer's live invoices
  std::vector<std::uint32_t> first;    ///< by buyer (buyers + 1 entries)
  std::vector<std::uint8_t> as_live;   ///< by buyer: its items are its live invoices, in their order
};

inline constexpr std::uint16_t kNoGrade = 0xFFFFu;

/// Buyers with the same default curve, dependence and shocks.
struct DefaultBucket {
  DefaultCurve curve;
  double threshold = 0;     ///< horizon_threshold(): G^-1(F(H)), or h(H) under gamma
  std::uint32_t group = 0;  ///< dependence group
  std::uint32_t shock_class = 0;
  std::uint16_t grade = kNoGrade;  ///< at as_of, of buyers whose hazard may move with it: number in MigrationPlan
};

struct LgdPlan {
  LgdTable table;
  Day recovery_lag = 0;
  double link = 0, own_link = 1;  ///< r and sqrt(1 - r^2)
};

/// A guarantor that is no buyer of the book.
struct GuarantorPlan {
  DefaultCurve curve;
  std::uint32_t entity = 0;           ///< of its draw
  std::uint32_t group = 0xFFFFFFFFu;  ///< dependence group, kNoGroup: independent
};

struct CollateralPlan {
  const std::vector<Collateral>* list = nullptr;  ///< of the scenario
  std::vector<std::uint32_t> first;  ///< by buyer: its securities (buyers + 1 entries); empty: there are none
  std::vector<GuarantorPlan> outside;
};

/// Re-rating of a scenario (models/credit/migration.h).
struct MigrationPlan {
  std::shared_ptr<const GradeTransitions> transitions;  ///< null: none
  const MigrationParameters* parameters = nullptr;
  std::vector<DefaultCurve> curves;  ///< by grade
  std::vector<std::uint16_t> grade;  ///< by buyer at as_of, kNoGrade for one without; empty where nothing moves
  bool active() const { return transitions != nullptr; }
};

struct DunningPlan {
  bool active = false;
  Day overdue = 0;
  PartsPerBillion residual = kOnePart;
  /// D > a becomes a + ceil(r (D - a)), a = max(overdue, age at as_of, 0); at most kMaxDelay. An item that is not paid
  /// at as_of stays so up to then also with r = 0.
  Day apply(Day delay, Day age) const {
    const Day a = std::max({overdue, age, Day{0}});
    if (!active || delay <= a) return delay;
    const std::int64_t rest = static_cast<std::int64_t>(delay - a) * residual;
    const std::int64_t left = a + (rest + kOnePart - 1) / kOnePart;
    return std::max(age + 1, static_cast<Day>(std::min<std::int64_t>(left, kMaxDelay)));
  }
  friend bool operator==(const DunningPlan&, const DunningPlan&) = default;
};

struct SupplyStopPlan {
  bool active = false;
  Day overdue = 0;
  friend bool operator==(const SupplyStopPlan&, const SupplyStopPlan&) = default;
};

/// How invoices are paid in a scenario; scenarios with equal payment sections share one.
struct PaymentPlan {
  EffectRoots roots;
  double default_link = 0;  ///< l
  double own_link = 1;      ///< sqrt(1 - l^2)
  /// Slower payment before a default: invoices due on the last days before it.
  Day slowing_window = 0;  ///< 0: none
  DelayShock slowing;
  std::vector<const DelayLaw*> laws;                     ///< the distinct laws in use, of the study, by table
  std::vector<double> seasons;                           ///< by table; a law's first table has 1
  std::vector<DelayTable> tables;                        ///< by law and season
  std::vector<std::shared_ptr<const RunCalendar>> runs;  ///< by table, null where payments arrive on any day
  std::vector<std::uint16_t> table;                      ///< table of every live invoice
  bool has_runs = false;
  std::shared_ptr<const ResidualTable> residual;
  /// By live invoice: edge of the truncation of an open item that could have been paid already, else kNotTruncated.
  std::vector<Score> edge;
};
inline constexpr Score kNotTruncated = -kScoreLimit - 1;

struct PolicyPlan {
  Policy policy;
  PremiumPlan premium;
  std::vector<PremiumPayment> advances;  ///< of days 1..H
  /// Years whose adjustment falls in 1..H, of a detailed policy.
  std::vector<std::size_t> adjusted_years;
  std::vector<Money> known_turnover;  ///< of those years, from the ledger before as_of; or their balances up to as_of
  TreatyProgramme treaties;
  std::vector<OpenClaim> open_claims;  ///< of losses up to as_of, still to be paid
  int running_year = -1;               ///< policy year that contains as_of
  Money claims_before = 0;             ///< of the running year up to as_of
  Money premium_missing = 0;           ///< of the running year: advances due up to as_of less what was paid
};

struct ForcedFailure {
  std::uint32_t buyer = 0;
  Day day = 0;
  DefaultCause cause = DefaultCause::insolvency;
};

inline constexpr std::uint32_t kNoGroup = 0xFFFFFFFFu;
inline constexpr std::uint32_t kNoTwin = 0xFFFFFFFFu;

/// Buyers by group.
struct GroupPlan {
  std::vector<std::uint32_t> of_buyer;  ///< kNoGroup: in none; empty where there are no groups
  std::vector<std::vector<std::uint32_t>> members;
};

struct ContagionPlan {
  bool active = false;  ///< infection or links act: defaults are worked out in time order
  double infection = 0;
  std::vector<std::vector<SupplyLink>> links;  ///< by supplier, for buyers that are one; by customer ascending
  std::vector<std::uint32_t> links_of;         ///< by buyer: place in links, kNoGroup for none; empty without links
};

struct ScenarioPlan {
  const Scenario* scenario = nullptr;
  std::uint32_t factors = 0;   ///< number of its factor model
  std::uint32_t payments = 0;  ///< number of its payment plan
  std::vector<DefaultBucket> buckets;
  std::vector<std::uint32_t> buyer_bucket;
  std::vector<LgdPlan> lgds;
  std::vector<std::uint16_t> buyer_lgd;
  CollateralPlan security;
  MigrationPlan migration;
  std::vector<ShockClass> shock_classes;  ///< class 0 is "no shock ever"
  std::vector<std::uint16_t> buyer_class;
  bool shocks_payments = false;  ///< some class has an effect on delays or sales
  DunningPlan dunning;
  SupplyStopPlan supply_stop;
  CarefulPlan careful;  ///< rules that look at an invoice part by part
  /// Payments of the segments that grades lead to, as if every buyer were in that segment; places of the careful plan.
  std::vector<PaymentPlan> graded_payments;
  bool limits_follow_grades = false;    ///< some policy has limit actions, and grades move
  bool insures_rejections = false;      ///< some policy covers goods that buyers reject
  bool premium_follows_grades = false;  ///< and one of those has a premium that is adjusted to what it insured
  std::vector<ForcedFailure> failures;  ///< by buyer, earliest day each
  /// By country event of the scenario: its buyers, ascending; and by buyer its event's number, kNoGroup without one.
  std::vector<std::vector<std::uint32_t>> country_buyers;
  std::vector<std::uint32_t> buyer_country_event;
  ContagionPlan contagion;
  std::vector<PolicyPlan> policies;
  std::vector<PolicyGroup> groups;     ///< of those policies, numbered as there
  std::size_t turnover_slots = 0;      ///< adjusted years of all policies
  Day shortest_wait = kNever;          ///< least of the policies'
  Day longest_production = 0;          ///< of the policies with pre-shipment cover
  Day political_wait = kNever;         ///< likewise
  Day history_matters_after = kNever;  ///< rows paid up to as_of matter to a policy only if they were later than this
  std::uint32_t twin = kNoTwin;        ///< earlier scenario from which it differs in named failures and shocks alone
  bool twin_has_shocks = false;        ///< and those are the twin's
  std::vector<std::uint32_t>
      touched;  ///< ascending: whose trial may differ from the twin's: class with shocks, or named
  std::unique_ptr<CashAccount> account;  ///< no account in an exposure book
  LiquidityPlan liquidity;
};

struct Plan {
  const Study* study = nullptr;
  Day horizon = 0;
  std::uint64_t seed = 0;
  std::size_t buyers = 0;
  std::vector<std::uint32_t> all_first;   ///< by buyer: its invoices in the portfolio (buyers + 1 entries)
  std::vector<std::uint32_t> live_first;  ///< by buyer: its live invoices
  LedgerItems ledger;
  LiveInvoices live;
  Day last_due = 0;              ///< latest due day of a live invoice, at least H
  std::vector<Money> open_debt;  ///< by buyer at as_of (exposure in an exposure book)
  Money open_total = 0, planned_total = 0;
  std::vector<Money> issued_before;  ///< ledger amounts issued on day -d, d = 0..90
  BookSectors sectors, countries;    ///< no countries where no buyer has one
  GroupPlan legal_groups, infection_groups;
  DefaultBands bands;
  std::vector<FactorModel> factor_models;
  std::vector<PaymentPlan> payment_plans;  ///< 0 is base's
  EvidenceStore evidence_store;
  std::vector<EffectEvidence> evidence;  ///< by buyer, from base's payment model; empty vector = nothing known at all
  std::size_t impossible_items = 0;      ///< open or paid items that the law cannot produce
  std::size_t overdue_beyond_law = 0;    ///< open items that stay unpaid through H
  std::vector<std::string> covenants;    ///< names of all scenarios', ascending
  std::vector<bool> detailed;            ///< by policy: cash and results by buyer and sector are wanted
  std::vector<ScenarioPlan> scenarios;
  std::vector<std::uint32_t> period_of_day;  ///< by day 0..H; day 0 belongs to period 0
  std::uint64_t block_trials = 1, blocks = 1;
  std::uint64_t group_blocks = 0;   ///< a stop rule is tested after as many; 0: all blocks are run
  std::uint64_t most_trials = 0;    ///< of all blocks
  std::uint64_t detail_trials = 0;  ///< first trials whose ageing and days late are measured, always drawn plainly
  Sampler sampler;
  std::vector<ConditionalLoss> conditional_losses;  ///< by scenario, under importance sampling alone
  double importance_loss = 0;                       ///< its target x, minor units
  double pilot_probability = 0;                     ///< P(L > x) as the pilot saw it
  std::uint64_t pilot_draws = 0;
};

/// Throws Error (2, 5, 7).
Plan make_plan(const Study& study);

}  // namespace delcredere
