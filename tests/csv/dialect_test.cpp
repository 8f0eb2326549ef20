// Faults 14, 15, 16: forms of one file that mean the same, and forms that must be refused by name.

#include <catch2/catch.hpp>
#include <clocale>
#include <locale>
#include <string>

#include "models/core/error.h"
#include "tests/csv/book.h"

using namespace delcredere;
using namespace delcredere::testing;
using Catch::Matchers::Contains;

namespace {

const std::string kPlain =
    "invoice_id,buyer_id,issue_date,due_date,amount\n"
    "I1,B1,2025-12-01,2026-01-10,100.50\n"
    "I2,B2,2025-12-02,2026-01-11,7\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// Every field in quotes; the text ends with a line break.
std::string all_quoted(const std::string& text) {
  const std::string inner = replaced(replaced(text.substr(0, text.size() - 1), ",", "\",\""), "\n", "\"\n\"");
  return '"' + inner + '"' + '\n';
}

// A C++ locale with decimal comma and point as thousands separator, as de_DE has.
struct German : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

}  // namespace

TEST_CASE("BOM, CRLF, no final newline, quotes and another column order give the same book", "[csv]") {
  const Read plain = read_invoice_file(kPlain);
  REQUIRE(plain.good());
  REQUIRE(plain.portfolio.invoices.size() == 2);
  CHECK(plain.portfolio.invoices[0].amount == 10050);

  const std::string forms[] = {
      "\xEF\xBB\xBF" + kPlain,
      replaced(kPlain, "\n", "\r\n"),
      kPlain.substr(0, kPlain.size() - 1),
      kPlain + "\n\n",
      "\xEF\xBB\xBF" + replaced(kPlain, "\n", "\r\n") + "\r\n",
      all_quoted(kPlain),
      "amount,due_date,issue_date,buyer_id,invoice_id\n100.50,2026-01-10,2025-12-01,B1,I1\n7,2026-01-11,2025-12-02,B2,"
      "I2\n",
      replaced(kPlain, "100.50", "100.5"),
      replaced(kPlain, "100.50", "100.5000"),
  };
  for (const std::string& form : forms) {
    INFO(form);
    const Read other = read_invoice_file(form);
    CHECK(other.errors() == "");
    CHECK(same_book(plain.portfolio, other.portfolio));
  }
}

TEST_CASE("Quoted line breaks, doubled quotes and commas are part of the field and of the line count", "[csv]") {
  const Read read = read_buyers_file(
      "buyer_id,name,sector,grade\n"
      "B1,\"Smith \"\"Bros\"\", Ltd\nLondon\",retail,A\n"
      "B2,plain,,A\n");
  REQUIRE(read.log.errors.size() == 1);
  CHECK(read.log.errors[0].where.line == 4);
  const Read good = read_buyers_file("buyer_id,name,sector,grade\nB1,\"Smith \"\"Bros\"\", Ltd\nLondon\",retail,A\n");
  REQUIRE(good.good());
  CHECK(good.portfolio.buyers[0].name == "Smith \"Bros\", Ltd\nLondon");
}

TEST_CASE("An unclosed quote is reported at its opening line", "[csv]") {
  const Read read = read_invoice_rows(
      "I1,B1,2025-12-01,2026-01-10,1\nI2,\"B1,2025-12-01,2026-01-10,1\nI3,B1,2025-12-01,2026-01-10,1\n");
  REQUIRE(read.log.errors.size() == 1);
  CHECK(read.log.errors[0].where.line == 3);
  CHECK_THAT(read.errors(), Contains("never closes"));
}

TEST_CASE("Stray quotes and lone carriage returns are errors", "[csv]") {
  CHECK_THAT(read_invoice_rows("I\"1,B1,2025-12-01,2026-01-10,1\n").errors(),
             Contains("invoices.csv:2: a quote inside"));
  CHECK_THAT(read_invoice_rows("\"I1\"x,B1,2025-12-01,2026-01-10,1\n").errors(), Contains("after the closing quote"));
  CHECK_THAT(read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1\rI2,B1,2025-12-01,2026-01-10,1\n").errors(),
             Contains("carriage return"));
}

