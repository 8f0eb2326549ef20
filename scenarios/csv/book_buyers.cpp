#include "scenarios/csv/book_buyers.h"

#include <fmt/format.h>

namespace delcredere::csv {

BookBuyers::BookBuyers(const Portfolio& portfolio, const FileSource& source, Report& report)
    : report_(report), ids_(source, report), index_(portfolio.buyers.size()) {
  bool inserted = false;
  for (const Buyer& buyer : portfolio.buyers) index_.insert(buyer.id, inserted);
}

std::uint32_t BookBuyers::of_row(const Table& table, const Columns& columns, const char* column) {
  const std::string_view id = ids_.clean(table[columns[column]]);
  const std::uint32_t buyer = index_.find(id);
  if (buyer == IdIndex::kAbsent)
    report_.error(table.line(), columns.header(column), fmt::format("no buyer of the book, got {}", shown(id)));
  return buyer;
}

}  // namespace delcredere::csv
