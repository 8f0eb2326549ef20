#pragma once
// The buyers of a book, from buyers.csv or made from the rows of the other files.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/portfolio/portfolio.h"
#include "scenarios/csv/amounts.h"
#include "scenarios/csv/id_index.h"
#include "scenarios/csv/report.h"
#include "scenarios/csv/table.h"

namespace delcredere::csv {

struct BuyersFile {
  std::vector<Buyer> buyers;  ///< sorted by the bytes of the id
  bool has_exposure = false;  ///< some row has an exposure
  int exposure_line = 0;      ///< the first such row
};

BuyersFile read_buyers(const FileSource& source, const AmountReader& amounts, Report& report);

/// Whose invoice is it: finds a buyer of a given list, or notes a new one where buyers are derived.
class BuyerDirectory {
 public:
  /// The buyers of a buyers file; other ids are errors.
  explicit BuyerDirectory(const std::vector<Buyer>& given);
  /// Buyers made from the rows.
  explicit BuyerDirectory(const DeriveBuyers& derive) : derive_(derive) {}

  /// Provisional number of the buyer; nothing when the id is not in the given list.
  std::optional<std::uint32_t> find(std::string_view id);
  [[gnu::always_inline]] void prefetch(std::string_view id) const { index_.prefetch(id); }
  bool deriving() const { return derive_.has_value(); }
  const DeriveBuyers& derive() const { return *derive_; }
  /// A derived buyer's sector and country from a row; the first row that has one decides, others give one warning.
  void describe(std::uint32_t buyer, std::string_view sector, std::string_view country, int line, Report& report);
  /// Derived buyers sorted by id; `order[provisional]` is the final number.
  std::vector<Buyer> derived(std::vector<std::uint32_t>& order) const;
  std::string_view id(std::uint32_t buyer) const { return index_.keys()[buyer]; }
  std::size_t size() const { return index_.keys().size(); }

 private:
  struct Traits {
    std::string_view sector, country;
    int line = 0;
    bool warned = false;
  };
  IdIndex index_;
  std::optional<DeriveBuyers> derive_;
  std::vector<Traits> traits_;
  std::string_view last_id_;
  std::uint32_t last_ = IdIndex::kAbsent;
};

}  // namespace delcredere::csv
