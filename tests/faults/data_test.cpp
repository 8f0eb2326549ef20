// Rows 10 to 17: what is wrong, or merely odd, with the data.

#include <catch2/catch.hpp>

#include "outputs/result_io.h"
#include "tests/faults/faults.h"

using namespace delcredere;
using namespace delcredere::faults;
using delcredere::cli::run_program;

namespace {

constexpr const char* kBuyersHeader = "buyer_id,name,sector,annual_pd,lgd\n";

ResultFile result(const StudyFolder& study) { return read_result_file(study.file("small.h5")); }

double probability_of_default(const StudyFolder& study, std::size_t buyer) {
  return result(study).find("buyers")->at("default_probability").doubles().at(buyer);
}

/// Everything but /provenance is equal.
bool same_results(const ResultFile& a, const ResultFile& b) {
  if (a.groups.size() != b.groups.size()) return false;
  for (std::size_t g = 0; g < a.groups.size(); ++g)
    if (a.groups[g].name != "provenance" && !same_contents(a.groups[g], b.groups[g])) return false;
  return true;
}

}  // namespace

TEST_CASE("row 10: default probabilities and losses at their limits, and beyond") {
  const Buyers limits(std::string(kBuyersHeader) + "B1,a,retail,0,0\nB2,b,retail,1,1\nB3,c,retail,1e-300,0.5\n");
  limits.write(
      "invoices.csv",
      "invoice_id,buyer_id,issue_date,due_date,amount\n"
      "I1,B1,2025-12-01,2027-01-15,10.00\nI2,B2,2025-12-01,2027-01-15,20.00\nI3,B3,2025-12-01,2027-01-15,5.00\n");
  accepted(limits);
  CHECK(probability_of_default(limits, 0) == 0.0);
  CHECK(probability_of_default(limits, 1) == 1.0);
  CHECK(probability_of_default(limits, 2) == 0.0);
  // B2 fails for sure and loses everything; the others never fail.
  const ResultFile file = result(limits);
  CHECK(file.find("losses")->at("mean").doubles().front() == 20.0);
  for (const std::string pd : {"1.0000001", "NaN", "-0.1", "101%"})
    refused(Buyers(std::string(kBuyersHeader) + "B1,a,retail,2%,\nB2,b,retail," + pd + ",\n"), 3,
            {"buyers.csv:3: annual_pd", "'" + pd + "'"});
  refused(Buyers(std::string(kBuyersHeader) + "B1,a,retail,2%,1.2\nB2,b,retail,2%,\n"), 3,
          {"buyers.csv:2: lgd", "'1.2'"});
  refused(Extended("credit: {grades: {A: 1.0000001}}\n"), 2, {"study.yaml:9:", "credit.grades.A", "'1.0000001'"});
  refused(Extended("credit: {lgd: {default: {mean: 1.2}}}\n"), 2, {"study.yaml:9:", "mean", "'1.2'"});
}

TEST_CASE("row 11: amounts of every size") {
  // 0 is left out, a credit note reduces the oldest open invoice: 100 - 30 = 70 open.
  const Invoices notes(
      "I1,B1,2025-12-01,2026-01-10,100\nI2,B1,2025-12-02,2026-01-11,0\nI3,B1,2025-12-03,2025-12-03,-30\n");
  accepted(notes);
  CHECK(result(notes).find("buyers")->at("exposure").doubles() == std::vector<double>{70.0, 0.0});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,0.001\n"), 3, {"invoices.csv:2: amount", "'0.001'", "EUR"});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,1000000000000000000\n"), 3, {"invoices.csv:2: amount", "too large"});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,1" + std::string(400, '0') + "\n"), 3,
          {"invoices.csv:2: amount", "too large"});
  const std::string most = "23058430092136939.51";
  refused(Invoices("I1,B1,2025-12-01,2026-01-10," + most + "\nI2,B2,2025-12-01,2026-01-10," + most + "\n"), 3,
          {"add up to more"});
}

