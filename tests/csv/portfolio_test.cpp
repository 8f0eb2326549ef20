// Faults 10 to 13 and the documented rules of docs/input-files.md: amounts, ids, dates, buyers, plans.

#include <catch2/catch.hpp>
#include <string>

#include "tests/csv/book.h"

using namespace delcredere;
using namespace delcredere::testing;
using Catch::Matchers::Contains;

TEST_CASE("A row is history, open or planned by what is known at as_of", "[csv]") {
  const Read read = read_invoice_rows(
      "paid,B1,2025-11-01,2025-12-01,1,2026-01-05\n"   // paid on as_of: known
      "later,B1,2025-11-02,2025-12-01,2,2026-01-06\n"  // the day after: not known
      "never,B1,2025-11-03,2025-12-01,3,\n"
      "today,B1,2026-01-05,2026-02-01,4,\n"  // issued on as_of: open
      "plan,B1,2026-01-06,2026-02-01,5,\n",
      "invoice_id,buyer_id,issue_date,due_date,amount,paid_date\n");
  REQUIRE(read.errors() == "");
  const auto& rows = read.portfolio.invoices;
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].kind == InvoiceKind::history);
  CHECK(rows[0].paid == 0);
  CHECK(rows[0].issue == -65);
  for (int i : {1, 2, 3}) {
    CHECK(rows[static_cast<std::size_t>(i)].kind == InvoiceKind::open);
    CHECK(rows[static_cast<std::size_t>(i)].paid == kNever);
  }
  CHECK(rows[4].kind == InvoiceKind::planned);
  CHECK(rows[4].issue == 1);
  CHECK_THAT(read.notes(), Contains("1 row with a paid_date after as_of"));
}

TEST_CASE("Buyers are sorted by id bytes, invoices by buyer, issue, due, id and row", "[csv]") {
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", "buyer_id,sector,annual_pd\nb,s,0\nB10,s,1\nB2,s,0.5%\nÄ,s,0.1\n");
  source.invoices = folder.file("invoices.csv", kInvoiceHeader +
                                                    "5,B2,2025-12-02,2026-01-10,1\n4,B2,2025-12-01,2026-01-11,2\n"
                                                    "3,B2,2025-12-01,2026-01-10,3\n2,B10,2026-01-01,2026-01-10,4\n"
                                                    "1,B2,2025-12-01,2026-01-10,5\n");
  const Read read = testing::read(source);
  REQUIRE(read.errors() == "");
  std::string buyers, invoices;
  for (const Buyer& buyer : read.portfolio.buyers) buyers += buyer.id + " ";
  for (const Invoice& invoice : read.portfolio.invoices) invoices += std::string(invoice.id) + " ";
  CHECK(buyers == "B10 B2 b Ä ");
  CHECK(invoices == "2 1 3 4 5 ");
  CHECK(read.portfolio.invoices[1].row == 4);
  CHECK(*read.portfolio.buyers[1].annual_pd == 0.005);
  CHECK_THAT(read.notes(), Contains("2 buyers without any invoice"));
}

TEST_CASE("Amounts are exact, never wrap and never lose digits", "[csv]") {
  const auto one = [](const std::string& amount) {
    return read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + amount + "\n");
  };
  CHECK(one("0.01").portfolio.invoices.at(0).amount == 1);
  CHECK(one("23058430092136939.51").portfolio.invoices.at(0).amount == 2305843009213693951);  // int64 max / 4
  CHECK_THAT(one("23058430092136939.52").errors(), Contains("too large"));
  CHECK_THAT(one("0.001").errors(), Contains("finer than the minor unit of EUR (2 decimals), got '0.001'"));
  CHECK_THAT(one("1e18").errors(), Contains("exponent"));
  CHECK_THAT(one("1000000000000000000").errors(), Contains("too large"));
  CHECK_THAT(one("1" + std::string(400, '0')).errors(), Contains("too large"));
  CHECK_THAT(one("99999999999999999999999999999999999999.99").errors(), Contains("too large"));
}

TEST_CASE("A sum beyond what can be held exactly is an error", "[csv]") {
  const std::string most = "23058430092136939.51";
  CHECK(read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + most + "\n").good());
  const Read read = read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + most + "\nI2,B2,2025-12-01,2026-01-10,0.01\n");
  CHECK_THAT(read.errors(), Contains("add up to more"));
}

