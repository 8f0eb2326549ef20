#pragma once
// Unsigned 256-bit integers: just what N S2 - S1^2 needs to be exact.

#include <array>
#include <cstddef>
#include <cstdint>

#include "models/core/money.h"

namespace delcredere {

/// Four 64-bit limbs, lowest first. Sums and products wrap beyond 2^256.
struct UInt256 {
  std::array<std::uint64_t, 4> limbs{};

  static constexpr UInt256 product(UInt128 a, UInt128 b) {
    const std::array<std::uint64_t, 2> x{static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(a >> 64)};
    const std::array<std::uint64_t, 2> y{static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(b >> 64)};
    UInt256 result;
    for (std::size_t i = 0; i < 2; ++i) {
      std::uint64_t carry = 0;
      for (std::size_t j = 0; j < 2; ++j) {
        const UInt128 sum = static_cast<UInt128>(x[i]) * y[j] + result.limbs[i + j] + carry;
        result.limbs[i + j] = static_cast<std::uint64_t>(sum);
        carry = static_cast<std::uint64_t>(sum >> 64);
      }
      result.limbs[i + 2] = carry;
    }
    return result;
  }

  constexpr UInt256& operator+=(const UInt256& other) {
    UInt128 carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      carry += static_cast<UInt128>(limbs[i]) + other.limbs[i];
      limbs[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    return *this;
  }

  constexpr UInt256& operator+=(UInt128 other) {
    UInt128 carry = static_cast<UInt128>(limbs[0]) + static_cast<std::uint64_t>(other);
    limbs[0] = static_cast<std::uint64_t>(carry);
    carry = (carry >> 64) + limbs[1] + static_cast<std::uint64_t>(other >> 64);
    limbs[1] = static_cast<std::uint64_t>(carry);
    carry = (carry >> 64) + limbs[2];
    limbs[2] = static_cast<std::uint64_t>(carry);
    limbs[3] += static_cast<std::uint64_t>(carry >> 64);
    return *this;
  }

  constexpr UInt256& operator-=(const UInt256& other) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const UInt128 taken = static_cast<UInt128>(other.limbs[i]) + borrow;
      borrow = taken > limbs[i] ? 1 : 0;
      limbs[i] -= static_cast<std::uint64_t>(taken);
    }
    return *this;
  }

  constexpr UInt256& operator*=(std::uint64_t factor) {
    UInt128 carry = 0;
    for (std::uint64_t& limb : limbs) {
      carry += static_cast<UInt128>(limb) * factor;
      limb = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    return *this;
  }

  /// Within one unit in the last place.
  constexpr double to_double() const {
    const UInt128 high = static_cast<UInt128>(limbs[3]) << 64 | limbs[2];
    const UInt128 low = static_cast<UInt128>(limbs[1]) << 64 | limbs[0];
    return static_cast<double>(high) * 0x1p128 + static_cast<double>(low);
  }

  friend constexpr bool operator==(const UInt256&, const UInt256&) = default;
};

}  // namespace delcredere
