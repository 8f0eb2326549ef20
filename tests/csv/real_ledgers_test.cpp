// Two real ledgers that are not part of the repository: every open cent per buyer must be in the book. The expected
// sums come from a plain split of the files here, not from the reader under test.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "tests/csv/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

std::string data_folder() {
  const char* given = std::getenv("DELCREDERE_REAL_LEDGERS");
  return given != nullptr ? given : std::string(DELCREDERE_SOURCE_DIR) + "/../shared/data/receivables";
}

bool there(const std::string& name) {
  if (std::filesystem::exists(data_folder() + "/" + name)) return true;
  std::cout << "SKIPPED: " << name << " is not at hand (" << data_folder()
            << "; real ledgers are not part of the repository)\n";
  return false;
}

// Rows of a file without quotes, by header.
std::vector<std::map<std::string, std::string>> plain_rows(const std::string& name) {
  std::ifstream file(data_folder() + "/" + name);
  const auto split = [](std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> fields;
    std::stringstream stream(line + ",");
    for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
    return fields;
  };
  std::string line;
  std::getline(file, line);
  const auto header = split(line);
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(file, line)) {
    const auto fields = split(line);
    REQUIRE(fields.size() == header.size());
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i == 0) rows.emplace_back();
      rows.back()[header[i]] = fields[i];
    }
  }
  return rows;
}

// "61.2" in cents.
Money cents(const std::string& text) {
  const std::size_t point = text.find('.');
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  fraction.resize(2, '0');
  return std::stoll(text.substr(0, point)) * 100 + std::stoll(fraction);
}

FileSource real_file(const std::string& name, std::map<std::string, std::string> columns,
                     const std::string& dates = "") {
  FileSource file;
  file.name = name;
  file.path = data_folder() + "/" + name;
  file.columns = std::move(columns);
  file.date_format = dates;
  return file;
}

std::map<std::string, Money> open_by_buyer(const Portfolio& book) {
  std::map<std::string, Money> sums;
  for (const Invoice& invoice : book.invoices) {
    if (invoice.kind == InvoiceKind::open) sums[book.buyers[invoice.buyer].id] += invoice.amount;
  }
  return sums;
}

}  // namespace

TEST_CASE("The ledger of 2013: 84 open invoices, to the cent per buyer, and 536 planned ones", "[csv][real]") {
  if (!there("ledger_asof_2013-06-30.csv") || !there("known_future_invoices.csv")) return;
  const std::map<std::string, std::string> columns = {{"invoice_id", "invoiceNumber"},
                                                      {"buyer_id", "customerID"},
                                                      {"issue_date", "InvoiceDate"},
                                                      {"due_date", "DueDate"},
                                                      {"amount", "InvoiceAmount"}};
  PortfolioSource source;
  source.sales_plan = real_file("known_future_invoices.csv", columns, "M/D/YYYY");
  source.invoices = real_file("ledger_asof_2013-06-30.csv", columns, "M/D/YYYY");
  source.invoices->columns["paid_date"] = "SettledDate";
  source.derive_buyers = DeriveBuyers{"customers", "", "", 0.01, "", "countryCode"};
  const Read book = read(source, {"USD", 2}, *Date::parse_iso("2013-06-30"));
  REQUIRE(book.errors() == "");

  std::map<std::string, Money> expected;
  std::size_t open = 0;
  for (const auto& row : plain_rows("ledger_asof_2013-06-30.csv")) {
    if (!row.at("SettledDate").empty()) continue;
    ++open;
    expected[row.at("customerID")] += cents(row.at("InvoiceAmount"));
  }
  CHECK(open == 84);
  CHECK(open_by_buyer(book.portfolio) == expected);
  std::map<InvoiceKind, std::size_t> kinds;
  for (const Invoice& invoice : book.portfolio.invoices) ++kinds[invoice.kind];
  CHECK(kinds[InvoiceKind::open] == 84);
  CHECK(kinds[InvoiceKind::history] == 1930 - 84);
  CHECK(kinds[InvoiceKind::planned] == 536);
  CHECK(book.portfolio.buyers.size() == 100);
}

TEST_CASE("The open items of 2020: ids as floats, two currencies, to the cent per buyer", "[csv][real]") {
  if (!there("open_items_2020.csv")) return;
  PortfolioSource source;
  source.invoices = real_file("open_items_2020.csv", {{"invoice_id", "doc_id"},
                                                      {"buyer_id", "cust_number"},
                                                      {"issue_date", "posting_date"},
                                                      {"due_date", "due_in_date"},
                                                      {"amount", "total_open_amount"},
                                                      {"currency", "invoice_currency"}});
  source.invoices->id_cleanup = {"drop_trailing_dot_zero"};
  source.derive_buyers = DeriveBuyers{"", "", "", 0.015, "business_code", ""};
  source.exchange_rates = {{"CAD", *Decimal::parse("0.7142")}};
  const Read book = read(source, {"USD", 2}, *Date::parse_iso("2020-05-22"));
  REQUIRE(book.errors() == "");
  std::map<std::string, Money> expected;
  for (const auto& row : plain_rows("open_items_2020.csv")) {
    Money amount = cents(row.at("total_open_amount"));
    // 0.7142 of so many cents, half to even: the product has four decimals, so its last four digits decide.
    if (row.at("invoice_currency") == "CAD") {
      const Money product = amount * 7142, rest = product % 10000;
      amount = product / 10000;
      if (rest > 5000 || (rest == 5000 && amount % 2 == 1)) ++amount;
    }
    expected[row.at("cust_number")] += amount;
  }
  CHECK(book.portfolio.invoices.size() == 9700);
  CHECK(book.portfolio.buyers.size() == 526);
  CHECK(open_by_buyer(book.portfolio) == expected);
  bool float_ids = false;
  for (const Invoice& invoice : book.portfolio.invoices) float_ids |= invoice.id.find('.') != std::string_view::npos;
  CHECK_FALSE(float_ids);
}