TEST_CASE("An amount of 0 is left out with a note", "[csv]") {
  const Read read = read_invoice_rows(
      "I1,B1,2025-12-01,2026-01-10,0.00\nI2,B1,2025-12-01,2026-01-10,-0\nI3,B1,2025-12-01,2026-01-10,1\n");
  CHECK(read.good());
  CHECK(read.portfolio.invoices.size() == 1);
  CHECK_THAT(read.notes(), Contains("2 rows with amount 0 left out (first on line 2)"));
}

TEST_CASE("Credit notes reduce the buyer's open invoices, oldest due first", "[csv]") {
  const Read read = read_invoice_rows(
      "late,B1,2025-12-01,2026-01-20,100\n"
      "old,B1,2025-12-05,2026-01-10,30\n"
      "other,B2,2025-12-01,2026-01-01,50\n"
      "credit1,B1,2025-12-20,2025-12-20,-25.50\n"
      "credit2,B1,2025-12-21,2025-12-21,-14.50\n");
  REQUIRE(read.errors() == "");
  REQUIRE(read.portfolio.invoices.size() == 2);  // `old` is reduced to 0 and gone
  CHECK(read.portfolio.invoices[0].id == "late");
  CHECK(read.portfolio.invoices[0].amount == 9000);
  CHECK(read.portfolio.invoices[1].amount == 5000);
  CHECK(read.warnings() == "");
  CHECK_THAT(read.notes(), Contains("2 credit notes set against open invoices") && Contains("40.00 EUR"));
}

TEST_CASE("What a credit note exceeds the open debt by is left out with a warning", "[csv]") {
  const Read read = read_invoice_rows("I1,B1,2025-12-01,2026-01-20,100\ncredit,B1,2025-12-01,2025-12-20,-140.05\n");
  CHECK(read.good());
  CHECK(read.portfolio.invoices.empty());
  CHECK_THAT(read.warnings(), Contains("buyer 'B1' has credit notes of 40.05 EUR beyond"));
}

TEST_CASE("Negative history is left out, a negative plan is an error", "[csv]") {
  const std::string header = "invoice_id,buyer_id,issue_date,due_date,amount,paid_date\n";
  const Read past = read_invoice_rows("I1,B1,2025-12-01,2025-12-20,-5,2025-12-20\n", header);
  CHECK(past.good());
  CHECK(past.portfolio.invoices.empty());
  CHECK_THAT(past.notes(), Contains("1 paid row with a negative amount left out of the history"));
  CHECK_THAT(read_invoice_rows("I1,B1,2026-12-01,2026-12-20,-5,\n", header).errors(),
             Contains("planned row must not be negative"));
  CHECK_THAT(read_plan_file("buyer_id,issue_date,terms_days,amount\nB1,2026-02-01,30,-5\n").errors(),
             Contains("planned row must not be negative"));
}

TEST_CASE("Other currencies are converted once at the exact rate, half to even", "[csv]") {
  const std::string header = "invoice_id,buyer_id,issue_date,due_date,amount,currency\n";
  const std::map<std::string, Decimal> rates = {{"USD", *Decimal::parse("0.5")},
                                                {"JPY", *Decimal::parse("0.0061")},
                                                {"KWD", *Decimal::parse("3")},
                                                {"EUR", *Decimal::parse("7")}};
  const auto amount = [&](const std::string& text, const std::string& code) {
    const Read read = read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + text + "," + code + "\n", header, rates);
    INFO(read.errors());
    return read.portfolio.invoices.empty() ? Money{-1} : read.portfolio.invoices[0].amount;
  };
  CHECK(amount("1.00", "USD") == 50);
  CHECK(amount("0.01", "USD") == -1);  // half a cent to even: 0, left out
  CHECK(amount("0.03", "USD") == 2);   // 1.5 -> 2
  CHECK(amount("0.05", "USD") == 2);   // 2.5 -> 2
  CHECK(amount("1000", "JPY") == 610);
  CHECK(amount("1.001", "KWD") == 300);  // 3.003
  CHECK(amount("1.005", "KWD") == 302);  // 3.015 -> 3.02 (even)
  CHECK(amount("2", "EUR") == 200);      // the base currency is 1
  CHECK(amount("2", "") == 200);
  const auto errors = [&](const std::string& text, const std::string& code) {
    return read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + text + "," + code + "\n", header, rates).errors();
  };
  CHECK_THAT(errors("1", "XYZ"), Contains("currency: no currency of ISO 4217, got 'XYZ'"));
  CHECK_THAT(errors("1", "usd"), Contains("no currency"));
  CHECK_THAT(errors("1", "GBP"), Contains("no exchange rate for GBP"));
  CHECK_THAT(errors("1.5", "JPY"), Contains("finer than the minor unit of JPY (0 decimals)"));
  CHECK_THAT(errors("20000000000000000", "KWD"), Contains("too large"));
}

