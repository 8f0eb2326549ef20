// What secures the buyers' debts: guarantees, pledges, retention of title.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "scenarios/csv/amounts.h"
#include "scenarios/csv/book_buyers.h"
#include "scenarios/csv/columns.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/table.h"

namespace delcredere {
namespace {

using csv::shown;

constexpr Day kLongestLag = 365 * 100;

class SecurityRows {
 public:
  SecurityRows(csv::Table& table, const csv::Columns& columns, const csv::AmountReader& amounts, csv::Report& report)
      : table_(table), columns_(columns), amounts_(amounts), report_(report) {}

  std::string_view text(const char* column) const {
    return columns_[column] < 0 ? std::string_view{} : table_[columns_[column]];
  }
  void fault(const char* column, const std::string& message) {
    report_.error(table_.line(), columns_.header(column), message);
    good_ = false;
  }

  /// Everything of a row but its buyer and its guarantor; nothing after an error was reported.
  std::optional<Collateral> read(Day usual_lag) {
    good_ = true;
    Collateral security;
    security.lag = usual_lag;
    read_kind(security);
    read_worth(security);
    if (const std::string_view days = text("days"); !days.empty()) {
      const auto lag = csv::parse_count(days, kLongestLag);
      if (!lag) fault("days", fmt::format("must be a whole number from 0 to {}, got {}", kLongestLag, shown(days)));
      security.lag = lag.value_or(0);
    }
    if (!good_) return std::nullopt;
    return security;
  }

 private:
  void read_kind(Collateral& security) {
    const std::string_view kind = text("kind");
    if (kind.empty() || kind == "guarantee") {
      security.kind = SecurityKind::guarantee;
    } else if (kind == "pledge") {
      security.kind = SecurityKind::pledge;
    } else if (kind == "retention_of_title") {
      security.kind = SecurityKind::retention_of_title;
    } else {
      fault("kind", fmt::format("unknown, got {} (allowed: guarantee, pledge, retention_of_title)", shown(kind)));
    }
    if (security.kind == SecurityKind::guarantee) return;
    for (const char* column : {"guarantor", "annual_pd", "sector"})
      if (!text(column).empty()) fault(column, "belongs to a guarantee alone");
  }

  std::optional<Decimal> share(const char* column) {
    const auto value = Decimal::parse_share(text(column));
    if (value && value->mantissa >= 0 && value->mantissa <= value->denominator()) return value;
    fault(column, csv::describe_probability_fault(text(column)));
    return std::nullopt;
  }

  void read_worth(Collateral& security) {
    const bool amount = !text("amount").empty(), percentage = !text("percentage").empty();
    const bool pledge = security.kind == SecurityKind::pledge;
    if (amount == percentage) {
      fault(amount ? "percentage" : "amount", "exactly one of amount and percentage is needed");
      return;
    }
    if (pledge && !amount) fault("amount", "a pledge needs the amount it is worth");
    if (security.kind == SecurityKind::retention_of_title && amount)
      fault("percentage", "retention of title needs the percentage of the debt that comes back");
    if (!pledge && !text("haircut").empty()) fault("haircut", "belongs to a pledge alone");
    if (!good_) return;
    if (percentage) {
      security.share = share("percentage").value_or(Decimal{});
      return;
    }
    const auto value = amounts_.read(text("amount"), table_.line(), columns_.header("amount"), report_);
    if (!value || *value < 0) {
      if (value) fault("amount", fmt::format("must not be negative, got {}", shown(text("amount"))));
      good_ = false;
      return;
    }
    security.amount = *value;
    if (text("haircut").empty()) return;
    const auto haircut = share("haircut");
    if (!haircut) return;
    security.amount =
        *value - static_cast<Money>(divide_half_even(scaled_product(*value, *haircut), haircut->denominator()));
  }