TEST_CASE("Foreign separators are named", "[csv]") {
  CHECK_THAT(read_invoice_file(replaced(kPlain, ",", ";")).errors(), Contains("semicolon"));
  CHECK_THAT(read_invoice_file(replaced(kPlain, ",", "\t")).errors(), Contains("tab"));
  CHECK_THAT(read_invoice_file(replaced(kPlain, ",", "|")).errors(), Contains("vertical bar"));
}

TEST_CASE("Foreign numbers are named", "[csv]") {
  const auto errors = [](const std::string& amount) {
    return read_invoice_rows("I1,B1,2025-12-01,2026-01-10," + amount + "\n").errors();
  };
  CHECK_THAT(errors("\"12,50\""), Contains("invoices.csv:2: amount: a decimal comma, got '12,50'"));
  CHECK_THAT(errors("\"1.234,50\""), Contains("a decimal comma with points as thousands separator"));
  CHECK_THAT(errors("\"1,234.50\""), Contains("a comma as thousands separator"));
  CHECK_THAT(errors("\"1,234,567\""), Contains("a comma as thousands separator"));
  CHECK_THAT(errors("1.234.567"), Contains("a point as thousands separator"));
  CHECK_THAT(errors("1 234.50"), Contains("thousands separator"));
  CHECK_THAT(errors("1'234.50"), Contains("thousands separator"));
  CHECK_THAT(errors("1\xC2\xA0"
                    "234.50"),
             Contains("thousands separator"));
  CHECK_THAT(errors("12,50"), Contains("6 fields") && Contains("decimal comma"));
  CHECK_THAT(errors("12.50-"), Contains("-12.34"));
  CHECK_THAT(errors("(12.50)"), Contains("-12.34"));
  CHECK_THAT(errors("+5"), Contains("sign"));
  CHECK_THAT(errors("007"), Contains("leading zeros"));
  CHECK_THAT(errors("0x10"), Contains("no amount"));
  CHECK_THAT(errors("nan"), Contains("no amount"));
  CHECK_THAT(errors("1e3"), Contains("exponent"));
  CHECK_THAT(errors("5."), Contains("no amount"));
  CHECK_THAT(errors(" 5"), Contains("spaces"));
  CHECK_THAT(errors(""), Contains("is empty"));
}

