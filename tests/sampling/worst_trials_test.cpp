// What is kept of the worst trials: all of the largest losses where there is room, no more than there is room for, and
// always the losses that were told.

#include "sim/blocks/worst_trials.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace delcredere;

namespace {

struct ToldLoss {
  std::uint32_t buyer = 0;
  Money loss = 0;
  Money retained() const { return loss; }
};

/// Trials with random losses of a few buyers, told to one cell as a run does.
struct Told {
  std::vector<std::vector<ToldLoss>> parts;
  std::vector<Money> losses;

  Told(WorstTrials& worst, std::size_t cell, std::size_t trials, unsigned seed, Money largest) {
    std::mt19937_64 bits(seed);
    for (std::size_t n = 0; n < trials; ++n) {
      std::vector<ToldLoss>& own = parts.emplace_back(bits() % 5);
      Money sum = 0;
      for (std::uint32_t k = 0; k < own.size(); ++k)
        sum += (own[k] = {k, static_cast<Money>(bits() % static_cast<std::uint64_t>(largest))}).loss;
      losses.push_back(sum);
      if (worst.may_keep(cell, sum)) worst.keep(cell, n, sum, own);
    }
    worst.finish();
  }
  /// Trials that were found, each with the parts that were told.
  std::vector<std::size_t> kept(const WorstTrials& worst, std::size_t cell) const {
    std::vector<std::size_t> numbers;
    for (std::size_t n = 0; n < parts.size(); ++n) {
      const WorstTrials::Found found = worst.find(cell, n);
      if (!found.kept) continue;
      numbers.push_back(n);
      REQUIRE(found.losses.size() == parts[n].size());
      for (std::size_t k = 0; k < parts[n].size(); ++k) {
        CHECK(found.losses[k].buyer == parts[n][k].buyer);
        CHECK(found.losses[k].retained == parts[n][k].loss);
      }
    }
    return numbers;
  }
};

}  // namespace

TEST_CASE("the largest losses are all kept where there is room") {
  constexpr std::size_t trials = 5000, wanted = 60;
  WorstTrials worst(2, wanted, 1 << 20);
  const Told told(worst, 1, trials, 3, 1'000'000'000);
  const std::vector<std::size_t> kept = told.kept(worst, 1);
  CHECK(kept.size() >= wanted);
  CHECK(kept.size() < 2 * wanted);
  std::vector<std::size_t> order(trials);
  for (std::size_t n = 0; n < trials; ++n) order[n] = n;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return told.losses[a] > told.losses[b]; });
  for (std::size_t k = 0; k < wanted; ++k) CHECK(std::binary_search(kept.begin(), kept.end(), order[k]));
  CHECK_FALSE(worst.find(0, order[0]).kept);  // another cell's
}

TEST_CASE("of many equal losses some are kept, and what is larger always") {
  WorstTrials worst(1, 50, 1 << 20);
  const Told told(worst, 0, 3000, 5, 2);  // buyers lose 0 or 1: few different sums
  const std::vector<std::size_t> kept = told.kept(worst, 0);
  CHECK(kept.size() < 100);
  Money floor = kept.empty() ? 0 : told.losses[kept.front()];
  for (const std::size_t n : kept) floor = std::min(floor, told.losses[n]);
  CHECK(std::count(told.losses.begin(), told.losses.end(), floor) > 100);  // not all of these
  for (std::size_t n = 0; n < told.losses.size(); ++n)
    if (told.losses[n] > floor) CHECK(std::binary_search(kept.begin(), kept.end(), n));
}

TEST_CASE("little room keeps the largest of them, none nothing") {
  WorstTrials little(1, 1000, 4000);
  const Told told(little, 0, 5000, 7, 1'000'000'000);
  const std::vector<std::size_t> kept = told.kept(little, 0);
  std::size_t bytes = 0;
  for (const std::size_t n : kept) bytes += told.parts[n].size() * sizeof(RetainedLoss);
  CHECK(bytes <= 4000);
  REQUIRE(!kept.empty());
  const auto largest = std::max_element(told.losses.begin(), told.losses.end()) - told.losses.begin();
  CHECK(std::binary_search(kept.begin(), kept.end(), static_cast<std::size_t>(largest)));

  CHECK_FALSE(WorstTrials(1, 0, 4000).may_keep(0, 1'000'000));
  CHECK_FALSE(WorstTrials(1, 100, 0).may_keep(0, 1'000'000));
}
