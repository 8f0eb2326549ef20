#pragma once
// Ledgers drawn from known parameters.

#include <algorithm>
#include <random>
#include <tuple>

#include "app/studies/history.h"
#include "models/core/math/elementary.h"

namespace delcredere::testing {

struct TrueModel {
  double buyer_effect = 0.5;
  double shift = -0.6;                  ///< of an electronic invoice, latent score
  double slope = 10.0, location = 2.0;  ///< D = ceil(location + slope x): a normal law, which straight lines hold
};

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : bits_(seed) {}
  double uniform() { return (static_cast<double>(bits_() >> 11) + 0.5) * 0x1.0p-53; }
  double normal() { return normal_quantile(uniform()); }
  Day day(Day low, Day high) { return low + static_cast<Day>(bits_() % static_cast<std::uint64_t>(high - low + 1)); }

 private:
  std::mt19937_64 bits_;
};

/// `per_buyer` invoices of each buyer issued on days first .. last, terms 30 days, with every outcome.
inline studies::History true_ledger(const TrueModel& model, std::size_t buyers, int per_buyer, Day first, Day last,
                                    std::uint64_t seed) {
  studies::History history;
  history.day_zero = *Date::from_civil(2026, 1, 5);
  history.currency = {"EUR", 2};
  Draws draws(seed);
  for (std::uint32_t b = 0; b < buyers; ++b) {
    Buyer buyer;
    buyer.id = "B" + std::to_string(1000 + b);
    buyer.sector = "default";
    buyer.annual_pd = 0.0;
    history.buyers.push_back(buyer);
    const double effect = std::sqrt(model.buyer_effect) * draws.normal();
    const Day changes = draws.day(first, last);
    for (int i = 0; i < per_buyer; ++i) {
      studies::PastInvoice invoice;
      invoice.buyer = b;
      invoice.issue = draws.day(first, last);
      invoice.due = invoice.issue + 30;
      invoice.electronic = invoice.issue >= changes;
      invoice.amount = draws.day(1'000, 100'000);
      const double x =
          effect + std::sqrt(1.0 - model.buyer_effect) * draws.normal() + (invoice.electronic ? model.shift : 0.0);
      invoice.paid =
          std::max(invoice.due + static_cast<Day>(std::ceil(model.location + model.slope * x)), invoice.issue);
      history.known_until = std::max(history.known_until, invoice.paid);
      history.invoices.push_back(invoice);
    }
  }
  std::stable_sort(history.invoices.begin(), history.invoices.end(), [](const auto& a, const auto& b) {
    return std::tie(a.buyer, a.issue, a.due) < std::tie(b.buyer, b.issue, b.due);
  });
  return history;
}

}  // namespace delcredere::testing
