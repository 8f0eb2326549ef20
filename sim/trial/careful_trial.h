#pragma once
// One buyer in one trial where rules look at parts of invoices (models/payment/payment_rules.h, seller_rules.h): the
// same steps as trace_invoices(), and what the rules add to them. Both engines trace every buyer of such a scenario
// this way. A part of an invoice is an invoice of its own to a policy: receipts, limits and waiting periods are sums
// and minima over invoices, so that it makes no difference.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/trial/buyer_trial.h"

namespace delcredere {

enum class PartKind : std::uint8_t {
  prepayment,   ///< received on the issue day, never owed
  payment,      ///< money
  credit_note,  ///< settles without money
  discount,
  rejected  ///< all that is owed of an invoice, settled without money: the goods come back
};

struct InvoicePart {
  std::uint32_t invoice = 0;  ///< number among its buyer's live invoices
  PartKind kind = PartKind::payment;
  bool disputed = false, secured = false;
  Money amount = 0;
  Day due = 0;
  Day paid = kNever;  ///< if the buyer lives
};

/// Money of late interest and agencies, on a day of payment.
struct RuleMoney {
  std::uint32_t invoice = 0;
  Day day = 0;
  Money interest = 0, cost = 0;
};

struct CarefulTrace {
  /// One per live invoice: what was shipped, at the rate of as_of; day of its last payment.
  std::vector<InvoiceTrial> invoices;
  std::vector<InvoicePart> parts;    ///< by invoice; what is owed of one adds up to its amount less its prepayment
  std::vector<std::uint32_t> first;  ///< by live invoice: its first part (invoices + 1 entries)
  std::vector<RuleMoney> money;      ///< arrives if its day is before the default
  /// By live invoice: the rates of its currency, null where they stay. Amounts here are at the rates of as_of.
  std::vector<const RatesByDay*> rates;
};

/// Keeps what a buyer's trace needs on the way; one per thread.
class CarefulTracer {
 public:
  explicit CarefulTracer(const Plan& plan) : plan_(plan) {}

  /// `laws` are those of the buyer's own segment; `m`, its delay score, leads to those of others.
  const CarefulTrace& trace(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                            std::span<const LawDelay> laws, Score m, Day default_day);
  /// Adds the buyer last traced to the flows: add_buyer() by parts.
  void add(const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer, const DefaultEvent& event,
           ScenarioFlows& flows);

 private:
  /// What is known of an invoice that is shipped, before it is paid.
  struct Shipped {
    std::uint32_t j = 0, k = 0;  ///< live number, number among the buyer's
    Day issue = 0, due = 0;
    Money credit = 0;  ///< owed
    bool planned = false;
    const PaymentPlan* payments = nullptr;  ///< of the segment whose rules it is paid by
    const std::vector<InstalmentPlan>* schedule = nullptr;
  };
  void choose_segment(Shipped& invoice, LawDelay& law) const;
  std::size_t rule_of(Day issue) const;
  bool ship(std::uint32_t j, Shipped& invoice, LawDelay& law);
  Money owed_before(Day day);
  void settle(const Shipped& invoice, LawDelay law);
  Day arrival(const Shipped& invoice, Day due, Day delay) const;
  void add_part(const Shipped& invoice, PartKind kind, Money amount, Day due, Day paid, bool disputed);
  void settle_dispute(const Shipped& invoice, Day delay);
  bool take_discount(const Shipped& invoice, Day delay, double u);
  void pay_instalments(const Shipped& invoice, Day delay);
  void charge_interest(const Shipped& invoice);
  void reject(const Shipped& invoice);
  void follow_owed(const Shipped& invoice);
  Rejection rejection_of(Money amount, Day day) const;
  /// Debt by day, part by part: from shipment to payment, the buyer's failure, or the end of its eligibility.
  void follow_debt(const ScenarioPlan& scenario, std::size_t first, Day default_day, ScenarioFlows& flows) const;
  Money balances(const PolicyPlan& policy, std::size_t year, std::uint32_t buyer, Day default_day) const;
  void append_ledger(const ScenarioPlan& scenario, std::uint32_t buyer, const DefaultEvent& event,
                     const FailedBuyer* failed, LedgerSet& ledgers) const;

  const Plan& plan_;
  const ScenarioPlan* scenario_ = nullptr;
  const TrialState* state_ = nullptr;
  const PaymentPlan* payments_ = nullptr;
  const ShockDays* shock_ = nullptr;
  const std::vector<Window>* country_stop_ = nullptr;
  std::uint32_t buyer_ = 0;
  Day default_day_ = kNever;
  Score m_ = 0;
  PartsPerBillion volume_ = kOnePart;
  std::vector<std::uint16_t> path_;                 ///< grades of the buyer in the trial, where something follows them
  std::vector<GradeFrom> grades_;                   ///< the same, where a premium does
  std::vector<std::pair<Day, Day>> stops_;          ///< days without shipments, both ends inside
  std::vector<std::pair<Day, Money>> outstanding_;  ///< heap by day of payment
  Money owed_ = 0;
  CarefulTrace trace_;
  std::vector<InvoiceTrial> booked_;  ///< what was shipped, at the rate of its day
};

}  // namespace delcredere
