// Synthetic books: the same settings give the same bytes, every file reads back without a complaint, and the committed
// quickstart is what the documented command makes.

#include "scenarios/generate/generate.h"

#include <catch2/catch.hpp>
#include <map>

#include "models/core/error.h"
#include "tests/csv/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

std::map<std::string, std::string> texts(const GenerateSettings& settings) {
  std::map<std::string, std::string> by_name;
  for (auto& file : generate(settings)) by_name[file.name] = std::move(file.text);
  return by_name;
}

std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Generated {
  Read book;
  std::vector<Outflow> outflows;
  std::vector<DatedLimit> limits;
};

Generated read_back(const GenerateSettings& settings) {
  const Folder folder;
  std::map<std::string, FileSource> files;
  for (const GeneratedFile& file : generate(settings)) files[file.name] = folder.file(file.name, file.text);
  PortfolioSource source;
  source.buyers = files["buyers.csv"];
  source.invoices = files["invoices.csv"];
  source.sales_plan = files["sales_plan.csv"];
  Generated result;
  result.book = read(source, kEuro, settings.as_of);
  ReadLog& log = result.book.log;
  result.outflows = read_outflows(files["outflows.csv"], settings.as_of, kEuro, log);
  result.limits = read_limits(files["limits.csv"], result.book.portfolio, settings.as_of, kEuro, log);
  return result;
}

}  // namespace

TEST_CASE("The committed quickstart is what generate makes", "[generate]") {
  const std::string folder = std::string(DELCREDERE_SOURCE_DIR) + "/configs/quickstart/";
  for (const auto& [name, text] : texts({})) {
    INFO(name);
    CHECK((file_bytes(folder + name) == text));  // in brackets: a failure must not print a megabyte
  }
}

TEST_CASE("Equal settings give equal bytes, another seed another book", "[generate]") {
  GenerateSettings settings;
  settings.buyers = 40;
  settings.invoices = 500;
  CHECK(texts(settings) == texts(settings));
  GenerateSettings other = settings;
  other.seed = 7;
  CHECK(texts(settings).at("buyers.csv") != texts(other).at("buyers.csv"));
  CHECK(texts(settings).at("invoices.csv") != texts(other).at("invoices.csv"));
}

TEST_CASE("Generated books read back without error or warning and with the asked size", "[generate]") {
  for (const auto& [buyers, invoices] : {std::pair<int, int>{1, 0}, {1, 50}, {300, 3000}, {1000, 20000}}) {
    GenerateSettings settings;
    settings.buyers = buyers;
    settings.invoices = invoices;
    const Generated made = read_back(settings);
    INFO(buyers << " buyers\n" << made.book.errors() << made.book.warnings());
    CHECK(made.book.good());
    CHECK(made.book.log.warnings.empty());
    CHECK(made.book.portfolio.buyers.size() == static_cast<std::size_t>(buyers));
    std::size_t ahead = 0;
    for (const Invoice& invoice : made.book.portfolio.invoices) {
      ahead += invoice.kind != InvoiceKind::history;
      CHECK((invoice.kind != InvoiceKind::open || invoice.issue <= 0));
      CHECK((invoice.kind != InvoiceKind::planned || (invoice.issue >= 1 && invoice.issue <= 364)));
    }
    CHECK(static_cast<double>(ahead) == Approx(invoices).epsilon(0.1).margin(30));
  }
}

TEST_CASE("A generated book is believable", "[generate]") {
  const Generated made = read_back({});
  const Portfolio& book = made.book.portfolio;
  std::map<std::string, int> sectors, countries, grades;
  std::size_t no_decision = 0, refused = 0;
  for (const Buyer& buyer : book.buyers) {
    ++sectors[buyer.sector];
    ++countries[buyer.country];
    ++grades[buyer.grade];
    no_decision += !buyer.insured_limit.has_value();
    refused += buyer.insured_limit == Money{0};
  }
  CHECK(sectors.size() == 8);
  CHECK(countries.size() >= 5);
  CHECK(grades.size() == 5);
  CHECK(no_decision > 50);
  CHECK(refused > 10);

  std::size_t paid = 0, on_time = 0, overdue = 0;
  Int128 open = 0, planned = 0, out = 0;
  std::map<std::uint32_t, Int128> sales;
  for (const Invoice& invoice : book.invoices) {
    if (invoice.kind == InvoiceKind::history) {
      ++paid;
      on_time += invoice.paid == invoice.due;
      CHECK(invoice.paid >= invoice.due);
    } else if (invoice.kind == InvoiceKind::open) {
      open += invoice.amount;
      overdue += invoice.due < 0;
    } else {
      planned += invoice.amount;
      sales[invoice.buyer] += invoice.amount;
    }
  }
  for (const Outflow& outflow : made.outflows) out += outflow.amount;
  // 35 % on time less what the effects common to buyers and sectors may move it.
  CHECK(static_cast<double>(on_time) / static_cast<double>(paid) == Approx(0.35).margin(0.08));
  CHECK(overdue > 100);
  const double margin = 1 - static_cast<double>(out) / static_cast<double>(planned);
  CHECK(margin > 0.0);
  CHECK(margin < 0.06);
  Int128 largest = 0;
  for (const auto& [buyer, amount] : sales) largest = std::max(largest, amount);
  const double share = static_cast<double>(largest) / static_cast<double>(planned);
  CHECK(share > 0.01);
  CHECK(share < 0.15);
  CHECK(made.limits.size() > 800);
}

TEST_CASE("Settings out of range are refused", "[generate]") {
  GenerateSettings settings;
  settings.buyers = 0;
  CHECK_THROWS_AS(generate(settings), Error);
  settings.buyers = 1;
  settings.invoices = -1;
  CHECK_THROWS_AS(generate(settings), Error);
}