TEST_CASE("row 12: buyers that are not there, none, one, all, idle") {
  refused(Invoices("I1,B9,2025-12-01,2026-01-10,10\n"), 3, {"invoices.csv:2: buyer_id", "'B9'"});
  refused(Buyers(kBuyersHeader), 3, {"buyers.csv", "no buyers"});
  const Buyers one(std::string(kBuyersHeader) + "B1,a,retail,2%,\n");
  one.write("invoices.csv", "invoice_id,buyer_id,issue_date,due_date,amount\nI1,B1,2025-12-01,2026-01-10,10\n");
  accepted(one);
  const Invoices all("I1,B1,2025-12-01,2026-01-10,10\nI2,B1,2025-12-01,2026-01-11,20.50\n");
  accepted(all);  // B2 has no invoice: it can fail, and loses nothing
  const ResultFile file = result(all);
  CHECK(file.find("buyers")->at("exposure").doubles() == std::vector<double>{30.5, 0.0});
  const std::vector<double>& loss = file.find("buyers")->at("expected_loss").doubles();
  CHECK(loss.at(1) == 0.0);
}

TEST_CASE("row 13: duplicate ids, dates that are none, dates in an odd order") {
  refused(Buyers(std::string(kBuyersHeader) + "B1,a,retail,2%,\nB2,b,retail,2%,\nB1,c,retail,2%,\n"), 3,
          {"buyers.csv:4: buyer_id", "'B1'", "lines 2 and 4"});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,1\nI2,B1,2025-12-01,2026-01-10,1\nI1,B2,2025-12-01,2026-01-10,1\n"), 3,
          {"invoices.csv:4: invoice_id", "'I1'", "lines 2 and 4"});
  for (const std::string date : {"2023-02-29", "31/01/2024", "05.01.26"})
    refused(Invoices("I1,B1," + date + ",2026-01-10,1\n"), 3, {"invoices.csv:2: issue_date", "'" + date + "'"});
  const Invoices odd("I1,B1,2025-12-10,2025-12-01,10\nI2,B2,2025-10-01,2025-11-01,20\n");
  const Outcome outcome = accepted(odd);
  CHECK_THAT(outcome.err, Catch::Contains("invoices.csv:2: due before issue in 1 row"));
  CHECK(result(odd).find("buyers")->at("exposure").doubles() == std::vector<double>{10.0, 20.0});
}

TEST_CASE("row 14: other shapes of the same table give the same result") {
  const std::string plain =
      "invoice_id,buyer_id,issue_date,due_date,amount\nI1,B1,2025-12-01,2026-01-10,100.50\nI2,B2,2025-12-02,2026-01-11,"
      "7\n";
  const auto results = [](const std::string& text) {
    const StudyFolder study;
    study.write("invoices.csv", text);
    accepted(study);
    return result(study);
  };
  const ResultFile reference = results(plain);
  std::string crlf;
  for (const char c : plain) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(same_results(results("\xEF\xBB\xBF" + plain), reference));
  CHECK(same_results(results(crlf), reference));
  CHECK(same_results(results(plain.substr(0, plain.size() - 1)), reference));
  CHECK(same_results(results("\"invoice_id\",\"buyer_id\",issue_date,due_date,amount\n\"I1\",B1,\"2025-12-01\",2026-01-"
                             "10,\"100.50\"\nI2,B2,2025-12-02,2026-01-11,7\n"),
                     reference));
  const Buyers quoted(std::string(kBuyersHeader) +
                      "B1,\"Smith \"\"Bros\"\", Ltd\nLondon\",retail,2%,\nB2,b,retail,2%,\n");
  accepted(quoted);
  CHECK(result(quoted).find("buyers")->at("name").strings().front() == "Smith \"Bros\", Ltd\nLondon");
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,1\nI2,\"B1,2025-12-01,2026-01-10,1\nI3,B1,2025-12-01,2026-01-10,1\n"),
          3, {"invoices.csv:3", "quote"});
}

