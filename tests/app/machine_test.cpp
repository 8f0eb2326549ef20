#include "app/resources/machine.h"

#include <sched.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>

using namespace delcredere;

TEST_CASE("threads as typed: whole numbers from 1 to 1024") {
  std::vector<Diagnostic> warnings;
  CHECK(choose_threads(std::nullopt, 6, warnings) == 6);
  CHECK(choose_threads("1", 6, warnings) == 1);
  CHECK(choose_threads("6", 6, warnings) == 6);
  CHECK(warnings.empty());
  for (const char* bad :
       {"0", "-1", "1000000", "1025", "", " 2", "2 ", "1.5", "two", "0x2", "+2", "99999999999999999999"}) {
    CAPTURE(bad);
    try {
      choose_threads(bad, 6, warnings);
      FAIL_CHECK("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::config);
      CHECK(std::string(error.what()).find("'" + std::string(bad) + "'") != std::string::npos);
    }
  }
}

TEST_CASE("more threads than CPUs are allowed, with one warning") {
  std::vector<Diagnostic> warnings;
  CHECK(choose_threads("3", 2, warnings) == 3);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].text().find("2 CPUs") != std::string::npos);
}

TEST_CASE("affinity counts: on one allowed CPU there is one") {
  cpu_set_t before;
  REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
  CHECK(usable_cpus() >= 1);
  CHECK(usable_cpus() <= CPU_COUNT(&before));
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
  const int cpus = usable_cpus();
  REQUIRE(sched_setaffinity(0, sizeof before, &before) == 0);
  CHECK(cpus == 1);
}

TEST_CASE("a limit on the address space is a limit on memory") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_AS, &before) == 0);
  const std::uint64_t unlimited = available_memory();
  CHECK(unlimited > 0);
  rlimit tight = before;
  tight.rlim_cur = std::uint64_t{1} << 50;  // above anything in use: sanitizers reserve terabytes
  if (before.rlim_cur != RLIM_INFINITY || setrlimit(RLIMIT_AS, &tight) != 0) return;
  const std::uint64_t limited = available_memory();
  setrlimit(RLIMIT_AS, &before);
  CHECK(limited <= std::uint64_t{1} << 50);
  CHECK(limited > 0);
}