TEST_CASE("Rates with many digits do not wrap", "[csv]") {
  const std::string header = "invoice_id,buyer_id,issue_date,due_date,amount,currency\n";
  const auto read = [&](const std::string& amount, const std::string& rate) {
    return read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + amount + ",USD\n", header,
                             {{"USD", *Decimal::parse(rate)}});
  };
  CHECK(read("1", "0.123456789012345678").portfolio.invoices.at(0).amount == 12);
  CHECK_THAT(read("20000000000000000", "999999999999999999").errors(), Contains("too large in EUR"));
  CHECK(read("1000000000", "0.000000000000000001").portfolio.invoices.empty());  // rounds to 0
}

TEST_CASE("Duplicate ids name both lines", "[csv]") {
  CHECK_THAT(
      read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1\nI2,B1,2025-12-01,2026-01-10,1\nI1,B2,2025-12-02,2026-01-10,1\n")
          .errors(),
      Contains("invoices.csv:4: invoice_id: invoice 'I1' is there twice, on lines 2 and 4"));
  CHECK_THAT(read_buyers_file("buyer_id,sector,grade\nB1,s,A\nB1,s,A\n").errors(), Contains("on lines 2 and 3"));
  const Folder folder;
  PortfolioSource source;
  source.buyers = folder.file("buyers.csv", kBuyers);
  source.invoices = folder.file("invoices.csv", kInvoiceHeader + "I1,B1,2025-12-01,2026-01-10,1\n");
  source.sales_plan = folder.file("plan.csv", kInvoiceHeader + "I1,B1,2026-12-01,2026-12-10,1\n");
  CHECK_THAT(testing::read(source).errors(),
             Contains("plan.csv:2: invoice_id: invoice 'I1' is also on line 2 of invoices.csv"));
}

TEST_CASE("Dates", "[csv]") {
  const auto errors = [](const std::string& date) {
    return read_invoice_rows("I1,B1," + date + ",2026-01-10,1\n").errors();
  };
  CHECK(errors("2024-02-29") == "");
  CHECK_THAT(errors("2023-02-29"), Contains("no such date in the calendar, got '2023-02-29'"));
  CHECK_THAT(errors("31/01/2024"), Contains("date_format: D/M/YYYY"));
  CHECK_THAT(errors("01/02/2024"), Contains("M/D/YYYY or D/M/YYYY"));
  CHECK_THAT(errors("05.01.26"), Contains("two-digit year"));
  CHECK_THAT(errors("26-01-05"), Contains("two-digit year"));
  CHECK_THAT(errors("2024-1-5"), Contains("no date of the form YYYY-MM-DD"));
  CHECK_THAT(errors("2024-01-05T00:00"), Contains("no date of the form"));
  CHECK_THAT(errors(""), Contains("is empty"));
  CHECK_THAT(errors("0000-01-01"), Contains("got '0000-01-01'"));
}

