#include "app/commands/ledger_options.h"

#include <CLI/App.hpp>

namespace delcredere::commands {
namespace {

void add_columns(const std::vector<std::string>& pairs, const char* flag, FileSource& source) {
  for (const std::string& list : pairs)
    for (std::size_t at = 0; at <= list.size();) {
      const std::size_t end = std::min(list.find(',', at), list.size());
      const std::string pair = list.substr(at, end - at);
      const auto equals = pair.find('=');
      if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
        throw Error(ExitCode::config, std::string(flag) + ": '" + pair +
                                          "' is no mapping (allowed: OUR_COLUMN=THEIR_HEADER, several by comma)");
      source.columns[pair.substr(0, equals)] = pair.substr(equals + 1);
      at = end + 1;
    }
}

}  // namespace

void add_ledger_options(CLI::App& command, LedgerOptions& options) {
  command.add_option("--invoices", options.invoices, "the ledger: CSV with paid and open invoices")->required();
  command.add_option("--buyers", options.buyers, "CSV of the buyers, for their segments and sectors");
  command.add_option("--as-of", options.as_of, "day of knowledge, YYYY-MM-DD")->required();
  command.add_option("--currency", options.currency, "currency of the amounts (default EUR)");
  command.add_option("--columns", options.columns,
                     "headers of the ledger, as invoice_id=invoiceNumber,paid_date=SettledDate,...");
  command.add_option("--buyer-columns", options.buyer_columns, "headers of the buyers file, likewise");
  command.add_option("--date-format", options.date_format, "form of the dates where not ISO, as M/D/YYYY");
  command.add_option("--clean-ids", options.clean_ids, "rules for ids: trim, drop_trailing_dot_zero");
}

studies::History load_history(const LedgerOptions& options, std::vector<Diagnostic>& warnings) {
  const auto as_of = Date::parse_iso(options.as_of);
  if (!as_of)
    throw Error(ExitCode::config, "--as-of: '" + options.as_of + "' is no date (allowed: a date as YYYY-MM-DD)");
  const auto currency = find_currency(options.currency);
  if (!currency)
    throw Error(ExitCode::config, "--currency: '" + options.currency + "' is no currency known by ISO 4217");
  for (const std::string& rule : options.clean_ids)
    if (rule != "trim" && rule != "drop_trailing_dot_zero")
      throw Error(ExitCode::config, "--clean-ids: '" + rule + "' (allowed: trim, drop_trailing_dot_zero)");
  PortfolioSource source;
  const auto file = [&](const std::string& name, const std::vector<std::string>& columns, const char* flag) {
    FileSource one;
    one.path = one.name = name;
    one.date_format = options.date_format;
    one.id_cleanup = options.clean_ids;
    add_columns(columns, flag, one);
    return one;
  };
  source.invoices = file(options.invoices, options.columns, "--columns");
  if (options.buyers) {
    source.buyers = file(*options.buyers, options.buyer_columns, "--buyer-columns");
  } else {
    source.derive_buyers.emplace();
    source.derive_buyers->annual_pd = 0.0;  // not used: payments alone are learned
  }
  source.exchange_rates[currency->code] = Decimal{1, 0};
  return studies::read_history(source, *as_of, *currency, warnings);
}

}  // namespace delcredere::commands
