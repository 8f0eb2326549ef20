#pragma once
// What one trial of one scenario hands to the policies, the cash account and the statistics. Both engines fill it; the
// same integers from either.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/fx/rates.h"
#include "models/insurance/ledger.h"
#include "models/liquidity/factoring.h"

namespace delcredere {

/// A buyer that defaulted in 1..H.
struct FailedBuyer {
  std::uint32_t buyer = 0;
  Day day = 0;
  DefaultCause cause = DefaultCause::insolvency;
  Money exposure = 0;                                    ///< EAD: open debt at default
  Money recovered = 0;                                   ///< security + (EAD - security) x (1 - LGD), ultimate
  Day recovery_day = 0;                                  ///< of all but the security; may lie after H
  Money security = 0;                                    ///< part of `recovered`
  std::uint32_t first_security = 0, security_count = 0;  ///< into LedgerSet::securities(), by day
};

/// Ledgers of the buyers that a policy may have to look at, with their invoices in one arena.
class LedgerSet {
 public:
  void clear() {
    ledgers_.clear();
    first_.clear();
    invoices_.clear();
    orders_.clear();
    first_order_.clear();
    securities_.clear();
    first_security_.clear();
    grades_.clear();
    rejections_.clear();
  }
  /// Money from securities, buyer after buyer, of each by day.
  std::vector<SecurityPayment>& securities() { return securities_; }
  std::span<const SecurityPayment> securities_of(const FailedBuyer& failed) const {
    return {securities_.data() + failed.first_security, failed.security_count};
  }
  std::vector<LedgerInvoice>& invoices() { return invoices_; }
  /// Orders of the ledger that is added next.
  std::vector<UnshippedOrder>& orders() { return orders_; }
  /// One for every rejected invoice, in the order of ledgers and invoices.
  std::vector<Rejection>& rejections() { return rejections_; }
  /// Adds a ledger of another set as it is: what it shows stays there.
  void borrow(const BuyerLedger& ledger) {
    ledgers_.push_back(ledger);
    first_order_.push_back(orders_.size());
    orders_end_ = orders_.size();
    first_.push_back(kBorrowed);
    first_security_.emplace_back();
  }
  /// Adds a ledger whose invoices are those appended to invoices() since `first`; `failed` has its securities.
  void add(const BuyerLedger& ledger, std::size_t first, const FailedBuyer* failed = nullptr) {
    ledgers_.push_back(ledger);
    first_order_.push_back(ledgers_.size() == 1 ? 0 : orders_end_);
    orders_end_ = orders_.size();
    first_.push_back(first);
    first_security_.emplace_back(failed != nullptr ? failed->first_security : 0,
                                 failed != nullptr ? failed->security_count : 0);
  }
  /// Points every ledger at its invoices and orders; call once after the last add().
  std::span<const BuyerLedger> finish() {
    for (std::size_t i = 0; i < ledgers_.size(); ++i) {
      if (first_[i] == kBorrowed) continue;
      std::size_t next = i + 1;
      while (next < first_.size() && first_[next] == kBorrowed) ++next;
      const std::size_t end = next < first_.size() ? first_[next] : invoices_.size();
      ledgers_[i].invoices = {invoices_.data() + first_[i], end - first_[i]};
      ledgers_[i].security = {securities_.data() + first_security_[i].first, first_security_[i].second};
      const std::size_t orders_end = i + 1 < first_order_.size() ? first_order_[i + 1] : orders_.size();
      ledgers_[i].orders = {orders_.data() + first_order_[i], orders_end - first_order_[i]};
    }
    if (!rejections_.empty()) point_at_rejections();
    return ledgers_;
  }
  /// Grades of the ledgers, one after the other; they point here once all are there.
  std::vector<GradeFrom>& grades() { return grades_; }
  std::span<const BuyerLedger> ledgers() const { return ledgers_; }
  std::span<BuyerLedger> ledgers() { return ledgers_; }

