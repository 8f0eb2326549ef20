#pragma once
// The payments of a whole book in one trial, as if no buyer failed and no shock acted: what scenarios share. A scenario
// then replaces the few buyers to whom something happened.
//
// Layout. Everything is by live invoice in the plan's order, so that a buyer's invoices are neighbours:
//   shares   16-bit shares of the delay draws, written by the vector kernel in invoice order
//   laws     16-bit delays by the law: laws[j] = T[m(buyer) + E[shares[j]]], two table look-ups and nothing else;
//            T is the delay table padded to +-16 standard deviations, so that no score needs a clamp
//   acted    the same after dunning (the same array where dunning is off)
// The inner loops have no branch, no call and no allocation; rare things (tail shares, open items that are due, late
// payers) are collected by index and mended afterwards. Money is added exactly, 64 bits, one bucket a day.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// An invoice that would stay unpaid longer than some rule or policy waits.
struct LateInvoice {
  std::uint32_t buyer = 0;
  Day due = 0;
  Day delay = 0;
};

/// Scenarios that agree on the payment section, the factors, dunning and supply stop.
class PaymentGroup {
 public:
  PaymentGroup(const Plan& plan, const ScenarioPlan& representative, std::vector<std::uint32_t> scenarios);

  const std::vector<std::uint32_t>& scenarios() const { return scenarios_; }

  /// Draws and adds up a trial. effects: B by buyer; delay_scores: Z' by dependence group.
  void run(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores);

  const std::vector<Money>& receipts() const { return receipts_; }   ///< by day 0..H+1
  const std::vector<Money>& shipped() const { return shipped_; }     ///< by day 0..H
  Money lost_sales() const { return lost_sales_; }
  const std::vector<LateInvoice>& late() const { return late_; }     ///< shipped, undisputed, by buyer
  std::span<const LawDelay> laws(std::uint32_t buyer) const {
    return {laws_.data() + plan_.live_first[buyer], plan_.live_first[buyer + 1] - plan_.live_first[buyer]};
  }
  /// Takes a buyer out of flows that were copied from this group.
  void remove(std::uint32_t buyer, ScenarioFlows& flows) const;
  /// What this group made of the buyer's invoices.
  void trace(std::uint32_t buyer, std::vector<InvoiceTrial>& traced) const;
  /// Adds what the group's lost sales take from the turnover of the years that a scenario's premiums adjust.
  void reduce_turnover(const ScenarioPlan& scenario, std::vector<Money>& turnover) const;

 private:
  void draw_scores(std::uint64_t trial, const double* effects, const std::vector<double>& delay_scores);
  void read_laws(std::uint64_t trial, std::uint32_t buyer);
  void act(std::uint32_t buyer);
  void add_up(std::uint32_t buyer);
  void stop_supply(std::uint32_t buyer, std::size_t candidates);
  Day paid_day(std::size_t j) const;

  const Plan& plan_;
  const PaymentPlan& payments_;
  DunningPlan dunning_;
  SupplyStopPlan supply_stop_;
  std::vector<std::uint32_t> scenarios_;
  Day shortest_wait_ = kNever;      ///< of the group's policies
  LawDelay late_after_ = 0;         ///< delays above this are candidates

  std::vector<std::vector<std::int16_t>> padded_tables_;
  std::vector<LawDelay> dunned_;    ///< by delay, a = overdue
  std::vector<std::uint32_t> due_item_, due_buyer_first_;  ///< open items that are due: live numbers, by buyer
  std::vector<Score> due_edge_;
  std::vector<Money> plan_shipped_; ///< by day
  std::vector<std::uint32_t> stop_from_;  ///< by invoice: first of its buyer's issued on or after due + overdue + 1

  std::vector<std::uint32_t> words_;      ///< shares, two a word
  std::vector<Score> score_;              ///< m by buyer
  std::vector<Score> due_mean_, due_score_;
  std::vector<LawDelay> laws_, acted_;
  std::vector<std::uint8_t> lost_;        ///< by invoice: not shipped because of a supply stop
  std::vector<std::uint32_t> lost_list_;
  std::vector<std::uint32_t> candidates_;
  std::vector<LateInvoice> late_;
  std::vector<Money> receipts_, shipped_;
  Money lost_sales_ = 0;
};

}  // namespace delcredere::fast
