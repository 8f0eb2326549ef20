#pragma once
// What is measured on the first trials alone, because it needs every invoice of a trial: ageing of the receivables at
// each period's end, and how late buyers pay. Integers; the number of trials is reported beside the figures.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/core/money.h"
#include "models/core/statistics/moments.h"
#include "models/liquidity/ageing.h"
#include "sim/trial/buyer_trial.h"
#include "sim/trial/careful_trial.h"

namespace delcredere {

/// Sums for a ratio of two means (days over paid invoices) and its error by the delta method.
struct RatioSums {
  ExactSums numerator, denominator;
  Int128 product = 0;

  void add(std::int64_t n, std::int64_t d) {
    numerator.add(n);
    denominator.add(d);
    product += static_cast<Int128>(n) * d;
  }
  void merge(const RatioSums& other) {
    numerator.merge(other.numerator);
    denominator.merge(other.denominator);
    product += other.product;
  }
};

/// How a trial's sales were collected, at the close of a period's last day. In units of 1e-6; of the trials that have
/// the denominator.
struct CollectionSums {
  ExactSums dso;         ///< receivables / sales of the last 90 days x 90
  ExactSums best_dso;    ///< likewise of receivables not due
  ExactSums delinquent;  ///< the difference, average days delinquent
  ExactSums
      effectiveness;      ///< (open0 + sales - open) / (open0 + sales - not due); debt of failed buyers counts as open
  ExactSums receivables;  ///< in minor units
};

/// Collects one scenario's detail.
class DetailSink {
 public:
  DetailSink(std::size_t buyers, std::size_t periods);

  void begin();
  void add(const Plan& plan, std::uint32_t buyer, Day default_day, const std::vector<InvoiceTrial>& traced);
  void add(const Plan& plan, std::uint32_t buyer, Day default_day, const CarefulTrace& trace);
  /// flows: of the trial.
  void end(const Plan& plan, const ScenarioFlows& flows);
  /// Adds another sink's trials, in any order.
  void merge(const DetailSink& other);

  std::uint64_t trials() const { return trials_; }
  const ExactSums& outstanding(std::size_t period, std::size_t bucket) const;
  const ExactSums& open_overdue(std::size_t period) const { return overdue_[period]; }
  const RatioSums& buyer_days_late(std::size_t buyer) const { return buyer_days_[buyer]; }
  /// Days late of a trial's payments in 1..H, weighted by amount, in units of 1e-6 days.
  const ExactSums& average_days_late() const { return average_days_; }
  const CollectionSums& collection(std::size_t period) const { return collection_[period]; }
  /// Of the debt at as_of, by its age then: what is open at the end, buyers in default excluded.
  const ExactSums& unsettled(std::size_t bucket) const { return unsettled_[bucket]; }

 private:
  /// What is owed from its issue up to the day before it is paid or its buyer fails, by bucket of its due date.
  void note_outstanding(const Plan& plan, Day issue, Day due, Day gone, Money amount,
                        const std::vector<PartsPerBillion>* rates = nullptr);
  void note_paid(Money amount, Day late);

  std::uint64_t trials_ = 0;
  std::vector<Money> outstanding_now_;  ///< (period, bucket), until end() of debt whose rate moves alone
  std::vector<Money> changes_;          ///< of other debt, from the period before; one period more
  std::vector<ExactSums> outstanding_, overdue_;
  std::vector<RatioSums> buyer_days_;
  Money paid_now_ = 0;
  Int128 amount_days_now_ = 0;
  ExactSums average_days_;
  std::vector<CollectionSums> collection_;  ///< by period
  std::vector<Money> unsettled_now_;
  std::vector<ExactSums> unsettled_;
};

}  // namespace delcredere