TEST_CASE("Date patterns", "[csv]") {
  const Folder folder;
  const auto first = [&](const std::string& pattern, const std::string& issue, const std::string& due) {
    PortfolioSource source;
    source.buyers = folder.file("buyers.csv", kBuyers);
    source.invoices = folder.file("invoices.csv", kInvoiceHeader + "I1,B1," + issue + "," + due + ",1\n");
    source.invoices->date_format = pattern;
    return testing::read(source);
  };
  for (const auto& [pattern, issue, due] :
       {std::tuple{"M/D/YYYY", "12/1/2025", "01/10/2026"}, std::tuple{"D.M.YYYY", "1.12.2025", "10.1.2026"},
        std::tuple{"YYYYMMDD", "20251201", "20260110"}, std::tuple{"DD-MM-YYYY", "01-12-2025", "10-01-2026"},
        std::tuple{"YYYY-MM-DD", "2025-12-01", "2026-01-10"}}) {
    const Read read = first(pattern, issue, due);
    INFO(pattern << read.errors());
    REQUIRE(read.good());
    CHECK(read.portfolio.invoices[0].issue == -35);
    CHECK(read.portfolio.invoices[0].due == 5);
  }
  CHECK_THAT(first("DD-MM-YYYY", "1-12-2025", "10-01-2026").errors(), Contains("no date of the form DD-MM-YYYY"));
  CHECK_THAT(first("D.M.YY", "1.12.25", "10.1.26").errors(), Contains("two-digit years are refused"));
  CHECK_THAT(first("DMYYYY", "1122025", "1012026").errors(), Contains("ambiguous"));
  CHECK_THAT(first("MM/YYYY", "1/2025", "1/2026").errors(), Contains("needs year, month and day"));
  CHECK_THAT(first("dd/mm/yyyy", "01/12/2025", "10/01/2026").errors(), Contains("made of YYYY"));
}

TEST_CASE("Due before issue is kept with one warning, due before as_of is an overdue invoice", "[csv]") {
  const Read read = read_invoice_rows(
      "I1,B1,2025-12-10,2025-12-01,1\nI2,B1,2025-12-11,2025-12-02,1\nI3,B1,2025-10-01,2025-11-01,1\n");
  CHECK(read.good());
  REQUIRE(read.log.warnings.size() == 1);
  CHECK_THAT(read.warnings(), Contains("invoices.csv:2: due before issue in 2 rows"));
  CHECK(read.portfolio.invoices[0].id == "I3");
  CHECK(read.portfolio.invoices[0].due == -65);
  CHECK(read.portfolio.invoices[1].due < read.portfolio.invoices[1].issue);
}

