#include "sim/blocks/plain_settlement.h"

#include <algorithm>

namespace delcredere {
void PlainSettlement::take(const PolicyTables& tables, const EventList& list, const ScenarioFlows& flows) {
  for (std::uint32_t i = 0; i < flows.failed.size(); ++i) failed_places_.put(flows.failed[i].buyer, i);
  has_event_.assign(flows.failed.size(), 0);
  event_failed_.clear();
  recovered_.clear();
  year_.clear();
  for (const InsuredEvent& event : list.events) {
    const std::uint32_t place = failed_places_.find(event.ledger->buyer, flows.failed, flows.failed.size());
    if (place != BuyerPlaces::kNone) has_event_[place] = 1;
    event_failed_.push_back(place);
    recovered_.push_back(total_recovered(*event.ledger, event.loss.day, payments_));
    year_.push_back(static_cast<std::uint32_t>(std::max(0, tables.year_of_loss(event.loss.day))));
  }
}

bool PlainSettlement::fill(const PlainBatch& batch, const EventList& list, std::size_t e) {
  const InsuredEvent& found = list.events[e];
  fast::PlainEvent& event = events_[e];
  const Money limit = batch.limit_by_buyer.empty() ? kUnlimited : batch.limit_by_buyer[found.ledger->buyer];
  event.debt = static_cast<double>(std::min(found.eligible_debt, limit));
  const std::uint32_t failed = event_failed_[e];
  event.gross = failed == BuyerPlaces::kNone ? 0.0 : static_cast<double>(loss_[failed]);
  const std::uint32_t percentages = batch.class_of.empty() ? 0 : batch.class_of[found.ledger->buyer];
  event.row = static_cast<std::uint32_t>(kLossCauses) * percentages + static_cast<std::uint32_t>(found.loss.cause);
  event.year = year_[e];
  // R kept / kept_denominator / A as one quotient; in doubles first, which never overflow.
  const RecoveredDebt& recovered = recovered_[e];
  event.recovered = static_cast<double>(recovered.numerator) * static_cast<double>(batch.kept);
  event.ascertained = static_cast<double>(recovered.denominator) * static_cast<double>(batch.kept_denominator) *
                      static_cast<double>(found.ascertained);
  if (static_cast<double>(found.ascertained) >= fast::kLargestDebt ||
      event.debt * batch.largest_denominator >= fast::kLargestProduct ||
      event.ascertained >= fast::kLargestAscertained || event.recovered >= fast::kLargestAscertained)
    return false;
  event.ratio = event.recovered / event.ascertained;
  event.whole_recovered = static_cast<std::int64_t>(recovered.numerator) * batch.kept;
  event.whole_ascertained =
      static_cast<std::int64_t>(recovered.denominator) * batch.kept_denominator * found.ascertained;
  wide_ = wide_ || event.recovered * event.debt >= fast::kLargestProduct || event.ascertained >= fast::kLargestProduct;
  return true;
}

bool PlainSettlement::settle(const PlainBatch& batch, const EventList& list, const ScenarioFlows& flows) {
  gross_ = {};
  loss_.clear();
  Money least_retained = 0;
  for (std::size_t i = 0; i < flows.failed.size(); ++i) {
    const FailedBuyer& failed = flows.failed[i];
    Money recovered = failed.recovered;
    if (batch.kept != batch.kept_denominator)
      recovered -= static_cast<Money>(divide_half_even(
          static_cast<Int128>(failed.recovered) * (batch.kept_denominator - batch.kept), batch.kept_denominator));
    const Money loss = failed.exposure - recovered;
    loss_.push_back(loss);
    gross_.sum += loss;
    gross_.recovered += recovered;
    gross_.largest = std::max(gross_.largest, loss);
    gross_.largest_recovered = std::max(gross_.largest_recovered, recovered);
    if (!has_event_[i]) least_retained = std::max(least_retained, loss);
  }
  for (std::size_t e = 0; e < list.events.size(); ++e) {
    const Money orders = list.events[e].in_production;
    if (orders == 0) continue;
    Money& loss = loss_[event_failed_[e]];  // only a buyer that fails leaves orders
    loss += orders;
    gross_.sum += orders;
    gross_.largest = std::max(gross_.largest, loss);
  }
  wide_ = false;
  events_.resize(list.events.size());
  double total = 0;
  for (std::size_t e = 0; e < events_.size(); ++e) {
    if (!fill(batch, list, e)) return false;
    total += events_[e].debt;
  }
  if (total >= fast::kLargestTotal || static_cast<double>(gross_.largest) >= fast::kLargestTotal) return false;
  fast::settle_plain(batch, events_, wide_, static_cast<double>(least_retained), sums_);
  return true;
}

}  // namespace delcredere