TEST_CASE("row 15: other dialects are named, not guessed") {
  const auto refuse = [](const std::string& text, const std::vector<std::string>& words) {
    const StudyFolder study;
    study.write("invoices.csv", text);
    refused(study, 3, words);
  };
  refuse("invoice_id;buyer_id;issue_date;due_date;amount\nI1;B1;2025-12-01;2026-01-10;1\n",
         {"invoices.csv:1", "semicolon"});
  refuse("invoice_id\tbuyer_id\tissue_date\tdue_date\tamount\nI1\tB1\t2025-12-01\t2026-01-10\t1\n",
         {"invoices.csv:1", "tab"});
  refuse("invoice_id,buyer_id,issue_date,due_date\nI1,B1,2025-12-01,2026-01-10\n", {"invoices.csv:1: amount"});
  refuse("invoice_id,buyer_id,issue_date,due_date,amount,amount\nI1,B1,2025-12-01,2026-01-10,1,1\n",
         {"invoices.csv:1", "'amount' is there twice"});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,\"12,50\"\n"), 3,
          {"invoices.csv:2: amount", "decimal comma", "'12,50'"});
  refused(Invoices("I1,B1,2025-12-01,2026-01-10,\"1,234.50\"\n"), 3, {"invoices.csv:2: amount", "thousands separator"});
  refused(Invoices("I1,B1,2025-12-01\n"), 3, {"invoices.csv:2", "3 fields", "5"});
  const Invoices extra("I1,x,B1,2025-12-01,2026-01-10,1,y\nI2,x,B1,2025-12-01,2026-01-10,1,y\n",
                       "invoice_id,color,buyer_id,issue_date,due_date,amount,size\n");
  const Outcome outcome = accepted(extra);
  CHECK_THAT(outcome.err, Catch::Contains("color, size"));
  CHECK(cli::lines_in(outcome.err) == 1);
}

TEST_CASE("row 16: names of any script, byte by byte into the result; other encodings are refused") {
  const std::string names[] = {"\xE5\x8C\x97\xE4\xBA\xAC\xE7\xA7\x91\xE6\x8A\x80",
                               "\xD8\xB4\xD8\xB1\xD9\x83\xD8\xA9 \xD8\xA7\xD9\x84\xD9\x86\xD9\x88\xD8\xB1",
                               "\xF0\x9F\x8F\x97\xEF\xB8\x8F Bau & S\xC3\xB6hne"};
  for (const std::string& name : names) {
    const Buyers study(std::string(kBuyersHeader) + "B1," + name + ",retail,2%,\nB2,b,retail,2%,\n");
    accepted(study);
    CHECK(result(study).find("buyers")->at("name").strings().front() == name);
  }
  // "Beijing" in GBK, a file in UTF-16, a byte that no encoding knows.
  refused(Buyers(std::string(kBuyersHeader) + "B1,\xB1\xB1\xBE\xA9,retail,2%,\nB2,b,retail,2%,\n"), 3,
          {"buyers.csv:2", "0xB1 at byte 38"});
  refused(Buyers(std::string("\xFF\xFE"
                             "b\0u\0",
                             6)),
          3, {"buyers.csv", "UTF-16"});
  refused(Buyers(std::string(kBuyersHeader) + "B1,\xFF,retail,2%,\nB2,b,retail,2%,\n"), 3,
          {"buyers.csv:2", "0xFF at byte 38"});
}

TEST_CASE("row 17: names that would act elsewhere are data here and harmless on a terminal") {
  const std::string escape = "\x1B[31mred\x1B]0;title\x07", override_mark =
                                                                "\xE2\x80\xAE"
                                                                "evil";
  for (const std::string& name : {std::string("=HYPERLINK(x)"), std::string("+1"), std::string("@x"),
                                  std::string("<script>alert(1)</script>"), std::string("'&"), escape, override_mark}) {
    // The buyer owes most, so that every list names it.
    const Buyers study(std::string(kBuyersHeader) + "B1," + name + ",retail,50%,\nB2,b,retail,2%,\n");
    const Outcome outcome = accepted(study);
    CHECK(result(study).find("buyers")->at("name").strings().front() == name);
    const Outcome explained = run_program({"explain", "study.yaml"}, study.path());
    CHECK(explained.code == 0);
    for (const std::string& text : {outcome.out, explained.out}) {
      CHECK(text.find('\x1B') == std::string::npos);
      CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
      CHECK(text.find('\x07') == std::string::npos);
    }
    if (name == override_mark) CHECK_THAT(explained.out, Catch::Contains("evil"));
  }
  const StudyFolder steering;
  steering.write("buyers.csv", std::string(kBuyersHeader) + "B1," + escape + ",retail,x\x1B[2J,\n");
  const Outcome outcome = run_study(steering);
  CHECK(outcome.code == 3);
  CHECK(outcome.err.find('\x1B') == std::string::npos);
}