 private:
  static constexpr std::size_t kBorrowed = static_cast<std::size_t>(-1);
  void point_at_rejections() {
    const Rejection* next = rejections_.data();
    for (BuyerLedger& ledger : ledgers_) {
      std::size_t count = 0;
      for (const LedgerInvoice& invoice : ledger.invoices) count += invoice.rejected;
      ledger.rejections = {next, count};
      next += count;
    }
  }

  std::vector<BuyerLedger> ledgers_;
  std::vector<std::size_t> first_, first_order_;
  std::vector<LedgerInvoice> invoices_;
  std::vector<UnshippedOrder> orders_;
  std::size_t orders_end_ = 0;
  std::vector<SecurityPayment> securities_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first_security_;  ///< and their number
  std::vector<GradeFrom> grades_;
  std::vector<Rejection> rejections_;
};

/// What careful rules (sim/plan/careful_plan.h) add to a trial's flows; all 0 where none acts.
struct RuleFlows {
  Money fx_revaluation = 0;                      ///< of receivables, from their issue (as_of) to their end (H)
  Money credit_notes = 0, discounts = 0;         ///< of days 1..H: they settle invoices without money
  Money late_interest = 0, collection_cost = 0;  ///< of days 1..H
  /// Goods rejected in 1..H: rejected = loss + resale (money of 1..H) + resale_later.
  Money rejected = 0, resale = 0, resale_later = 0;
  std::vector<Money> interest_by_day, cost_by_day, resale_by_day;  ///< 0..H; empty where there is none in the trial
  Money rejection_loss() const { return rejected - resale - resale_later; }
  friend bool operator==(const RuleFlows&, const RuleFlows&) = default;
};

/// Goods that a buyer rejected in 1..H, and what is lost by it.
struct RejectedGoods {
  std::uint32_t buyer = 0;
  Day day = 0;
  Money loss = 0;  ///< amount - resale, >= 0
  friend bool operator==(const RejectedGoods&, const RejectedGoods&) = default;
};

/// Changes of open debt by number of its currency (0: base), then day 0..H, at the rates of as_of.
using DebtChanges = std::vector<std::vector<Money>>;

struct ScenarioFlows {
  std::vector<Money> receipts;             ///< invoice payments by day, 0..H (day 0 is 0)
  std::vector<Money> shipped;              ///< amounts issued in 1..H by day, lost sales excluded
  double log_weight = 0;                   ///< ln of the trial's likelihood ratio, 0 but under importance sampling
  Money lost_sales = 0;                    ///< planned amounts not shipped: default, supply stop, less sales by a shock
  std::vector<FailedBuyer> failed;         ///< by buyer number
  std::vector<CountryStop> country_stops;  ///< by event, then day
  LedgerSet ledgers;                       ///< every failed buyer, and every buyer late enough for some policy
  bool from_twin = false;                  ///< of the scenario's twin but for ..
  std::vector<std::uint32_t> changed;      ///< .. these buyers, ascending
  std::vector<Money> turnover;             ///< by (policy, year to adjust) in the Plan's order: base of the premium on
                                           ///< the year's known days: turnover, or sum of balances

  RatesByCurrency rates;           ///< empty where all rates stay
  std::vector<InvoiceFate> fates;  ///< by live invoice, where the scenario wants them, else empty
  RuleFlows rules;
  std::vector<RejectedGoods> rejections;   ///< by buyer number
  DebtChanges debt_changes, base_changes;  ///< all debt, that of the borrowing base: where LiquidityPlan wants them

  /// Receivables not paid at the end of day H, buyers in default excluded:
  /// open at as_of + shipped + revaluation - receipts - credit notes - discounts - rejected - EAD.
  Money receivable_end(Money open_total) const {
    Money sum = open_total + rules.fx_revaluation - rules.credit_notes - rules.discounts - rules.rejected;
    for (const Money amount : shipped) sum += amount;
    for (const Money amount : receipts) sum -= amount;
    for (const FailedBuyer& buyer : failed) sum -= buyer.exposure;
    return sum;
  }
};

}  // namespace delcredere
