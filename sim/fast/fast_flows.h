#pragma once
// The payments of a whole book in one trial as if no buyer failed: from the law's delays through shocks, dunning and
// supply stop to receipts by day. Scenarios share it; each then replaces the few buyers that fail.
//
// Layout. By live invoice in the plan's order:
//   acted    16-bit delays after shock, dunning and payment runs (the law's own array where none acts)
//   amount   after sales shocks (the plan's own array where none acts)
// The book is added up in chunks, not by buyer: a vector kernel works out the days of payment of a chunk and lists its
// late payers, then money is added exactly, 64 bits, one bucket a day, alternately into two halves, so that neighbours
// paid on the same day do not wait for each other. Inner loops have no branch, no call and no allocation; supply stops
// are worked out afterwards, for the late payers alone.

#include <cstdint>
#include <vector>

#include "sim/fast/fast_dunning.h"
#include "sim/fast/fast_laws.h"
#include "sim/fast/shocked_book.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// An invoice that stays unpaid longer than some policy waits.
struct LateInvoice {
  std::uint32_t buyer = 0;
  Day due = 0;
  Day delay = 0;
};

class FlowPass {
 public:
  /// The rules of `rules` apply; policies of all `scenarios` decide what is late.
  FlowPass(const Plan& plan, const ScenarioPlan& rules, std::span<const std::uint32_t> scenarios);

  /// Adds up a trial; `days`: shocks on payments by class, nullptr where none acts.
  void run(const LawDraws& laws, const ShockCalendar* days);

  const std::vector<Money>& receipts() const { return receipts_; }  ///< by day 0..H+1
  const std::vector<Money>& shipped() const { return shipped_; }    ///< by day 0..H
  Money lost_sales() const { return lost_sales_; }
  const std::vector<LateInvoice>& late() const { return late_; }  ///< shipped, undisputed, by buyer
  /// Takes a buyer out of flows that were copied from this pass.
  void remove(std::uint32_t buyer, ScenarioFlows& flows) const;
  /// Asks for what fail() and the ledger after it read.
  void fetch_buyer(std::uint32_t buyer) const;
  /// Puts a buyer's failure into flows that were copied from this pass: what is not paid before default_day never is,
  /// what is issued from it on is not shipped. Returns the exposure at default; `traced` as trace_invoices() has it,
  /// for a buyer that neither slows down before it fails nor lives where payments stop.
  Money fail(std::uint32_t buyer, Day default_day, ScenarioFlows& flows, std::vector<InvoiceTrial>& traced) const;
  /// stays_unsettled() of the living buyer.
  bool stays_unsettled(std::uint32_t buyer, Day wait) const;
  /// Takes the failure back.
  void revive(std::uint32_t buyer, Day default_day, ScenarioFlows& flows) const;
  /// What this pass made of the buyer's invoices.
  void trace(std::uint32_t buyer, std::vector<InvoiceTrial>& traced) const;

  /// What became of every live invoice; none where not wanted.
  void tell_fates(bool wanted, std::vector<InvoiceFate>& fates) const;

  /// Amounts issued after as_of in a policy year and shipped; a pass over the book, asked for where a premium is
  /// adjusted.
  Money turnover(const PremiumPlan& premium, std::size_t year) const;

 private:
  /// Which shipments an invoice stops, and from which delay on; and from which a policy may look at it.
  void find_lateness();
  /// An item older than its law stays unpaid: kOlderThanLaw after its due day must lie beyond the horizon, which it
  /// does not for one that has been due for 82 years.
  void keep_ancient_items_unpaid(const PaymentPlan& payments);
  /// Shocks, where there are any, dunning and payment runs.
  void act(const LawDraws& laws, const ShockCalendar* days);
  void move_to_runs(const LawDraws& laws);
  std::size_t add_up();
  void look_at_late(std::size_t candidates);
  Day paid_day(std::size_t j) const { return delays_[j] == kOlderThanLaw ? kNever : plan_.live.due[j] + delays_[j]; }

  const Plan& plan_;
  DunningPlan dunning_;
  SupplyStopPlan supply_stop_;
  Day shortest_wait_ = kNever;
  FastDunning dunned_;
  std::vector<LawDelay> late_after_;      ///< by invoice: paid later it stops a shipment, or a policy may look at it
  std::vector<Money> plan_shipped_;       ///< by day
  std::vector<std::uint32_t> run_items_;  ///< live invoices with payment runs
  std::vector<std::uint32_t> stop_from_;  ///< by invoice: the first shipment that it stops if it is paid too late

  ShockedBook shocked_;
  const LawDelay* delays_ = nullptr;  ///< in force in this trial
  const Money* amounts_ = nullptr;
  std::vector<LawDelay> acted_;
  std::vector<std::uint8_t> lost_;  ///< not shipped because of a supply stop
  std::vector<std::uint32_t> lost_list_;
  std::vector<std::uint32_t> candidates_;
  std::vector<LateInvoice> late_;
  std::vector<Day> due_;             ///< of live invoices where some are ancient, else empty: the plan's own
  std::vector<Day> paid_days_;       ///< of a chunk, at most H + 1
  std::vector<Money> odd_receipts_;  ///< second half of receipts while adding up
  std::vector<Money> receipts_, shipped_;
  Money lost_sales_ = 0;
};

}  // namespace delcredere::fast
