// links.csv: whose failure raises whose hazard.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <tuple>

#include "scenarios/csv/book_buyers.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/table.h"

namespace delcredere {

using csv::Columns;
using csv::Report;
using csv::shown;
using csv::Table;

std::vector<SupplyLink> read_links(const FileSource& file, const Portfolio& portfolio, ReadLog& log) {
  Report report(log, file.name);
  Table table(csv::TextFile::read(file.path, file.name), report);
  if (!table.readable()) return {};
  const Columns columns(file, table, {{"supplier_id", true}, {"customer_id", true}, {"hazard_multiplier", true}}, {},
                        report);
  if (!columns.complete()) return {};
  csv::BookBuyers buyers(portfolio, file, report);

  std::vector<SupplyLink> links;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> lines;
  while (table.next()) {
    SupplyLink link{buyers.of_row(table, columns, "supplier_id"), buyers.of_row(table, columns, "customer_id"), 1.0};
    const std::string_view text = table[columns["hazard_multiplier"]];
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), link.hazard_multiplier);
    const bool number = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
    if (!number || !(link.hazard_multiplier >= 0.0) || !std::isfinite(link.hazard_multiplier)) {
      report.error(table.line(), columns.header("hazard_multiplier"),
                   fmt::format("must be a number of at least 0, got {}", shown(text)));
      continue;
    }
    if (link.supplier == csv::IdIndex::kAbsent || link.customer == csv::IdIndex::kAbsent) continue;
    if (link.supplier == link.customer) {
      report.error(table.line(), columns.header("customer_id"), "a buyer cannot be its own supplier");
      continue;
    }
    const auto [place, fresh] = lines.try_emplace({link.supplier, link.customer}, table.line());
    if (!fresh) {
      report.error(table.line(), columns.header("customer_id"),
                   fmt::format("the same link stands on lines {} and {}", place->second, table.line()));
      continue;
    }
    links.push_back(link);
  }
  buyers.ids().report_use(report);
  std::sort(links.begin(), links.end(), [](const SupplyLink& a, const SupplyLink& b) {
    return std::tie(a.supplier, a.customer) < std::tie(b.supplier, b.customer);
  });
  report.note(fmt::format("{} read", csv::counted(links.size(), "link")));
  return links;
}

}  // namespace delcredere