TEST_CASE("Short and long rows, missing and duplicate columns", "[csv]") {
  CHECK_THAT(read_invoice_rows("I1,B1,2025-12-01\n").errors(),
             Contains("invoices.csv:2: the row has 3 fields, the header has 5"));
  CHECK_THAT(read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1,\n").errors(), Contains("the row has 6 fields"));
  CHECK_THAT(read_invoice_file("invoice_id,buyer_id,issue_date,amount\n").errors(),
             Contains("invoices.csv:1: due_date:"));
  CHECK_THAT(read_invoice_file("invoice_id,buyer_id,issue_date,Due_Date,amount\n").errors(),
             Contains("Did you mean columns: {due_date: Due_Date}"));
  CHECK_THAT(read_invoice_file("invoice_id,buyer_id,issue_date,due_date,amount,amount\n").errors(),
             Contains("'amount' is there twice (columns 5 and 6)"));
  CHECK_THAT(read_invoice_rows("I1,B1,2025-12-01,2026-01-10,1\n\nI2,B1,2025-12-01,2026-01-10,1\n").errors(),
             Contains("invoices.csv:3: an empty line"));
  CHECK_THAT(read_invoice_file("").errors(), Contains("empty"));
  CHECK_THAT(read_invoice_file("\xEF\xBB\xBF").errors(), Contains("empty"));
}

TEST_CASE("Extra columns give one warning that lists them", "[csv]") {
  const Read read = read_invoice_file(
      "invoice_id,color,buyer_id,issue_date,due_date,amount,size\nI1,x,B1,2025-12-01,2026-01-10,1,y\nI2,x,B2,2025-12-"
      "01,2026-01-10,1,y\n");
  CHECK(read.good());
  REQUIRE(read.log.warnings.size() == 1);
  CHECK_THAT(read.warnings(), Contains("color, size"));
}

TEST_CASE("Other encodings are refused with the byte offset", "[csv]") {
  CHECK_THAT(read_invoice_file(std::string("\xFF\xFE"
                                           "b\0",
                                           4))
                 .errors(),
             Contains("UTF-16") && Contains("byte 0"));
  CHECK_THAT(read_invoice_file(std::string("\xFE\xFF"
                                           "\0b",
                                           4))
                 .errors(),
             Contains("UTF-16") && Contains("big endian"));
  CHECK_THAT(read_invoice_file(std::string("a,\0b\n", 5)).errors(), Contains("NUL byte at byte 2"));
  const std::string gbk = "buyer_id,name,sector,grade\nB1,\xB1\xB1\xBE\xA9,retail,A\n";  // Beijing in GBK
  CHECK_THAT(read_buyers_file(gbk).errors(), Contains("buyers.csv:2:") && Contains("0xB1 at byte 30"));
  // Ill-formed UTF-8: overlong, surrogate, beyond U+10FFFF, cut short (Unicode 15, table 3-7).
  for (const std::string bad :
       {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK_THAT(read_buyers_file("buyer_id,name,sector,grade\nB1," + bad + ",retail,A\n").errors(),
               Contains("is not UTF-8"));
  }
}

TEST_CASE("Names of any script come through byte by byte", "[csv]") {
  const std::string names[] = {"北京科技有限公司", "شركة النور",       "🏗️ Bau & Söhne",
                               "=HYPERLINK(x)",    "\xF4\x8F\xBF\xBF", "<script>"};
  for (const std::string& name : names) {
    const Read read = read_buyers_file("buyer_id,name,sector,grade\nB1," + name + ",retail,A\n");
    REQUIRE(read.good());
    CHECK(read.portfolio.buyers[0].name == name);
  }
}

TEST_CASE("The process locale changes nothing", "[csv]") {
  const Read plain = read_invoice_file(kPlain);
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new German));
  const Read german = read_invoice_file(kPlain);
  std::locale::global(before);
  CHECK(german.errors() == "");
  CHECK(same_book(plain.portfolio, german.portfolio));
  for (const char* name : {"de_DE.UTF-8", "zh_CN.UTF-8", "tr_TR.UTF-8", "C.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) == nullptr) {
      WARN("locale not installed: " << name);
      continue;
    }
    const Read other = read_invoice_file(kPlain);
    std::setlocale(LC_ALL, "C");
    CHECK(other.errors() == "");
    CHECK(same_book(plain.portfolio, other.portfolio));
  }
}

TEST_CASE("Files that cannot be read are errors of input and output", "[csv]") {
  const Folder folder;
  const auto code = [&](const std::string& path) {
    PortfolioSource source;
    source.buyers = FileSource{};
    source.buyers->path = path;
    source.buyers->name = "buyers.csv";
    ReadLog log;
    try {
      read_portfolio(source, kAsOf, kEuro, log);
    } catch (const Error& error) {
      return error.code();
    }
    return ExitCode::ok;
  };
  CHECK(code((folder.path() / "missing.csv").string()) == ExitCode::io);
  CHECK(code(folder.path().string()) == ExitCode::io);
  CHECK(code("/dev/null") == ExitCode::io);
}

TEST_CASE("At most 50 errors are kept and the rest are counted", "[csv]") {
  std::string rows;
  for (int i = 0; i < 120; ++i) rows += std::to_string(i) + ",B1,2025-12-01,2026-01-10,x\n";
  const Read read = read_invoice_rows(rows);
  CHECK(read.log.errors.size() == 50);
  CHECK(read.log.errors_left_out == 70);
}
