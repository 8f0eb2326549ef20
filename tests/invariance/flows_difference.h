#pragma once
// What two engines made of the same trial, compared integer by integer.

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "sim/trial/flows.h"

namespace delcredere::testing {

inline bool same(const FailedBuyer& a, const FailedBuyer& b) {
  return std::tie(a.buyer, a.day, a.cause, a.exposure, a.recovered, a.recovery_day, a.security) ==
         std::tie(b.buyer, b.day, b.cause, b.exposure, b.recovered, b.recovery_day, b.security);
}

inline bool same_grades(const BuyerLedger& a, const BuyerLedger& b) {
  return std::equal(a.grades.begin(), a.grades.end(), b.grades.begin(), b.grades.end(),
                    [](const GradeFrom& x, const GradeFrom& y) { return x.day == y.day && x.grade == y.grade; });
}

inline bool same(const BuyerLedger& a, const BuyerLedger& b) {
  const bool failed = a.default_day < kNever;
  return a.buyer == b.buyer && a.default_day == b.default_day && (!failed || a.cause == b.cause) &&
         a.recovered == b.recovered && same_grades(a, b) && (!failed || a.recovery_day == b.recovery_day) &&
         std::equal(a.security.begin(), a.security.end(), b.security.begin(), b.security.end()) &&
         std::equal(a.invoices.begin(), a.invoices.end(), b.invoices.begin(), b.invoices.end(),
                    [](const LedgerInvoice& x, const LedgerInvoice& y) {
                      return std::tie(x.issue, x.due, x.paid, x.amount, x.row, x.disputed, x.rejected) ==
                             std::tie(y.issue, y.due, y.paid, y.amount, y.row, y.disputed, y.rejected);
                    }) &&
         std::equal(a.rejections.begin(), a.rejections.end(), b.rejections.begin(), b.rejections.end(),
                    [](const Rejection& x, const Rejection& y) {
                      return std::tie(x.resold, x.loss, x.resale) == std::tie(y.resold, y.loss, y.resale);
                    });
}

inline std::vector<BuyerLedger> by_buyer(const ScenarioFlows& flows) {
  std::vector<BuyerLedger> ledgers(flows.ledgers.ledgers().begin(), flows.ledgers.ledgers().end());
  std::sort(ledgers.begin(), ledgers.end(),
            [](const BuyerLedger& a, const BuyerLedger& b) { return a.buyer < b.buyer; });
  return ledgers;
}

/// What differs first; empty where nothing does.
inline std::string difference(const ScenarioFlows& a, const ScenarioFlows& b) {
  if (a.log_weight != b.log_weight) return "weight";
  if (a.receipts != b.receipts) return "receipts";
  if (a.shipped != b.shipped) {
    const auto at = std::mismatch(a.shipped.begin(), a.shipped.end(), b.shipped.begin());
    return "shipped on day " + std::to_string(at.first - a.shipped.begin()) + ": " + std::to_string(*at.first) +
           " by the reference engine, " + std::to_string(*at.second) + " by the fast one";
  }
  if (a.lost_sales != b.lost_sales) return "lost sales";
  if (a.turnover != b.turnover) return "turnover";
  if (!(a.rules == b.rules)) return "flows of rules";
  if (a.rejections != b.rejections) return "rejected goods";
  if (a.fates.size() != b.fates.size()) return "fates wanted";
  for (std::size_t j = 0; j < a.fates.size(); ++j) {
    const InvoiceFate &x = a.fates[j], &y = b.fates[j];  // of what is not shipped the day does not matter
    if (x.amount != y.amount || (x.amount != 0 && !(x == y))) return "fate of invoice " + std::to_string(j);
  }
  const auto equal = [](const auto& x, const auto& y) { return same(x, y); };
  if (!std::equal(a.failed.begin(), a.failed.end(), b.failed.begin(), b.failed.end(), equal)) return "failed buyers";
  const std::vector<BuyerLedger> x = by_buyer(a), y = by_buyer(b);
  if (!std::equal(x.begin(), x.end(), y.begin(), y.end(), equal)) return "ledgers";
  return "";
}

}  // namespace delcredere::testing
