#include "models/insurance/policy.h"

#include <algorithm>
#include <utility>

#include "models/core/fetch.h"
#include "models/core/random/draw.h"
#include "models/insurance/deductibles.h"
#include "models/insurance/goods_rejection.h"
#include "models/insurance/insured_events.h"
#include "models/insurance/limit_walk.h"
#include "models/insurance/policy_tables.h"
#include "models/insurance/recoveries.h"

namespace delcredere {
namespace {

// The parts of an event's loss by policy year.
struct Loss {
  std::uint32_t first_year = 0, year_count = 0;  // into Scratch::years
};

// What is left of a buyer's cap in a policy year; only where a buyer may have several events.
struct BuyerLeft {
  std::uint32_t buyer = 0, year = 0;
  Money left = 0;
};

// The insurer's part of a recovery on its way back into a year's maximum liability.
struct Refill {
  Day day = 0;
  std::uint32_t year = 0;
  Money amount = 0;
};

}  // namespace

struct PolicyWorkspace::Scratch {
  std::uint64_t seed = 0, trial = 0;  // of the claims' handling
  EventSearch search;
  DebtOrders orders;
  EventList events;
  std::vector<InsuredPart> parts;
  std::vector<YearLoss> years;
  std::vector<Money> year_paid;  // by entry of `years`
  std::vector<Loss> losses;      // by event
  std::vector<DebtPayment> payments;
  std::vector<Micro> aggregate_left;  // by policy year
  std::vector<Money> liability_left;  // by policy year
  std::vector<Money> country_left;    // by policy year, then country
  std::vector<BuyerLeft> buyer_left;
  std::vector<Refill> refills;
};

namespace {

using Scratch = PolicyWorkspace::Scratch;

// S10: the cash day, or kNever for a claim that is filed too late to be paid.
Day handle_claim(const PolicyTerms& terms, const PolicyEvent& event, const Scratch& scratch) {
  Day filing = terms.filing_lag, settlement = terms.settlement;
  if (terms.filing_law || terms.settlement_law) {
    const PhiloxBlock words = draw(scratch.seed, Purpose::claim_handling, 0, event.buyer, scratch.trial);
    if (terms.filing_law) filing = terms.filing_law->draw(words[0]);
    if (terms.settlement_law) settlement = terms.settlement_law->draw(words[1]);
  }
  if (terms.filing_deadline && filing > *terms.filing_deadline) return kNever;
  return event.date_of_loss + filing + settlement;
}

// S3 of an event.
void insure(const PolicyTables& tables, const EventList& list, const InsuredEvent& found, Scratch& scratch,
            PolicyOutcome& outcome) {
  PolicyEvent& event = outcome.events.emplace_back();  // filled in place: copies would wait for its stores
  event.buyer = found.ledger->buyer;
  event.date_of_loss = found.loss.day;
  event.cause = found.loss.cause;
  event.cash_day = handle_claim(tables.terms, event, scratch);
  event.ascertained = found.ascertained;
  event.in_production = found.in_production;
  const auto first_year = static_cast<std::uint32_t>(scratch.years.size());
  event.rejection = found.rejected != InsuredEvent::kNoRejection;
  event.insured_loss = event.rejection ? walk_to_rejection(tables, list, found, scratch.years)
                                       : walk_limit(tables, *found.ledger, found.loss, list.debts_of(found),
                                                    list.orders_of(found), scratch.parts, scratch.years);
  scratch.losses.push_back({first_year, static_cast<std::uint32_t>(scratch.years.size()) - first_year});
}

// The terms of buyers lie far apart: those of all events are asked for together.
void fetch_terms(const PolicyTables& tables, const EventList& list) {
  for (const InsuredEvent& event : list.events) fetch(&tables.buyers[event.ledger->buyer]);
  for (const InsuredEvent& event : list.events)
    fetch(&tables.limit_steps[tables.buyers[event.ledger->buyer].first_step]);
}

void open_year_accounts(const PolicyTables& tables, Scratch& scratch) {
  scratch.aggregate_left.assign(tables.years(), Micro{tables.terms.aggregate_first_loss.amount} * kMicro);
  scratch.liability_left.assign(tables.liability.begin(), tables.liability.end());
  scratch.country_left.clear();
  for (std::size_t year = 0; year < tables.years(); ++year) {
    scratch.country_left.insert(scratch.country_left.end(), tables.country_caps.begin(), tables.country_caps.end());
  }
  scratch.refills.clear();
  scratch.buyer_left.clear();
  const int running = tables.year_of_shipment(0);
  if (running < 0) return;
  const auto year = static_cast<std::size_t>(running);
  const PolicyState& state = tables.terms.state;
  const auto use = [](auto& left, auto used) { left = std::max(left - used, decltype(left - used){0}); };
  use(scratch.aggregate_left[year], Micro{state.aggregate_first_loss_used} * kMicro);
  if (scratch.liability_left[year] != kUnlimited) use(scratch.liability_left[year], state.liability_used);
  for (std::size_t country = 0; country < tables.country_caps.size(); ++country) {
    Money& left = scratch.country_left[year * tables.country_caps.size() + country];
    if (left != kUnlimited) use(left, tables.country_used[country]);
  }
}

// S8, reinstatement: recoveries received up to a claim's date of loss come back before it.
void refill_liability(Day day, Scratch& scratch) {
  std::erase_if(scratch.refills, [&](const Refill& refill) {
    if (refill.day > day) return false;
    scratch.liability_left[refill.year] += refill.amount;
    return true;
  });
}

// S6: what is left of the buyer's cap.
Money& buyer_cap_left(const PolicyTables& tables, std::uint32_t buyer, std::uint32_t year, Scratch& scratch) {
  for (BuyerLeft& entry : scratch.buyer_left)
    if (entry.buyer == buyer && entry.year == year) return entry.left;
  return scratch.buyer_left.emplace_back(BuyerLeft{buyer, year, tables.buyers[buyer].cap}).left;
}

// S4-S8 of the part of a loss in one policy year.
Money pay(const PolicyTables& tables, std::uint32_t buyer, const YearLoss& loss, Scratch& scratch, bool& exhausted) {
  const BuyerTerms& own = tables.buyers[buyer];
  Micro& aggregate_left = scratch.aggregate_left[loss.year];
  Money& country_left = scratch.country_left[loss.year * tables.country_caps.size() + own.country];
  Money& liability_left = scratch.liability_left[loss.year];
  const Indemnity indemnity = apply_deductibles(tables.terms, loss.insured, loss.percentage, aggregate_left);
  aggregate_left -= indemnity.erosion;
  const Money beyond_retention = std::max<Money>(loss.insured - tables.terms.minimum_retention, 0);
  const bool shares_cap = tables.terms.goods_rejection && own.cap != kUnlimited;
  Money* cap_left = shares_cap ? &buyer_cap_left(tables, buyer, loss.year, scratch) : nullptr;
  const Money cap = shares_cap ? *cap_left : own.cap;
  const Money paid = std::min({indemnity.amount, beyond_retention, cap, country_left, liability_left});
  if (shares_cap) *cap_left -= paid;
  if (country_left != kUnlimited) country_left -= paid;
  if (liability_left != kUnlimited) liability_left -= paid;
  exhausted = exhausted || liability_left == 0;
  return paid;
}

// "In proportion to paid": the insurer's recoveries so far, split over the policy years that paid the claim.
void schedule_refills(const Loss& loss, Money paid, std::span<const RecoveryPayment> recoveries, Scratch& scratch) {
  for (std::uint32_t i = loss.first_year; i < loss.first_year + loss.year_count; ++i) {
    Money so_far = 0;
    Int128 refilled = 0;
    for (const RecoveryPayment& recovery : recoveries) {
      so_far += recovery.amount;
      const Int128 share = divide_half_even(Int128{so_far} * scratch.year_paid[i], paid);
      scratch.refills.push_back({recovery.received, scratch.years[i].year, static_cast<Money>(share - refilled)});
      refilled = share;
    }
  }
}

}  // namespace

PolicyWorkspace::PolicyWorkspace() : scratch_(std::make_unique<Scratch>()) {}
PolicyWorkspace::~PolicyWorkspace() = default;
void PolicyWorkspace::begin(std::uint64_t seed, std::uint64_t trial) {
  scratch_->seed = seed;
  scratch_->trial = trial;
}
PolicyWorkspace::PolicyWorkspace(PolicyWorkspace&&) noexcept = default;
PolicyWorkspace& PolicyWorkspace::operator=(PolicyWorkspace&&) noexcept = default;

Policy::Policy(const PolicyTerms& terms, const Portfolio& portfolio, Day horizon,
               const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary)
    : tables_(std::make_shared<const PolicyTables>(
          resolve_tables(terms, portfolio, horizon, provisional_premiums, primary))) {}

const std::string& Policy::name() const { return tables_->terms.name; }

Day Policy::shortest_wait() const {
  return tables_->covers_protracted_default() ? tables_->terms.protracted_default->wait : kNever;
}

Day Policy::political_wait() const { return tables_->covers_political() ? tables_->terms.political->wait : kNever; }

const PolicyTables& Policy::tables() const { return *tables_; }

void Policy::find_events(std::span<const BuyerLedger> ledgers, DebtOrders& orders, PolicyWorkspace& workspace,
                         EventList& list, std::span<const std::uint8_t> facts) const {
  delcredere::find_events(*tables_, ledgers, orders, workspace.scratch().search, list, facts);
}

void Policy::evaluate(std::span<const BuyerLedger> ledgers, PolicyWorkspace& workspace, PolicyOutcome& outcome) const {
  EventList& list = workspace.scratch().events;
  DebtOrders& orders = workspace.scratch().orders;
  orders.begin(ledgers);
  find_events(ledgers, orders, workspace, list);
  evaluate(list, workspace, outcome);
}

void Policy::evaluate(const EventList& list, PolicyWorkspace& workspace, PolicyOutcome& outcome) const {
  const PolicyTables& tables = *tables_;
  Scratch& scratch = workspace.scratch();
  outcome.clear();
  if (list.events.empty()) return;
  scratch.losses.clear();
  scratch.years.clear();
  fetch_terms(tables, list);
  for (const InsuredEvent& event : list.events) insure(tables, list, event, scratch, outcome);

  open_year_accounts(tables, scratch);
  scratch.year_paid.assign(scratch.years.size(), 0);
  const bool reinstates = tables.terms.maximum_liability && tables.terms.maximum_liability->reinstate;
  for (std::size_t e = 0; e < list.events.size(); ++e) {
    const Loss& loss = scratch.losses[e];
    PolicyEvent& event = outcome.events[e];
    refill_liability(event.date_of_loss, scratch);
    const bool in_time = event.cash_day != kNever;
    for (std::uint32_t i = loss.first_year; in_time && i < loss.first_year + loss.year_count; ++i) {
      scratch.year_paid[i] = pay(tables, event.buyer, scratch.years[i], scratch, outcome.liability_exhausted);
      event.paid += scratch.year_paid[i];
    }
    if (event.rejection)  // the resale is in the loss already
      event.first_recovery = static_cast<std::uint32_t>(outcome.recoveries.size());
    else
      share_recoveries(tables.terms, *list.events[e].ledger, event, scratch.payments, outcome.recoveries);
    if (reinstates) schedule_refills(loss, event.paid, outcome.recoveries_of(event), scratch);
    outcome.claims += event.paid;
    outcome.insurer_recovered += event.insurer_recovered;
  }
}

}  // namespace delcredere
