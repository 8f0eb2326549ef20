#include "scenarios/assemble/book.h"

#include <algorithm>
#include <numeric>

#include "models/core/money.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {

Book::Book(const Portfolio& portfolio) : portfolio_(portfolio) {
  for (const Buyer& buyer : portfolio.buyers) {
    sectors.insert(buyer.sector);
    if (!buyer.country.empty()) countries.insert(buyer.country);
    if (!buyer.segment.empty()) segments.insert(buyer.segment);
    if (!buyer.grade.empty()) grades.insert(buyer.grade);
  }
}

std::optional<std::uint32_t> Book::find_buyer(const std::string& id) const {
  const auto& buyers = portfolio_.buyers;
  const auto found = std::lower_bound(buyers.begin(), buyers.end(), id,
                                      [](const Buyer& buyer, const std::string& wanted) { return buyer.id < wanted; });
  if (found == buyers.end() || found->id != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - buyers.begin());
}

std::string Book::suggest_buyer(const std::string& id) const {
  std::vector<std::string> ids;
  ids.reserve(portfolio_.buyers.size());
  for (const Buyer& buyer : portfolio_.buyers) ids.push_back(buyer.id);
  return config::suggestion(id, ids);
}

std::vector<std::uint32_t> Book::by_exposure() const {
  std::vector<Int128> owed(portfolio_.buyers.size(), 0);
  for (std::size_t i = 0; i < owed.size(); ++i) owed[i] = portfolio_.buyers[i].exposure;
  for (const Invoice& invoice : portfolio_.invoices) {
    if (invoice.kind == InvoiceKind::open) owed[invoice.buyer] += invoice.amount;
  }
  std::vector<std::uint32_t> order(owed.size());
  std::iota(order.begin(), order.end(), 0U);
  // The buyers are sorted by id, so a stable sort keeps ties by id.
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return owed[a] > owed[b]; });
  return order;
}

}  // namespace delcredere::assemble
