#pragma once
// Names of the config looked up in the book.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/portfolio/portfolio.h"

namespace delcredere::assemble {

class Book {
 public:
  explicit Book(const Portfolio& portfolio);

  const Portfolio& portfolio() const { return portfolio_; }
  bool exposures() const { return portfolio_.exposure_book; }
  std::optional<std::uint32_t> find_buyer(const std::string& id) const;
  std::string suggest_buyer(const std::string& id) const;

  /// Buyers by what they owe at as_of (exposure, or open invoices), largest first, ties by id.
  std::vector<std::uint32_t> by_exposure() const;

  std::set<std::string> sectors, countries, segments, grades;

 private:
  const Portfolio& portfolio_;
};

}  // namespace delcredere::assemble
