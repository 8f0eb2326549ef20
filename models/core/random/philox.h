#pragma once
// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror & Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC'11, section 3.4 and table 2.
//
// A pure function of (counter, key): ten rounds of two 32 x 32 -> 64 bit multiplications; the key is bumped by Weyl
// constants before every round but the first. Random123's published vectors are the test.

#include <array>
#include <cstdint>

namespace delcredere {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;
using PhiloxBlock = std::array<std::uint32_t, 4>;

namespace philox {
inline constexpr std::uint32_t kMultiplier0 = 0xD2511F53u;
inline constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57u;
inline constexpr std::uint32_t kWeyl0 = 0x9E3779B9u;
inline constexpr std::uint32_t kWeyl1 = 0xBB67AE85u;
inline constexpr int kRounds = 10;
}  // namespace philox

constexpr PhiloxBlock philox4x32(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < philox::kRounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{philox::kMultiplier0} * counter[0];
    const std::uint64_t product1 = std::uint64_t{philox::kMultiplier1} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += philox::kWeyl0;
    key[1] += philox::kWeyl1;
  }
  return counter;
}

}  // namespace delcredere
