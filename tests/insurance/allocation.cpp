// evaluate() allocates nothing once its workspace and outcome are warm: every trial runs through it.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "tests/insurance/random_case.h"

namespace {
std::size_t allocations = 0;
}  // namespace

// Replaces the allocation of this whole test binary by one that counts.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size > 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("evaluate allocates nothing after warm-up") {
  std::size_t events = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const RandomCase sample = random_case(7'000'000 + seed);
    const Policy policy(sample.terms, sample.book.portfolio, sample.horizon, sample.premiums, sample.primary_terms());
    const std::vector<BuyerLedger> ledgers = sample.book.ledgers();
    PolicyWorkspace workspace;
    PolicyOutcome outcome;
    policy.evaluate(ledgers, workspace, outcome);
    const std::size_t before = allocations;
    policy.evaluate(ledgers, workspace, outcome);
    const std::size_t after = allocations;
    REQUIRE(before > 0);
    REQUIRE(after == before);
    events += outcome.events.size();
  }
  CHECK(events > 200);
}
