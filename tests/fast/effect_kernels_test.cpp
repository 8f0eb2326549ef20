// Priors and posteriors of payment effects, many side by side, have the bits of EffectPrior and informed_score() on
// every instruction set.

#include "sim/fast/effect_kernels.h"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// Evidence with random weights; `gap` of them are 0.
struct SomeEvidence {
  EffectEvidence evidence;
  std::vector<float> weights;

  SomeEvidence(std::mt19937_64& bits, int level, std::int32_t first_block, std::uint32_t blocks, unsigned gap)
      : weights((blocks + 7) / 8 * kEffectChunk) {
    evidence.level = level;
    evidence.first_block = first_block;
    evidence.blocks = blocks;
    for (std::size_t cell = 0; cell < evidence.cells(); ++cell)
      if (bits() % 100 >= gap)
        weights[EffectEvidence::place(cell)] =
            static_cast<float>(std::ldexp(static_cast<double>(bits() >> 12), -52 - static_cast<int>(bits() % 30)));
  }
};

}  // namespace

TEST_CASE("fill_priors: the weights of EffectPrior, for every number of groups and any part of the grid") {
  std::mt19937_64 bits(5);
  std::normal_distribution<double> normal;
  for (const EffectRoots& roots : {EffectRoots{0.32, 0.55, 0.77}, EffectRoots{0.9, 0.1, 0.4}, EffectRoots{0, 0.5, 0.8}})
    for (int level = kCoarsestLevel; level <= 6; ++level)
      for (std::size_t count = 1; count <= fast::kPriorsTogether; ++count) {
        std::vector<PriorRecurrence> runs;
        std::vector<EffectPrior> priors(count);
        for (std::size_t i = 0; i < count; ++i) {
          const double score = i == 3 ? 9.0 : 1.5 * normal(bits);  // beyond the bound, too
          runs.push_back(prior_recurrence(roots, level, score));
          priors[i].set(roots, level, score);
        }
        // Parts of the grid to the left of it all, across its ends, inside.
        const auto half = static_cast<std::int32_t>(
            std::ceil((kDelayScoreBound * roots.sector + 8.0 * roots.buyer) / step_of(roots, level) / 8.0));
        for (const std::int32_t first : {-half, -half / 2, -1, half - 3}) {
          const auto blocks = static_cast<std::uint32_t>(std::min<std::int32_t>(half - first + 1, 1 + half));
          for_each_target([&] {
            std::vector<double> tables(count * kEffectBlock * blocks + 1, -1.0);
            fast::fill_priors(runs.data(), count, first, blocks, tables.data());
            std::size_t different = 0;
            for (std::size_t i = 0; i < count; ++i)
              for (std::size_t k = 0; k < kEffectBlock; ++k)
                for (std::uint32_t b = 0; b < blocks; ++b) {
                  const std::int32_t cell = (first + static_cast<std::int32_t>(b)) * 8 + static_cast<std::int32_t>(k);
                  different += !same_bits(tables[(i * kEffectBlock + k) * blocks + b], priors[i].weight(cell));
                }
            CHECK(different == 0);
            CHECK(tables.back() == -1.0);  // nothing is written behind the end
          });
        }
      }
}

