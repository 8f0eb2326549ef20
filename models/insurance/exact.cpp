#include "models/insurance/exact.h"

#include <array>
#include <cstddef>

namespace delcredere {
namespace {

constexpr std::size_t kLimbs = 8;
using Wide = std::array<std::uint64_t, kLimbs>;  // little endian

Wide times(const Wide& a, std::uint64_t b) {
  Wide product{};
  Uint128 carry = 0;
  for (std::size_t i = 0; i < kLimbs; ++i) {
    carry += static_cast<Uint128>(a[i]) * b;
    product[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return product;
}

Wide plus(const Wide& a, const Wide& b) {
  Wide sum{};
  Uint128 carry = 0;
  for (std::size_t i = 0; i < kLimbs; ++i) {
    carry += static_cast<Uint128>(a[i]) + b[i];
    sum[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return sum;
}

Wide up_one_limb(const Wide& a) {
  Wide shifted{};
  for (std::size_t i = 1; i < kLimbs; ++i) shifted[i] = a[i - 1];
  return shifted;
}

Wide wide_product(std::initializer_list<Uint128> factors) {
  Wide product{1};
  for (const Uint128 factor : factors) {
    product = plus(times(product, static_cast<std::uint64_t>(factor)),
                   up_one_limb(times(product, static_cast<std::uint64_t>(factor >> 64))));
  }
  return product;
}

int compare(const Wide& a, const Wide& b) {
  for (std::size_t i = kLimbs; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

void subtract(Wide& a, const Wide& b) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < kLimbs; ++i) {
    const Uint128 difference = static_cast<Uint128>(a[i]) - b[i] - borrow;
    a[i] = static_cast<std::uint64_t>(difference);
    borrow = static_cast<std::uint64_t>(difference >> 64) != 0 ? 1 : 0;
  }
}

void push_bit(Wide& a, std::uint64_t bit) {
  for (std::size_t i = 0; i < kLimbs; ++i) {
    const std::uint64_t top = a[i] >> 63;
    a[i] = a[i] << 1 | bit;
    bit = top;
  }
}

// Where twice the remainder lies against the denominator.
Rest rest_of(int twice_against_denominator, bool is_zero) {
  if (is_zero) return Rest::zero;
  if (twice_against_denominator == 0) return Rest::half;
  return twice_against_denominator < 0 ? Rest::below_half : Rest::above_half;
}

Quotient wide_ratio(const Wide& numerator, const Wide& denominator) {
  Wide remainder{};
  Uint128 whole = 0;
  for (std::size_t bit = kLimbs * 64; bit-- > 0;) {
    push_bit(remainder, numerator[bit / 64] >> (bit % 64) & 1);
    whole <<= 1;
    if (compare(remainder, denominator) >= 0) {
      subtract(remainder, denominator);
      whole |= 1;
    }
  }
  const bool is_zero = remainder == Wide{};
  push_bit(remainder, 0);
  return {static_cast<Int128>(whole), rest_of(compare(remainder, denominator), is_zero)};
}

// The product, if it stays below 2^127 (so that twice a remainder fits).
bool narrow_product(std::initializer_list<Uint128> factors, Uint128& product) {
  product = 1;
  for (const Uint128 factor : factors) {
    if (__builtin_mul_overflow(product, factor, &product)) return false;
  }
  return product >> 127 == 0;
}

}  // namespace

Quotient ratio(std::initializer_list<Uint128> numerator, std::initializer_list<Uint128> denominator) {
  Uint128 n = 0;
  Uint128 d = 0;
  if (!narrow_product(numerator, n) || !narrow_product(denominator, d)) {
    return wide_ratio(wide_product(numerator), wide_product(denominator));
  }
  if (n >> 63 == 0 && d >> 63 == 0) {  // nearly always; one division of 64 bits is quicker than two of 128
    const auto narrow = static_cast<std::uint64_t>(n), by = static_cast<std::uint64_t>(d);
    const std::uint64_t twice = 2 * (narrow % by);
    return {static_cast<Int128>(narrow / by), rest_of(twice == by ? 0 : (twice < by ? -1 : 1), twice == 0)};
  }
  const Uint128 twice = 2 * (n % d);
  return {static_cast<Int128>(n / d), rest_of(twice == d ? 0 : (twice < d ? -1 : 1), twice == 0)};
}

}  // namespace delcredere
