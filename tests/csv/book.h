#pragma once
// Small books for the tests of the CSV readers: files in a temporary folder that goes with the test.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "models/core/calendar.h"
#include "scenarios/portfolio_source.h"

namespace delcredere::testing {

class Folder {
 public:
  Folder() {
    static int serial = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("delcredere_csv_" + std::to_string(::getpid()) + "_" + std::to_string(serial++));
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  FileSource file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    FileSource source;
    source.path = (path_ / name).string();
    source.name = name;
    return source;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline const Date kAsOf = *Date::parse_iso("2026-01-05");
inline const Currency kEuro{"EUR", 2};

inline const std::string kBuyers = "buyer_id,sector,grade\nB1,retail,A\nB2,retail,B\n";
inline const std::string kInvoiceHeader = "invoice_id,buyer_id,issue_date,due_date,amount\n";

/// A book with what reading it reported.
struct Read {
  Portfolio portfolio;
  ReadLog log;

  bool good() const { return log.errors.empty(); }
  /// All errors, a line each.
  std::string errors() const { return joined(log.errors); }
  std::string warnings() const { return joined(log.warnings); }
  std::string notes() const {
    std::string text;
    for (const std::string& note : log.notes) text += note + "\n";
    return text;
  }

 private:
  static std::string joined(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics) text += diagnostic.text() + "\n";
    return text;
  }
};

inline Read read(const PortfolioSource& source, const Currency& base = kEuro, Date as_of = kAsOf) {
  Read result;
  result.portfolio = read_portfolio(source, as_of, base, result.log);
  return result;
}

/// Invoices of B1 and B2 given by their rows.
inline Read read_invoice_rows(const std::string& rows, const std::string& header = kInvoiceHeader,
                              std::map<std::string, Decimal> rates = {}) {
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", kBuyers);
  source.invoices = folder.file("invoices.csv", header + rows);
  source.exchange_rates = std::move(rates);
  return read(source);
}

inline Read read_invoice_file(const std::string& text) { return read_invoice_rows(text, ""); }

inline Read read_buyers_file(const std::string& text) {
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", text);
  source.sales_plan = folder.file("plan.csv", "buyer_id,issue_date,terms_days,amount\n");
  return read(source);
}

inline Read read_plan_file(const std::string& text) {
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", kBuyers);
  source.sales_plan = folder.file("plan.csv", text);
  return read(source);
}

/// Two books in the same words: everything but where the ids are stored.
inline bool same_book(const Portfolio& a, const Portfolio& b) {
  if (a.buyers.size() != b.buyers.size() || a.invoices.size() != b.invoices.size()) return false;
  for (std::size_t i = 0; i < a.buyers.size(); ++i) {
    const Buyer &x = a.buyers[i], &y = b.buyers[i];
    if (x.id != y.id || x.name != y.name || x.sector != y.sector || x.country != y.country || x.grade != y.grade ||
        x.annual_pd != y.annual_pd || x.insured_limit != y.insured_limit || x.exposure != y.exposure) {
      return false;
    }
  }
  for (std::size_t i = 0; i < a.invoices.size(); ++i) {
    const Invoice &x = a.invoices[i], &y = b.invoices[i];
    if (x.id != y.id || x.buyer != y.buyer || x.issue != y.issue || x.due != y.due || x.paid != y.paid ||
        x.amount != y.amount || x.row != y.row || x.kind != y.kind || x.disputed != y.disputed) {
      return false;
    }
  }
  return true;
}

}  // namespace delcredere::testing
