// Every vector kernel gives the bits of the scalar primitive it stands for, on every instruction set in this one
// binary.

#include "sim/fast/kernels.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/credit/default_uniform.h"
#include "models/payment/delay_table.h"
#include "tests/fast/targets.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr std::uint64_t kSeed = 0x0123456789ABCDEFu;

/// Words that matter (ends, neighbours of powers of two) and many more.
std::vector<std::uint32_t> words_to_try() {
  std::vector<std::uint32_t> words{0, 1, 2, 0xFFFFFFFFu, 0xFFFFFFFEu, 0x7FFFFFFFu, 0x80000000u, 0x80000001u};
  for (int k = 0; k < 32; ++k)
    for (const std::int64_t off : {-1, 0, 1}) words.push_back(static_cast<std::uint32_t>((std::int64_t{1} << k) + off));
  std::mt19937 bits(7);
  while (words.size() < 20'011)
    words.push_back(static_cast<std::uint32_t>(bits()));  // no multiple of any vector length
  return words;
}

template <class Value>
void check_same_bits(const std::vector<Value>& got, const std::vector<Value>& wanted) {
  REQUIRE(got.size() == wanted.size());
  for (std::size_t k = 0; k < got.size(); ++k)
    if (std::memcmp(&got[k], &wanted[k], sizeof(Value)) != 0) {
      CAPTURE(k, got[k], wanted[k]);
      FAIL("bits differ");
    }
}

}  // namespace

TEST_CASE("draw_words: the words of draw(), for every length and a first entity near the end") {
  for_each_target([] {
    for (const std::size_t blocks : {0, 1, 2, 3, 7, 8, 9, 100, 1001})
      for (const std::uint32_t first : {0u, 5u, 0xFFFFFFF0u})
        for (const std::uint64_t trial : {std::uint64_t{0}, std::uint64_t{41}, (std::uint64_t{3} << 32) + 9}) {
          std::vector<std::uint32_t> wanted, got(4 * blocks + 4, 0xABCDEF01u);
          for (std::uint32_t k = 0; k < blocks; ++k)
            for (const std::uint32_t word : draw(kSeed, Purpose::buyer_effect, 0, first + k, trial))
              wanted.push_back(word);
          wanted.insert(wanted.end(), 4, 0xABCDEF01u);  // nothing is written behind the end
          fast::draw_words(kSeed, Purpose::buyer_effect, first, blocks, trial, got.data());
          check_same_bits(got, wanted);
        }
  });
}

TEST_CASE("add_residuals: the table's residual of every share, and the rare shares by number") {
  for (const double root : {1.0, 0.7745966692414834, 0.3}) {
    const ResidualTable table(root);
    for_each_target([&] {
      std::size_t rare_seen = 0;
      for (const std::size_t blocks : {fast::kBlockStep, 64 * fast::kBlockStep, 250 * fast::kBlockStep})
        for (const std::uint64_t trial : {std::uint64_t{0}, std::uint64_t{77}, std::uint64_t{1} << 40}) {
          std::vector<std::int16_t> wanted, got(8 * blocks);
          std::vector<std::uint32_t> rare_wanted;
          for (std::size_t j = 0; j < got.size(); ++j) got[j] = static_cast<std::int16_t>(j % 4001) - 2000;
          for (std::uint32_t k = 0; k < blocks; ++k)
            for (const std::uint32_t word : draw(kSeed, Purpose::delay, 0, k, trial))
              for (const std::uint32_t share : {word & 0xFFFFu, word >> 16}) {
                const std::size_t j = wanted.size();
                if (ResidualTable::is_tail(share)) rare_wanted.push_back(static_cast<std::uint32_t>(j));
                wanted.push_back(static_cast<std::int16_t>(got[j] + table.residual(share)));
              }
          std::vector<fast::RareShare> rare(8 * blocks);
          rare.resize(fast::add_residuals(kSeed, trial, table, blocks, got.data(), rare.data()));
          REQUIRE(rare.size() == rare_wanted.size());
          for (std::size_t i = 0; i < rare.size(); ++i) {
            CHECK(rare[i].invoice == rare_wanted[i]);
            CHECK(ResidualTable::is_tail(rare[i].share));
            got[rare[i].invoice] = wanted[rare[i].invoice];  // meaningless until finished by a second draw
          }
          check_same_bits(got, wanted);
          rare_seen += rare.size();
        }
      CHECK(rare_seen > 50);
    });
  }
}

TEST_CASE("normal_from_words: normal_quantile of the word's uniform") {
  const std::vector<std::uint32_t> words = words_to_try();
  std::vector<double> wanted;
  for (const std::uint32_t word : words) wanted.push_back(normal_quantile(open_uniform(word)));
  for_each_target([&] {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{8}, words.size()}) {
      std::vector<double> got(count);
      fast::normal_from_words(words.data(), count, got.data());
      check_same_bits(got, {wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(count)});
    }
  });
}

TEST_CASE("open_item_scores: truncated_score of the item's own draw, from the harmless to the impossible edge") {
  const std::uint64_t trial = 12345;
  for (const double root : {0.05, 0.5, 0.7745966692414834, 1.0}) {
    std::mt19937 bits(3);
    std::vector<std::uint32_t> entity;
    std::vector<Score> edge, mean, wanted;
    for (std::uint32_t k = 0; k < 5003; ++k) {
      entity.push_back(k % 3 == 0 ? static_cast<std::uint32_t>(bits()) : k);
      edge.push_back(static_cast<Score>(bits() % (2 * kScoreLimit)) - kScoreLimit - 1);
      mean.push_back(static_cast<Score>(bits() % (2 * kScoreLimit + 1)) - kScoreLimit);
      wanted.push_back(truncated_score(root, mean[k], edge[k], open_item_uniform(kSeed, trial, entity[k])));
    }
    for_each_target([&] {
      std::vector<Score> got(entity.size());
      fast::open_item_scores(kSeed, trial, root, entity.size(), entity.data(), edge.data(), mean.data(), got.data());
      check_same_bits(got, wanted);
    });
  }
}
