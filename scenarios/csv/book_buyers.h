#pragma once
// Buyers of the book in a file that names them by id.

#include <string_view>

#include "models/study.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/id_index.h"
#include "scenarios/csv/ids.h"
#include "scenarios/csv/table.h"

namespace delcredere::csv {

class BookBuyers {
 public:
  /// The book outlives it. Ids of the file are cleaned by the file's rules.
  BookBuyers(const Portfolio& portfolio, const FileSource& source, Report& report);

  /// Number of the buyer with this id; IdIndex::kAbsent where the book has none.
  std::uint32_t find(std::string_view id) { return index_.find(ids_.clean(id)); }
  /// That of the row's column; an error where the book has none.
  std::uint32_t of_row(const Table& table, const Columns& columns, const char* column);

  IdRules& ids() { return ids_; }

 private:
  Report& report_;
  IdRules ids_;
  IdIndex index_;
};

}  // namespace delcredere::csv
