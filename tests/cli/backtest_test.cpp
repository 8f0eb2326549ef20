// backtest: its result file, and summary on it.

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "models/core/calendar.h"
#include "tests/support/program.h"

using namespace delcredere;
using namespace delcredere::cli;

namespace {

/// 12 buyers with 20 invoices each, one a fortnight, paid up to 30 days late; the last ones are open.
std::string ledger() {
  std::string text = "invoice_id,buyer_id,issue_date,due_date,amount,paid_date\n";
  const Date first = *Date::from_civil(2025, 1, 6);
  for (int buyer = 0; buyer < 12; ++buyer)
    for (int i = 0; i < 20; ++i) {
      const Date issue{first.serial + 14 * i + buyer}, due{issue.serial + 30};
      const Date paid{due.serial + (buyer * 5 + i * 7) % 31};
      const bool known = paid.serial <= first.serial + 340;
      text += fmt::format("I{},B{},{},{},{},{}\n", buyer * 100 + i, buyer, issue.iso(), due.iso(), 100 + buyer * 10 + i,
                          known ? paid.iso() : "");
    }
  return text;
}

std::vector<std::string> backtest(std::vector<std::string> more) {
  std::vector<std::string> arguments{"backtest", "--invoices", "ledger.csv", "--as-of",  "2025-09-01", "--horizon",
                                     "8w",       "--rolling",  "2",          "--trials", "100"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("the file of a backtest prints what the backtest printed") {
  const StudyFolder study;
  study.write("ledger.csv", ledger());
  const Outcome made = run_program(backtest({"-o", "scores.h5"}), study.path());
  INFO(made.err);
  REQUIRE(made.code == 0);
  CHECK(made.out.find("Backtest of ledger.csv") != std::string::npos);
  CHECK(made.out.find("2 origins") != std::string::npos);
  for (const char* method : {"calibrated", "due date", "Kaplan-Meier", "ageing chain", "normal law"})
    CHECK(made.out.find(method) != std::string::npos);
  const Outcome again = run_program({"summary", "scores.h5"}, study.path());
  CHECK(again.code == 0);
  CHECK(again.out == made.out);
  const Outcome json = run_program({"summary", "scores.h5", "--json"}, study.path());
  CHECK(json.code == 0);
  CHECK(json.out.find("\"by_model_week\"") != std::string::npos);
  CHECK(run_program(backtest({"--json"}), study.path()).out == json.out);
  // It is there: not without --force, and never over what was read.
  CHECK(run_program(backtest({"-o", "scores.h5"}), study.path()).code == 4);
  CHECK(run_program(backtest({"-o", "ledger.csv", "--force"}), study.path()).code == 4);
  CHECK(study.read("ledger.csv") == ledger());
}

TEST_CASE("a CSV of the origins where the name says so") {
  const StudyFolder study;
  study.write("ledger.csv", ledger());
  REQUIRE(run_program(backtest({"-o", "scores.csv"}), study.path()).code == 0);
  CHECK(study.read("scores.csv").rfind("origin,method,invoices,", 0) == 0);
  CHECK(run_program({"summary", "scores.csv"}, study.path()).code == 4);
}