  csv::Table& table_;
  const csv::Columns& columns_;
  const csv::AmountReader& amounts_;
  csv::Report& report_;
  bool good_ = true;
};

/// Number of an outside guarantor: the same name is the same party.
std::optional<std::uint32_t> outside_number(SecurityRows& rows, const std::string& name,
                                            std::vector<OutsideGuarantor>& outside) {
  const std::string_view pd_text = rows.text("annual_pd");
  // A guarantor that is just a probability is a party of its own.
  auto pd = csv::parse_probability(pd_text.empty() ? std::string_view(name) : pd_text);
  const auto known = std::find_if(outside.begin(), outside.end(), [&](const auto& g) { return g.name == name; });
  if (!pd && pd_text.empty() && known != outside.end() && rows.text("sector").empty())
    return static_cast<std::uint32_t>(known - outside.begin());
  if (!pd) {
    if (pd_text.empty())
      rows.fault("guarantor", fmt::format("is no buyer of the book, so annual_pd is needed, got {}", shown(name)));
    else
      rows.fault("annual_pd", csv::describe_probability_fault(pd_text));
    return std::nullopt;
  }
  OutsideGuarantor guarantor{name, *pd, std::string(rows.text("sector"))};
  if (pd_text.empty()) guarantor.name = fmt::format("{} #{}", name, outside.size() + 1);
  if (pd_text.empty() || known == outside.end()) {
    outside.push_back(guarantor);
    return static_cast<std::uint32_t>(outside.size() - 1);
  }
  if (*known == guarantor) return static_cast<std::uint32_t>(known - outside.begin());
  rows.fault("guarantor", fmt::format("{} has two annual_pd or sectors in this file", shown(name)));
  return std::nullopt;
}

}  // namespace

void sort_securities(std::vector<Collateral>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Collateral& a, const Collateral& b) {
    return std::tie(a.buyer, a.lag, a.kind) < std::tie(b.buyer, b.lag, b.kind);
  });
}

SecurityParameters read_securities(const FileSource& file, const Portfolio& portfolio, const Currency& base,
                                   Day usual_lag, ReadLog& log) {
  csv::Report report(log, file.name);
  csv::Table table(csv::TextFile::read(file.path, file.name), report);
  if (!table.readable()) return {};
  const csv::Columns columns(file, table,
                             {{"buyer_id", true},
                              {"kind"},
                              {"guarantor"},
                              {"annual_pd"},
                              {"sector"},
                              {"amount"},
                              {"percentage"},
                              {"haircut"},
                              {"days"}},
                             {}, report);
  if (!columns.complete()) return {};
  const csv::AmountReader amounts(base);
  csv::BookBuyers buyers(portfolio, file, report);

  SecurityParameters parameters;
  SecurityRows rows(table, columns, amounts, report);
  while (table.next()) {
    auto security = rows.read(usual_lag);
    const std::uint32_t buyer = buyers.of_row(table, columns, "buyer_id");
    if (buyer == csv::IdIndex::kAbsent) continue;
    if (!security) continue;
    security->buyer = buyer;
    const std::string name(buyers.ids().clean(rows.text("guarantor")));
    const std::uint32_t guarantor = name.empty() ? csv::IdIndex::kAbsent : buyers.find(name);
    if (name.empty() && !(rows.text("annual_pd").empty() && rows.text("sector").empty())) {
      rows.fault("guarantor", "is empty, but annual_pd or sector says something about it");
      continue;
    }
    if (guarantor == buyer) {
      rows.fault("guarantor", "a buyer cannot guarantee its own debt");
      continue;
    }
    if (guarantor != csv::IdIndex::kAbsent) {
      security->buyer_guarantor = guarantor;
      if (!rows.text("annual_pd").empty() || !rows.text("sector").empty()) {
        rows.fault("annual_pd", "the guarantor is a buyer of the book, which has its own");
        continue;
      }
    } else if (!name.empty()) {
      const auto number = outside_number(rows, name, parameters.outside);
      if (!number) continue;
      security->outside_guarantor = *number;
    }
    if (!security->amount || *security->amount > 0) parameters.list.push_back(*security);
  }
  buyers.ids().report_use(report);
  sort_securities(parameters.list);
  report.note(fmt::format("{} read, {} outside the book", csv::counted(parameters.list.size(), "security row"),
                          csv::counted(parameters.outside.size(), "guarantor")));
  return parameters;
}

}  // namespace delcredere
