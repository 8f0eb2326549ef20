// Both configs for real ledgers, through the program, against the ledgers themselves. The data is not part of this
// repository and lies beside it (../shared/data); where it is not, the tests are skipped and say so.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;

namespace {

const std::string kSource = DELCREDERE_SOURCE_DIR;
const std::string kData = kSource + "/../shared/data/receivables";

bool can_check(const std::string& what, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (std::filesystem::exists(kData + '/' + file)) continue;
    std::cout << "SKIPPED: " << what << ": " << file << " is not at hand (../shared/data/receivables)\n";
    return false;
  }
  if (::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    std::cout << "SKIPPED: " << what << ": /usr/bin/python3 has no h5py\n";
    return false;
  }
  return true;
}

void check(const std::string& which, const std::string& config, const std::string& open_items) {
  const test::TemporaryFolder folder;
  const std::string path = kSource + "/configs/" + config;
  const cli::Outcome explained = cli::run_program({"explain", path, "--trials", "50"});
  CAPTURE(explained.err);
  REQUIRE(explained.code == 0);
  CHECK_THAT(explained.out, Catch::Contains(open_items));

  const cli::Outcome outcome = cli::run_program({"run", path, "--trials", "300", "--quiet", "-o", folder.file("r.h5")});
  CAPTURE(outcome.err);
  REQUIRE(outcome.code == 0);
  const std::string command = "/usr/bin/python3 " + kSource + "/tests/real/check_ledgers.py " + which + ' ' +
                              folder.file("r.h5") + ' ' + kData + " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) said += buffer.data();
  const int status = ::pclose(pipe);
  INFO(said);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

}  // namespace

TEST_CASE("the ledger of 2013: open debt to the cent, receipts in every week") {
  if (!can_check("the ledger of 2013", {"ledger_asof_2013-06-30.csv", "known_future_invoices.csv"})) return;
  check("2013", "ledger-2013.yaml", "84 open invoices");
}

TEST_CASE("the open items of 2020: open debt to the cent, receipts in every week") {
  if (!can_check("the open items of 2020", {"open_items_2020.csv"})) return;
  check("2020", "open-items-2020.yaml", "9,700 open invoices");
}
