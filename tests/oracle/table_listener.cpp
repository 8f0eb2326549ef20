// Prints every figure that was checked as a table, where DELCREDERE_TABLE is set:
//   DELCREDERE_TABLE=1 build/tests/test_oracle "[table]"

#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <fmt/core.h>

#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/support/oracle_rows.h"

namespace {

struct TableListener : Catch::TestEventListenerBase {
  using TestEventListenerBase::TestEventListenerBase;

  void testRunEnded(const Catch::TestRunStats&) override {
    if (std::getenv("DELCREDERE_TABLE") == nullptr) return;
    fmt::print("| study | figure | exact | simulated | standard error | z |\n|---|---|---|---|---|---|\n");
    for (const auto& row : delcredere::testing::checked_rows())
      fmt::print("| {} | {} | {:.7g} | {:.7g} | {:.2g} | {:.2f} |\n", row.study, row.figure, row.exact, row.simulated,
                 row.error, row.z);
  }
};

}  // namespace

CATCH_REGISTER_LISTENER(TableListener)
