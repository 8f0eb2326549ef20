// claims.csv: what the insurer paid for losses up to as_of.

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/csv/amounts.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/date_format.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/id_index.h"
#include "scenarios/csv/ids.h"
#include "scenarios/csv/table.h"

namespace delcredere {
namespace {

using csv::shown;

/// What a row needs to be read.
struct ClaimsFile {
  const csv::Table& table;
  const csv::Columns& columns;
  csv::DateFormat& format;
  const csv::AmountReader& amounts;
  csv::Report& report;
  Date as_of;

  std::optional<Day> date(const char* column) const {
    const std::string_view text = table[columns[column]];
    if (const auto found = format.parse(text)) return days_between(as_of, *found);
    report.error(table.line(), columns.header(column), format.describe_fault(text));
    return std::nullopt;
  }
  std::optional<Money> amount(const char* column) const {
    const std::string_view text = table[columns[column]];
    const auto found = amounts.read(text, table.line(), columns.header(column), report);
    if (!found || *found >= 0) return found;
    report.error(table.line(), columns.header(column), fmt::format("must not be negative, got {}", shown(text)));
    return std::nullopt;
  }
  bool has(const char* column) const { return columns[column] >= 0 && !table[columns[column]].empty(); }
};

std::optional<PastClaim> read_row(const ClaimsFile& file, const std::vector<std::string>& policies) {
  PastClaim claim;
  const auto day = file.date("date_of_loss");
  const auto paid = file.amount("paid");
  if (!day || !paid) return std::nullopt;
  claim.date_of_loss = *day;
  claim.paid = *paid;
  if (*day > 0) {
    file.report.error(file.table.line(), file.columns.header("date_of_loss"),
                      fmt::format("lies after as_of, got {}: losses to come are simulated",
                                  shown(file.table[file.columns["date_of_loss"]])));
    return std::nullopt;
  }
  if (file.has("recovered")) {
    const auto recovered = file.amount("recovered");
    if (!recovered) return std::nullopt;
    claim.recovered = *recovered;
    if (claim.recovered > claim.paid) {
      file.report.error(file.table.line(), file.columns.header("recovered"),
                        fmt::format("is more than was paid, got {}", shown(file.table[file.columns["recovered"]])));
      return std::nullopt;
    }
  }
  if (file.has("cash_date")) {
    claim.cash_day = file.date("cash_date");
    if (!claim.cash_day) return std::nullopt;
    if (*claim.cash_day < claim.date_of_loss) {
      file.report.error(
          file.table.line(), file.columns.header("cash_date"),
          fmt::format("lies before the date of loss, got {}", shown(file.table[file.columns["cash_date"]])));
      return std::nullopt;
    }
  }
  if (file.has("policy")) {
    claim.policy = std::string(file.table[file.columns["policy"]]);
    if (std::none_of(policies.begin(), policies.end(), [&](const std::string& p) { return claim.concerns(p); })) {
      file.report.error(file.table.line(), file.columns.header("policy"),
                        fmt::format("no policy of the config, got {}", shown(claim.policy)));
      return std::nullopt;
    }
  }
  return claim;
}

}  // namespace

std::vector<PastClaim> read_claims(const FileSource& source, const Portfolio& portfolio,
                                   const std::vector<std::string>& policies, Date as_of, const Currency& base,
                                   ReadLog& log) {
  csv::Report report(log, source.name);
  csv::Table table(csv::TextFile::read(source.path, source.name), report);
  if (!table.readable()) return {};
  const csv::Columns columns(
      source, table, {{"date_of_loss", true}, {"paid", true}, {"recovered"}, {"cash_date"}, {"policy"}, {"buyer_id"}},
      {}, report);
  std::string problem;
  auto format = csv::DateFormat::make(source.date_format, problem);
  if (!format) report.error_at(source.where, "date_format", problem);
  if (!columns.complete() || !format) return {};
  const csv::AmountReader amounts(base);
  csv::IdRules ids(source, report);
  csv::IdIndex index(portfolio.buyers.size());
  bool inserted = false;
  for (const Buyer& buyer : portfolio.buyers) index.insert(buyer.id, inserted);
  const ClaimsFile file{table, columns, *format, amounts, report, as_of};

  std::vector<PastClaim> claims;
  std::size_t strangers = 0;
  Int128 sum = 0;
  while (table.next()) {
    // A buyer of the past need not be one of today; its id is a note for people.
    if (file.has("buyer_id") && index.find(ids.clean(table[columns["buyer_id"]])) == csv::IdIndex::kAbsent) ++strangers;
    if (auto claim = read_row(file, policies)) {
      sum += claim->paid;
      claims.push_back(std::move(*claim));
    }
  }
  ids.report_use(report);
  if (sum > csv::kLargestAmount) report.error(0, "", "the claims add up to more than can be held exactly");
  std::stable_sort(claims.begin(), claims.end(),
                   [](const PastClaim& a, const PastClaim& b) { return a.date_of_loss < b.date_of_loss; });
  report.note(fmt::format("{} read, {} of buyers that are not in the book", csv::counted(claims.size(), "past claim"),
                          strangers));
  return claims;
}

}  // namespace delcredere
