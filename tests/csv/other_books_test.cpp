// Books other than a ledger with its buyers: exposures, derived buyers, and the smaller files.

#include <catch2/catch.hpp>
#include <string>

#include "tests/csv/book.h"

using namespace delcredere;
using namespace delcredere::testing;
using Catch::Matchers::Contains;

TEST_CASE("Exposure books", "[csv]") {
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", "buyer_id,sector,annual_pd,exposure\nB1,s,0.01,1000.00\nB2,s,0.01,0\n");
  const Read book = testing::read(source);
  REQUIRE(book.errors() == "");
  CHECK(book.portfolio.exposure_book);
  CHECK(book.portfolio.buyers[0].exposure == 100000);

  source.invoices = folder.file("invoices.csv", kInvoiceHeader + "I1,B1,2025-12-01,2026-01-10,1\n");
  CHECK_THAT(testing::read(source).errors(), Contains("exposures and invoices in one book"));
  source.invoices.reset();
  source.buyers = folder.file("buyers.csv", "buyer_id,sector,annual_pd,exposure\nB1,s,0.01,1000.00\nB2,s,0.01,\n");
  CHECK_THAT(testing::read(source).errors(), Contains("buyers.csv:3: exposure: is empty"));
  source.buyers = folder.file("buyers.csv", kBuyers);
  CHECK_THAT(testing::read(source).errors(), Contains("the book is empty"));
}

TEST_CASE("Buyers derived from the invoices", "[csv]") {
  const Folder folder;
  PortfolioSource source;
  source.invoices = folder.file("ledger.csv",
                                "doc,customer,posted,due,total,industry,land\n"
                                "1930571429.0, Z9 ,2025-12-01,2026-01-10,10,steel,DE\n"
                                "1930571430.0,A1,2025-12-01,2026-01-10,20,,FR\n"
                                "7,Z9,2025-12-02,2026-01-10,30,retail,DE\n");
  source.invoices->columns = {{"invoice_id", "doc"},
                              {"buyer_id", "customer"},
                              {"issue_date", "posted"},
                              {"due_date", "due"},
                              {"amount", "total"}};
  source.invoices->id_cleanup = {"trim", "drop_trailing_dot_zero"};
  source.derive_buyers = DeriveBuyers{"other", "", "", 0.01, "industry", "land"};
  const Read read = testing::read(source);
  REQUIRE(read.errors() == "");
  REQUIRE(read.portfolio.buyers.size() == 2);
  CHECK(read.portfolio.buyers[0].id == "A1");
  CHECK(read.portfolio.buyers[0].sector == "other");
  CHECK(read.portfolio.buyers[0].country == "FR");
  CHECK(read.portfolio.buyers[1].id == "Z9");
  CHECK(read.portfolio.buyers[1].sector == "steel");
  CHECK(*read.portfolio.buyers[1].annual_pd == 0.01);
  CHECK(read.portfolio.invoices[0].id == "1930571430");
  CHECK(read.portfolio.invoices[1].buyer == 1);
  CHECK_THAT(read.warnings(), Contains("'retail' here and 'steel' on line 2"));
  CHECK_THAT(read.notes(), Contains("trim changed 1 id") && Contains("drop_trailing_dot_zero changed 2 ids"));

  source.invoices->id_cleanup = {"strip"};
  CHECK_THAT(testing::read(source).errors(), Contains("no such rule, got 'strip'"));
  source.invoices->id_cleanup = {};
  source.invoices->columns["invoice_number"] = "doc";
  CHECK_THAT(testing::read(source).errors(), Contains("'invoice_number' is no column of this file"));
  source.derive_buyers.reset();
  CHECK_THAT(testing::read(source).errors(), Contains("no buyers file"));
}

TEST_CASE("An id is only changed by a rule that is asked for", "[csv]") {
  const Read read = read_invoice_rows("10.0,B1,2025-12-01,2026-01-10,1\n10,B1,2025-12-01,2026-01-10,1\n");
  REQUIRE(read.good());
  CHECK(read.portfolio.invoices[0].id == "10");
  CHECK(read.portfolio.invoices[1].id == "10.0");
}

TEST_CASE("Outflows and dated limits", "[csv]") {
  const Folder folder;
  ReadLog log;
  const auto outflows =
      read_outflows(folder.file("outflows.csv",
                                "date,amount,label\n2026-01-25,100.50,payroll\n2026-01-09,7,rent\n2026-01-05,1,old\n"),
                    kAsOf, kEuro, log);
  REQUIRE(outflows.size() == 2);
  CHECK(outflows[0].day == 4);
  CHECK(outflows[1].amount == 10050);
  CHECK(outflows[1].label == "payroll");
  CHECK(log.errors.empty());
  CHECK(log.warnings.size() == 1);
  read_outflows(folder.file("outflows.csv", "date,amount\n2026-01-25,-1\n"), kAsOf, kEuro, log);
  REQUIRE(log.errors.size() == 1);
  CHECK_THAT(log.errors[0].text(), Contains("outflows.csv:2: amount: must not be negative"));

  Portfolio book;
  book.buyers = {Buyer{}, Buyer{}};
  book.buyers[0].id = "B1";
  book.buyers[1].id = "B2";
  ReadLog fresh;
  const auto limits = read_limits(
      folder.file("limits.csv", "buyer_id,from,amount\nB2,2026-03-01,5\nB1,2026-02-01,\nB2,2025-01-01,10\n"), book,
      kAsOf, kEuro, fresh);
  REQUIRE(limits.size() == 3);
  CHECK(limits[0].buyer == 0);
  CHECK_FALSE(limits[0].amount.has_value());
  CHECK(limits[1].from == -369);
  CHECK(*limits[2].amount == 500);
  CHECK(fresh.errors.empty());
  read_limits(folder.file("limits.csv", "buyer_id,from,amount\nB3,2026-03-01,5\nB1,2026-02-01,1\nB1,2026-02-01,2\n"),
              book, kAsOf, kEuro, fresh);
  REQUIRE(fresh.errors.size() == 2);
  CHECK_THAT(fresh.errors[0].text(), Contains("no buyer of the book, got 'B3'"));
  CHECK_THAT(fresh.errors[1].text(), Contains("on lines 3 and 4"));
}

TEST_CASE("Currencies", "[csv]") {
  CHECK(find_currency("EUR")->digits == 2);
  CHECK(find_currency("JPY")->digits == 0);
  CHECK(find_currency("KWD")->digits == 3);
  CHECK_FALSE(find_currency("EURO").has_value());
  CHECK_FALSE(find_currency("UR ").has_value());
  CHECK_FALSE(find_currency("").has_value());
}
