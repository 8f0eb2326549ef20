#include "sim/fast/twin_flows.h"

#include <algorithm>

namespace delcredere::fast {
namespace {

/// Both lists of the twin up to a buyer, in the order of their numbers.
class Remainder {
 public:
  Remainder(const ScenarioFlows& twin, ScenarioFlows& flows)
      : failed_(twin.failed), ledgers_(twin.ledgers.ledgers()), flows_(flows) {}

  /// Those before the buyer are taken over, its own are left out.
  void pass(std::uint32_t buyer) {
    for (; next_failed_ < failed_.size() && failed_[next_failed_].buyer < buyer; ++next_failed_)
      flows_.failed.push_back(failed_[next_failed_]);
    for (; next_ledger_ < ledgers_.size() && ledgers_[next_ledger_].buyer < buyer; ++next_ledger_)
      flows_.ledgers.borrow(ledgers_[next_ledger_]);
    next_failed_ += next_failed_ < failed_.size() && failed_[next_failed_].buyer == buyer;
    next_ledger_ += next_ledger_ < ledgers_.size() && ledgers_[next_ledger_].buyer == buyer;
  }

 private:
  std::span<const FailedBuyer> failed_;
  std::span<const BuyerLedger> ledgers_;
  ScenarioFlows& flows_;
  std::size_t next_failed_ = 0, next_ledger_ = 0;
};

}  // namespace

TwinLists::TwinLists(const ScenarioPlan& scenario, const ScenarioFlows* twin, ScenarioFlows& flows)
    : flows_(flows), tells_(twin != nullptr) {
  if (!tells_) return;
  touched_ = scenario.touched;
  failed_ = twin->failed;
  ledgers_ = twin->ledgers.ledgers();
  flows.from_twin = true;
  flows.changed = scenario.touched;
}

bool TwinLists::has(std::uint32_t buyer) {
  if (!tells_) return false;
  while (!touched_.empty() && touched_.front() < buyer) touched_ = touched_.subspan(1);
  return touched_.empty() || touched_.front() != buyer;
}

const BuyerLedger* TwinLists::ledger_of(std::uint32_t buyer) {
  while (!ledgers_.empty() && ledgers_.front().buyer < buyer) ledgers_ = ledgers_.subspan(1);
  return !ledgers_.empty() && ledgers_.front().buyer == buyer ? &ledgers_.front() : nullptr;
}

bool TwinLists::take_late(std::uint32_t buyer) {
  if (!has(buyer)) return false;
  if (const BuyerLedger* ledger = ledger_of(buyer)) flows_.ledgers.borrow(*ledger);
  return true;
}

void TwinLists::take_failed(std::uint32_t buyer) {
  while (failed_.front().buyer < buyer) failed_ = failed_.subspan(1);
  flows_.failed.push_back(failed_.front());
  flows_.ledgers.borrow(*ledger_of(buyer));
}

void take_over(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint64_t trial,
               const std::vector<OwnDefault>& own, const FlowPass& pass, const ScenarioFlows& twin,
               ScenarioFlows& flows, std::vector<InvoiceTrial>& traced) {
  flows.receipts = twin.receipts;
  flows.shipped = twin.shipped;
  flows.lost_sales = twin.lost_sales;
  flows.rules = {};
  flows.failed.clear();
  flows.ledgers.clear();
  flows.turnover.clear();
  flows.rejections.clear();
  flows.fates.clear();
  flows.changed.clear();
  flows.from_twin = true;
  Remainder rest(twin, flows);
  auto itself = own.begin();
  for (const ForcedFailure& named : scenario.failures) {
    while (itself != own.end() && itself->buyer < named.buyer) ++itself;
    const Day own_day = itself != own.end() && itself->buyer == named.buyer ? itself->day : kNever;
    if (own_day <= named.day) continue;  // it fails by itself before, as in the twin
    const DefaultEvent event =
        default_event(plan, scenario, named.buyer, own_day, default_words(plan.seed, trial, named.buyer));
    rest.pass(named.buyer);
    if (own_day < kNever) pass.revive(named.buyer, own_day, flows);
    const Money exposure = pass.fail(named.buyer, event.day, flows, traced);
    const FailedBuyer& failed = fail(plan, scenario, state, named.buyer, event, exposure, flows);
    append_ledger(plan, scenario, named.buyer, event, &failed, traced, flows.ledgers);
    flows.changed.push_back(named.buyer);
  }
  rest.pass(0xFFFFFFFFu);
}

}  // namespace delcredere::fast