TEST_CASE("Buyers: unknown, none, one, all invoices on one", "[csv]") {
  CHECK_THAT(read_invoice_rows("I1,B9,2025-12-01,2026-01-10,1\n").errors(),
             Contains("invoices.csv:2: buyer_id: buyer 'B9' is not in the buyers file"));
  CHECK_THAT(read_invoice_rows("I1,B1 ,2025-12-01,2026-01-10,1\n").errors(), Contains("clean_ids: [trim]"));
  CHECK_THAT(read_invoice_rows("I1,,2025-12-01,2026-01-10,1\n").errors(), Contains("is empty"));
  CHECK_THAT(read_buyers_file("buyer_id,sector,grade\n").errors(), Contains("no buyers in the file"));
  CHECK(read_buyers_file("buyer_id,sector,grade\nB1,s,A\n").good());
  CHECK(read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1\nI2,B1,2025-12-01,2026-01-10,1\n").good());
}

TEST_CASE("Buyer columns and their ranges", "[csv]") {
  const Read read = read_buyers_file(
      "buyer_id,sector,country,annual_pd,lgd,credit_limit,insured_limit,insured_percentage,segment,grade\n"
      "B1,retail,NO,1,100%,1000.00,0,85%,slow,\n"
      "B2,on,y,1e-300,0,,,0.9,,C\n");
  REQUIRE(read.errors() == "");
  const Buyer &a = read.portfolio.buyers[0], &b = read.portfolio.buyers[1];
  CHECK(a.country == "NO");
  CHECK(*a.annual_pd == 1.0);
  CHECK(*a.lgd == 1.0);
  CHECK(*a.credit_limit == 100000);
  CHECK(*a.insured_limit == 0);
  CHECK(*a.insured_percentage == *Decimal::parse("0.85"));
  CHECK(a.segment == "slow");
  CHECK(b.sector == "on");
  CHECK(*b.annual_pd == 1e-300);
  CHECK_FALSE(b.insured_limit.has_value());
  CHECK(b.grade == "C");
  const auto errors = [](const std::string& column, const std::string& value) {
    return read_buyers_file("buyer_id,sector,grade," + column + "\nB1,s,A," + value + "\n").errors();
  };
  for (const std::string pd :
       {"1.0000001", "NaN", "inf", "-0.1", "101%", "1e400", "\"0,3\"", "010", ".5", "0x1", "+1", "1.", "%"}) {
    CHECK_THAT(errors("annual_pd", pd), Contains("buyers.csv:2: annual_pd: "));
  }
  CHECK_THAT(errors("lgd", "1.2"), Contains("lgd") && Contains("got '1.2'"));
  CHECK_THAT(errors("insured_percentage", "100.1%"), Contains("got '100.1%'"));
  CHECK_THAT(errors("insured_limit", "-1"), Contains("must not be negative"));
  CHECK_THAT(errors("guarantee", "x"), Contains("guarantee") && Contains("got 'x'"));
  CHECK_THAT(errors("guarantee", "101%"), Contains("guarantee") && Contains("101%"));
  CHECK(errors("guarantee", "12.50") == "");
  CHECK(errors("guarantee", "50%") == "");
  CHECK(errors("infection_group", "") == "");
  CHECK_THAT(read_buyers_file("buyer_id,sector,grade\nB1,s,\n").errors(), Contains("neither a grade nor an annual_pd"));
  CHECK_THAT(read_buyers_file("buyer_id,sector\nB1,s\n").errors(), Contains("neither a grade nor an annual_pd"));
}

TEST_CASE("Disputed", "[csv]") {
  const std::string header = "invoice_id,buyer_id,issue_date,due_date,amount,disputed\n";
  for (const auto& [word, value] : {std::pair{"yes", true},
                                    {"YES", true},
                                    {"True", true},
                                    {"1", true},
                                    {"no", false},
                                    {"False", false},
                                    {"0", false},
                                    {"", false}}) {
    const Read read = read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1," + std::string(word) + "\n", header);
    REQUIRE(read.good());
    CHECK(read.portfolio.invoices[0].disputed == value);
  }
  CHECK_THAT(read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1,maybe\n", header).errors(),
             Contains("neither yes nor no, got 'maybe'"));
}

TEST_CASE("Sales plan by day, by month, with terms or due date", "[csv]") {
  const Read days = read_plan_file("buyer_id,issue_date,terms_days,amount\nB1,2026-01-05,30,1\nB1,2026-01-06,30,2\n");
  CHECK(days.good());
  REQUIRE(days.portfolio.invoices.size() == 1);
  CHECK(days.portfolio.invoices[0].due == 31);
  CHECK_THAT(days.warnings(), Contains("plan.csv:2: 1 row issued up to as_of ignored"));

  const Read months = read_plan_file("buyer_id,month,due_date,amount\nB1,2026-02,2026-03-20,1\n");
  REQUIRE(months.errors() == "");
  CHECK(months.portfolio.invoices[0].issue == 41);  // 15 February
  CHECK(months.portfolio.invoices[0].due == 74);
  CHECK(months.portfolio.invoices[0].kind == InvoiceKind::planned);

  CHECK_THAT(read_plan_file("buyer_id,month,terms_days,amount\nB1,2026-13,30,1\n").errors(),
             Contains("no month of the form YYYY-MM"));
  CHECK_THAT(read_plan_file("buyer_id,month,terms_days,amount\nB1,2026-02,x,1\n").errors(),
             Contains("no number of days"));
  CHECK_THAT(read_plan_file("buyer_id,terms_days,amount\nB1,30,1\n").errors(), Contains("none 'month'"));
  CHECK_THAT(read_plan_file("buyer_id,month,amount\nB1,2026-02,1\n").errors(), Contains("none 'due_date'"));
  CHECK_THAT(read_plan_file("buyer_id,month,issue_date,terms_days,amount\nB1,2026-02,2026-02-01,30,1\n").errors(),
             Contains("both issue_date and month"));
  CHECK_THAT(read_plan_file("buyer_id,month,issue_date,terms_days,amount\nB1,,,30,1\n").errors(),
             Contains("one is needed"));
}
