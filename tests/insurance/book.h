#pragma once
// A small book and one trial's ledgers, built by hand.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/insurance/policy.h"

namespace delcredere::testing {

/// Days from 1970-01-01 of a civil date, and so differences between dates (Hinnant's days_from_civil).
constexpr Day serial(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int yoe = year - era * 400;
  const int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/// Whole units of a currency with cents.
constexpr Money units(std::int64_t amount) { return amount * 100; }

struct TrialBuyer {
  std::vector<LedgerInvoice> invoices;
  Day default_day = kNever;
  DefaultCause cause = DefaultCause::insolvency;
  Money recovered = 0;
  Day recovery_day = kNever;
  std::vector<UnshippedOrder> orders;
  std::vector<GradeFrom> grades;
  std::vector<CountryStop> stops;
  std::vector<Rejection> rejections;  ///< of the invoices that are `rejected`, in their order
};

struct Book {
  Portfolio portfolio;
  std::vector<TrialBuyer> trial;

  /// A buyer without invoices; its number is the order of the calls.
  TrialBuyer& add(std::optional<Money> insured_limit = std::nullopt, std::string country = "DE") {
    Buyer buyer;
    buyer.id = "B" + std::to_string(1000 + portfolio.buyers.size());
    buyer.country = std::move(country);
    buyer.insured_limit = insured_limit;
    portfolio.buyers.push_back(buyer);
    return trial.emplace_back();
  }

  std::vector<BuyerLedger> ledgers() const {
    std::vector<BuyerLedger> all;
    for (std::uint32_t i = 0; i < trial.size(); ++i) {
      const TrialBuyer& buyer = trial[i];
      all.push_back({i, buyer.default_day, buyer.cause, buyer.recovered, buyer.recovery_day, buyer.invoices,
                     buyer.orders, buyer.grades, buyer.stops});
      all.back().rejections = buyer.rejections;
    }
    return all;
  }

  PolicyOutcome evaluate(const PolicyTerms& terms, Day horizon = 730, const PolicyTerms* primary = nullptr,
                         std::vector<Money> premiums = {}) const {
    const Policy policy(terms, portfolio, horizon, premiums, primary);
    PolicyWorkspace workspace;
    PolicyOutcome outcome;
    policy.evaluate(ledgers(), workspace, outcome);
    return outcome;
  }
};

inline LedgerInvoice unpaid(Day issue, Day due, Money amount, std::uint32_t row = 0) {
  return {issue, due, kNever, amount, row, false};
}

/// One buyer, one debt, insolvent on day 100: the simplest loss.
inline Book one_debt(Money debt, std::optional<Money> limit = std::nullopt) {
  Book book;
  TrialBuyer& buyer = book.add(limit);
  buyer.invoices = {unpaid(10, 70, debt)};
  buyer.default_day = 100;
  return book;
}

inline PolicyTerms with_limit_column(PolicyTerms terms = {}) {
  terms.limits.present = true;
  terms.limits.column = true;
  return terms;
}

inline Decimal percent(std::int64_t value) {
  int scale = 2;
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  return {value, scale};
}

}  // namespace delcredere::testing
