// read_portfolio: from the files that a config names to one sorted book.

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "scenarios/csv/buyers.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/ledger.h"
#include "scenarios/csv/repeat_year.h"
#include "scenarios/portfolio_source.h"

namespace delcredere {
namespace {

using csv::counted;
using csv::Report;
using csv::shown;

bool combination_fits(const PortfolioSource& source, Report& config) {
  const auto refuse = [&](const FileSource* file, std::string message) {
    config.error_at(file ? file->where : Position{}, "portfolio", std::move(message));
    return false;
  };
  if (source.buyers && source.derive_buyers) {
    return refuse(&*source.buyers, "both buyers and derive_buyers are given; buyers come from one of them");
  }
  if (!source.buyers && !source.invoices) return refuse(nullptr, "neither buyers nor invoices are given");
  if (!source.buyers && !source.derive_buyers) {
    return refuse(&*source.invoices,
                  "no buyers file. Give portfolio.buyers, or portfolio.derive_buyers with a sector and "
                  "an annual_pd or grade");
  }
  return true;
}

// A book is invoices or exposures, never both.
void settle_exposures(const PortfolioSource& source, const csv::BuyersFile& file, Portfolio& portfolio,
                      Report& report) {
  const bool has_rows = source.invoices || source.sales_plan;
  if (file.has_exposure && has_rows) {
    report.error(file.exposure_line, "exposure",
                 "exposures and invoices in one book are not possible. Leave the column "
                 "empty, or leave out invoices and sales_plan");
  } else if (file.has_exposure) {
    portfolio.exposure_book = true;
  } else if (!has_rows && report.errors() == 0) {
    report.error(0, "",
                 "the book is empty: give portfolio.invoices or portfolio.sales_plan, or the buyers an exposure");
  }
}

void check_sum(Int128 sum, const std::string& file, Report& report) {
  if (sum > csv::kLargestAmount) {
    report.error_at({file, 0, 0}, "",
                    "the amounts of the book add up to more than can be held exactly (2.3e18 minor units)");
  }
}

bool before(const Invoice& a, const Invoice& b) {
  return std::tie(a.issue, a.due, a.id, a.row) < std::tie(b.issue, b.due, b.id, b.row);
}

// By buyer with a counting sort, then inside each buyer: linear in the rows of a large book.
void sort_invoices(std::vector<Invoice>& invoices, std::size_t buyers) {
  std::vector<std::size_t> start(buyers + 1, 0);
  for (const Invoice& invoice : invoices) ++start[invoice.buyer + 1];
  for (std::size_t i = 1; i <= buyers; ++i) start[i] += start[i - 1];
  std::vector<Invoice> sorted;
  csv::reserve_large(sorted, invoices.size());
  sorted.resize(invoices.size());
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (const Invoice& invoice : invoices) sorted[next[invoice.buyer]++] = invoice;
  for (std::size_t i = 0; i < buyers; ++i) {
    std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(start[i]),
              sorted.begin() + static_cast<std::ptrdiff_t>(start[i + 1]), before);
  }
  invoices.swap(sorted);
}

void note_idle_buyers(const Portfolio& portfolio, Report& report) {
  std::size_t idle = portfolio.buyers.size();
  for (std::size_t i = 0; i < portfolio.invoices.size(); ++i) {
    if (i == 0 || portfolio.invoices[i].buyer != portfolio.invoices[i - 1].buyer) --idle;
  }
  if (idle > 0) report.note(fmt::format("{} without any invoice", counted(idle, "buyer")));
}

void read_rows(const PortfolioSource& source, Date as_of, csv::AmountReader& amounts, Portfolio& portfolio,
               ReadLog& log) {
  csv::BuyerDirectory directory =
      source.buyers ? csv::BuyerDirectory(portfolio.buyers) : csv::BuyerDirectory(*source.derive_buyers);
  const csv::LedgerContext context{as_of, amounts, directory};
  csv::Ledger ledger;
  const std::string& book_file = source.invoices ? source.invoices->name : source.sales_plan->name;
  Report book(log, book_file);
  if (source.invoices) csv::read_invoices(*source.invoices, context, ledger, book);
  if (source.sales_plan) {
    Report plan(log, source.sales_plan->name);
    csv::read_sales_plan(*source.sales_plan, context, ledger, plan);
  }
  csv::check_ids(ledger, book);
  if (book.errors() > 0) return;
  if (source.repeat) csv::repeat_last_year(*source.repeat, as_of, ledger, book);
  csv::set_off_credits(ledger, directory, amounts.base(), book);
  if (directory.deriving()) {
    std::vector<std::uint32_t> order;
    portfolio.buyers = directory.derived(order);
    for (Invoice& invoice : ledger.invoices) invoice.buyer = order[invoice.buyer];
    if (portfolio.buyers.empty()) book.error(0, "", "no invoices in the file, so there are no buyers");
    book.note(fmt::format("{} derived from the invoices", counted(portfolio.buyers.size(), "buyer")));
  }
  Int128 sum = 0;
  for (const Invoice& invoice : ledger.invoices) sum += invoice.amount;
  check_sum(sum, book_file, book);
  portfolio.invoices = std::move(ledger.invoices);
  portfolio.currencies = amounts.currencies();
  sort_invoices(portfolio.invoices, portfolio.buyers.size());
  portfolio.text = std::make_shared<const std::vector<std::shared_ptr<const void>>>(std::move(ledger.texts));
  note_idle_buyers(portfolio, book);
}

}  // namespace

Portfolio read_portfolio(const PortfolioSource& source, Date as_of, const Currency& base, ReadLog& log) {
  Portfolio portfolio;
  Report config(log, "");
  if (!combination_fits(source, config)) return portfolio;
  csv::AmountReader amounts(base, source.exchange_rates);
  if (source.buyers) {
    Report report(log, source.buyers->name);
    csv::BuyersFile file = csv::read_buyers(*source.buyers, amounts, report);
    settle_exposures(source, file, portfolio, report);
    portfolio.buyers = std::move(file.buyers);
    Int128 exposure = 0;
    for (const Buyer& buyer : portfolio.buyers) exposure += buyer.exposure;
    check_sum(exposure, source.buyers->name, report);
    report.note(fmt::format("{} read", counted(portfolio.buyers.size(), "buyer")));
    // Without usable buyers every row would be an unknown buyer: report the cause, not its echoes.
    if (portfolio.buyers.empty()) return portfolio;
  }
  if (source.invoices || source.sales_plan) read_rows(source, as_of, amounts, portfolio, log);
  return portfolio;
}

}  // namespace delcredere
