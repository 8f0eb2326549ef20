#pragma once
// The flags by which calibrate and backtest find a ledger and read its headers.

#include <optional>
#include <string>
#include <vector>

#include "app/studies/history.h"

namespace CLI {
class App;
}

namespace delcredere::commands {

struct LedgerOptions {
  std::string invoices;
  std::optional<std::string> buyers;
  std::string as_of;
  std::string currency = "EUR";
  std::vector<std::string> columns, buyer_columns;  ///< "ours=theirs", also several by comma
  std::string date_format;
  std::vector<std::string> clean_ids;
};

void add_ledger_options(CLI::App& command, LedgerOptions& options);

/// Day 0 is --as-of. Throws Error (2, 3, 4).
studies::History load_history(const LedgerOptions& options, std::vector<Diagnostic>& warnings);

}  // namespace delcredere::commands