TEST_CASE("cut_posteriors: informed_score() of every buyer, whatever is beside it") {
  std::mt19937_64 bits(11);
  const EffectRoots roots{0.32, 0.55, 0.77};
  constexpr int kLevels[] = {2, 4, 7};
  const std::vector<double> scores{0.3, -2.0, 9.0};
  for (const std::size_t count : {1, 2, 15, 16, 17, 300}) {
    std::vector<SomeEvidence> some;
    std::vector<fast::InformedBuyer> informed(count);
    std::vector<std::uint32_t> words(count);
    std::vector<double> shifts, priors, wanted(count);
    for (const double score : scores) shifts.push_back(roots.sector * score);
    std::size_t most = 0, compared = 0;
    some.reserve(count);
    for (std::size_t n = 0; n < count; ++n) {
      const int level = kLevels[bits() % 3];
      const std::uint32_t blocks = n % 40 == 7 ? 129 : 1 + static_cast<std::uint32_t>(bits() % 17);
      const auto reach = static_cast<std::int32_t>(2) << level;  // in blocks: 16 standard deviations of B
      std::int32_t first = static_cast<std::int32_t>(bits() % static_cast<unsigned>(reach)) - reach / 2;
      if (n % 9 == 4) first = -2 * reach;  // where the prior is 0, whatever Z'
      some.emplace_back(bits, level, first, blocks, n % 5 == 0 ? 60u : 5u);
      SomeEvidence& last = some.back();
      last.evidence.weights = last.weights.data();
      most = std::max(most, last.evidence.chunks());
      fast::InformedBuyer& buyer = informed[n];
      buyer.likelihood = last.weights.data();
      buyer.step = step_of(roots, level);
      buyer.prior = static_cast<std::uint32_t>(priors.size());
      buyer.stride = static_cast<std::uint32_t>(last.evidence.chunks() * kEffectBlock);
      buyer.blocks = blocks;
      buyer.first_cell = last.evidence.first_cell();
      buyer.buyer = static_cast<std::uint32_t>(count - 1 - n);
      buyer.group = static_cast<std::uint32_t>(bits() % scores.size());
      const double score = scores[buyer.group];
      const PriorRecurrence run = prior_recurrence(roots, level, score);
      priors.resize(priors.size() + kEffectBlock * buyer.stride);
      fast::fill_priors(&run, 1, first, buyer.stride, priors.data() + buyer.prior);
      constexpr std::uint32_t kEnds[] = {0, 1, 0xFFFFFFFFu};
      words[buyer.buyer] = n % 7 < 3 ? kEnds[n % 7] : static_cast<std::uint32_t>(bits());
      // informed_score(), told by the evidence and the prior's weights alone.
      std::vector<double> running{0.0};
      for (std::size_t block = 0; block < blocks; ++block) {
        double sum = 0.0;
        for (std::size_t k = 0; k < kEffectBlock; ++k)
          sum += last.evidence.weight(block * kEffectBlock + k) * priors[buyer.prior + k * buyer.stride + block];
        running.push_back(running.back() + sum);
      }
      const double target = open_uniform(words[buyer.buyer]) * running.back();
      std::size_t block = 0;
      while (block + 1 < blocks && running[block + 1] <= target) ++block;
      double lower = running[block], upper = lower;
      std::size_t cell = 0;
      for (std::size_t k = 0; k < kEffectBlock; ++k) {
        upper = lower + last.evidence.weight(block * kEffectBlock + k) * priors[buyer.prior + k * buyer.stride + block];
        cell = k;
        if (!(upper <= target) || k + 1 == kEffectBlock) break;
        lower = upper;
      }
      const double inside = upper > lower ? std::min(std::max((target - lower) / (upper - lower), 0.0), 1.0) : 0.5;
      const double m =
          (static_cast<double>(buyer.first_cell) + static_cast<double>(block * kEffectBlock + cell) - 0.5 + inside) *
          buyer.step;
      wanted[buyer.buyer] = (m - shifts[buyer.group]) / roots.buyer;
      const auto half = static_cast<std::int32_t>(
          std::ceil((kDelayScoreBound * roots.sector + 8.0 * roots.buyer) / step_of(roots, level) / 8.0));
      if (first < -half || first + static_cast<std::int32_t>(blocks) > half) continue;  // EffectPrior ends there
      ++compared;
      EffectPrior prior;
      prior.set(roots, level, score);
      const double reference = informed_score(last.evidence, prior, roots, open_uniform(words[buyer.buyer]));
      CHECK(same_bits(wanted[buyer.buyer], (reference - shifts[buyer.group]) / roots.buyer));
    }
    CHECK(compared + 10 >= count / 2);
    for_each_target([&] {
      std::vector<double> scratch(fast::cut_scratch(most)), got(count + 1, -9.0);
      fast::cut_posteriors(informed.data(), count, priors.data(), words.data(), shifts.data(), roots.buyer,
                           scratch.data(), got.data());
      std::size_t different = 0;
      for (std::size_t b = 0; b < count; ++b) different += !same_bits(got[b], wanted[b]);
      CHECK(different == 0);
      CHECK(got.back() == -9.0);
    });
  }
}
