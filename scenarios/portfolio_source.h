#pragma once
// Where the book comes from: the files that the config names, how their columns and ids are to be read.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/core/calendar.h"
#include "models/core/error.h"
#include "models/core/money.h"
#include "models/credit/credit_parameters.h"
#include "models/insurance/policy_terms.h"
#include "models/liquidity/liquidity_parameters.h"
#include "models/portfolio/portfolio.h"
#include "models/pricing/pricing_parameters.h"

namespace delcredere {

/// One input file as the config names it.
struct FileSource {
  std::string path;                            ///< resolved against the config's folder
  std::string name;                            ///< as written
  std::map<std::string, std::string> columns;  ///< our column -> the file's header
  std::string date_format;                     ///< "" = ISO; else e.g. "M/D/YYYY", "D.M.YYYY", "YYYYMMDD"
  std::vector<std::string> id_cleanup;  ///< rules by name, in order: "trim", "drop_trailing_dot_zero"; never guessed
  Position where;                       ///< of the key in the config
};

/// Buyers made from the invoices where there is no buyers file.
struct DeriveBuyers {
  std::string sector = "default", country, grade;  ///< constants; empty = none
  std::optional<double> annual_pd;
  std::string sector_column, country_column;  ///< headers of the invoices file; empty = use the constants
};

/// The last twelve months as a plan.
struct RepeatPlan {
  double growth = 0.0;  ///< a year, in [-1, 10]
  int years = 1;        ///< 1..20
};

struct PortfolioSource {
  std::optional<FileSource> buyers, invoices, sales_plan;
  std::optional<DeriveBuyers> derive_buyers;
  std::optional<RepeatPlan> repeat;
  /// Units of base currency for one unit of the named currency, exact; the base currency itself is 1.
  std::map<std::string, Decimal> exchange_rates;
  bool new_sales = true;  ///< false: rows issued after as_of are left out
};

/// What reading reports besides its result. Errors are collected, not thrown one by one.
struct ReadLog {
  std::vector<Diagnostic> errors;   ///< exit code 3; at most 50
  std::size_t errors_left_out = 0;  ///< found beyond those
  std::vector<Diagnostic> warnings;
  std::vector<std::string> notes;  ///< counts and rules applied, for `explain`
};

/// Minor digits of an ISO 4217 code; nothing when the code is not known.
std::optional<Currency> find_currency(const std::string& code);

/// Reads the book. Files that cannot be opened throw Error (code 4); everything else goes to the log.
Portfolio read_portfolio(const PortfolioSource& source, Date as_of, const Currency& base, ReadLog& log);

std::vector<Outflow> read_outflows(const FileSource& file, Date as_of, const Currency& base, ReadLog& log);

/// loadings.csv: buyer_id, factor, loading in [-1, 1]; weights.csv: buyer_id, sector, weight in [0, 1].
BuyerNumbers read_loadings(const FileSource& file, const Portfolio& portfolio, ReadLog& log);
BuyerNumbers read_weights(const FileSource& file, const Portfolio& portfolio, ReadLog& log);

/// links.csv: supplier_id, customer_id, hazard_multiplier >= 0. Sorted by (supplier, customer).
std::vector<SupplyLink> read_links(const FileSource& file, const Portfolio& portfolio, ReadLog& log);
/// Guarantees, pledges, retention of title: buyer_id, and optionally kind, guarantor, annual_pd, sector, amount or
/// percentage, haircut, days. usual_lag: of rows without days. In the order of SecurityParameters::list.
SecurityParameters read_securities(const FileSource& file, const Portfolio& portfolio, const Currency& base,
                                   Day usual_lag, ReadLog& log);
/// Puts securities into that order.
void sort_securities(std::vector<Collateral>& list);

/// A yearly transition matrix of the known grades that have a column, given no default.
struct TransitionTable {
  std::vector<std::string> grades;  ///< in the order of the columns
  std::vector<double> matrix;       ///< row-major, rows add up to 1
};
TransitionTable read_transitions(const FileSource& file, const std::vector<std::string>& known, ReadLog& log);

/// claims.csv: date_of_loss, paid, and optionally recovered, policy, buyer_id. Claims up to as_of, by date of loss.
std::vector<PastClaim> read_claims(const FileSource& file, const Portfolio& portfolio,
                                   const std::vector<std::string>& policies, Date as_of, const Currency& base,
                                   ReadLog& log);

/// limits.csv: buyer_id, from, amount. Sorted by (buyer, from).
std::vector<DatedLimit> read_limits(const FileSource& file, const Portfolio& portfolio, Date as_of,
                                    const Currency& base, ReadLog& log);

}  // namespace delcredere
