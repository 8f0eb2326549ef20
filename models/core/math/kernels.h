// exp, log and the normal distribution over lanes: one source for one double and for a vector of doubles, with the same
// bits in every lane, because every operation used is exact or correctly rounded and their order is written here.
// Compile with -ffp-contract=off.
//
// No include guard, on purpose: the file is included once per instruction set, inside that set's target region, with
// DELCREDERE_KERNELS defined as the namespace that takes the templates. It undefines the macro and includes nothing
// itself: include <cstddef>, <cstdint>, <limits> and "models/core/math/coefficients.h" first. scalar_lane.h shows it.
//
// A lane policy L supplies
//
//   Real, Word, Mask            doubles, their 64-bit patterns (unsigned), results of comparisons
//   + - * / on Real             IEEE 754, round to nearest, never fused
//   + - & | on Word             modulo 2^64
//   < <= == on Real             give Mask; false for NaN
//   L::real(double)             the same number in every lane
//   L::word(std::uint64_t)      the same pattern in every lane
//   L::sqrt(Real)               correctly rounded
//   L::select(Mask, a, b)       a where the mask holds, else b (Real)
//   L::any(Mask)                whether some lane needs it: saves work, never changes a value
//   L::bits(Real), L::from_bits(Word)
//   L::template left<n>(Word), L::template right<n>(Word)   logical shifts
//
// Kernels have no other branch than `any`: both sides are computed and selected.

#ifndef DELCREDERE_KERNELS
#error "define DELCREDERE_KERNELS as the namespace of the kernels of this instruction set"
#endif
#define DELCREDERE_LANES [[gnu::always_inline]] inline

namespace DELCREDERE_KERNELS {

/// c[at] + c[at + step] x + c[at + 2 step] x^2 + ... by Horner's rule.
template <class L, std::size_t at, std::size_t step, std::size_t size>
DELCREDERE_LANES typename L::Real horner(typename L::Real x, const double (&c)[size]) {
  if constexpr (at + step < size)
    return L::real(c[at]) + x * horner<L, at + step, step>(x, c);
  else
    return L::real(c[at]);
}

/// sum c[k] x^k: even and odd powers apart, which halves the chain of dependent operations.
template <class L, std::size_t size>
DELCREDERE_LANES typename L::Real polynomial(typename L::Real x, const double (&c)[size]) {
  const typename L::Real square = x * x;
  return horner<L, 0, 2>(square, c) + x * horner<L, 1, 2>(square, c);
}

template <class L>
DELCREDERE_LANES typename L::Real absolute(typename L::Real x) {
  return L::from_bits(L::bits(x) & L::word(0x7FFFFFFFFFFFFFFFu));
}

/// factor e^(high + low) for |high| <= 800 and |low| <= 1e-3: k = round(high log2 e), r = high - k ln 2 + low,
/// e^r 2^k. The power of two is applied in two steps, so that only the last one rounds, into the denormals.
template <class L>
DELCREDERE_LANES typename L::Real scaled_exp(typename L::Real high, typename L::Real low, typename L::Real factor) {
  using Real = typename L::Real;
  const Real shifted = high * L::real(math::kLog2E) + L::real(math::kRoundToInteger);
  const Real k = shifted - L::real(math::kRoundToInteger);
  const Real r = ((high - k * L::real(math::kLn2High)) - k * L::real(math::kLn2Low)) + low;
  const Real e = L::real(1.0) + (r + r * r * polynomial<L>(r, math::kExp));
  // 2^(k + 512) 2^-512 where the result may be small, 2^(k - 512) 2^512 where it may be large.
  const auto small = high < L::real(0.0);
  const Real biased = shifted + L::select(small, L::real(1023.0 + 512.0), L::real(1023.0 - 512.0));
  const Real first = L::from_bits(L::template left<52>(L::bits(biased)));
  const Real second = L::select(small, L::real(0x1p-512), L::real(0x1p512));
  return ((factor * e) * first) * second;
}

/// factor e^(-x^2 / 2), 0 <= x <= 40. The square is split exactly (26 bits and the rest): rounding it would cost
/// 700 ulp at 37.
template <class L>
DELCREDERE_LANES typename L::Real scaled_gauss(typename L::Real x, typename L::Real factor) {
  using Real = typename L::Real;
  const Real head = L::from_bits(L::bits(x) & L::word(0xFFFFFFFFF8000000u));
  const Real high = L::real(-0.5) * (head * head);
  const Real low = L::real(-0.5) * ((x - head) * (x + head));
  return scaled_exp<L>(high, low, factor);
}

/// e^x, every x.
template <class L>
DELCREDERE_LANES typename L::Real exp(typename L::Real x) {
  // Beyond these ends the result is 0 or infinity anyhow. NaN fails both comparisons and stays.
  x = L::select(x < L::real(-750.0), L::real(-750.0), x);
  x = L::select(L::real(715.0) < x, L::real(715.0), x);
  return scaled_exp<L>(x, L::real(0.0), L::real(1.0));
}

/// Natural logarithm; -infinity at 0, NaN below. x = m 2^k, m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f / (2 + f):
/// log m = f - f^2/2 + s (f^2/2 + s^2 P(s^2)).
template <class L>
DELCREDERE_LANES typename L::Real log(typename L::Real x) {
  using Real = typename L::Real;
  using Word = typename L::Word;
  const auto denormal = x < L::real(0x1p-1022);
  const Real scaled = L::select(denormal, x * L::real(0x1p54), x);
  constexpr std::uint64_t kSqrtHalf = 0x3FE6A09E667F3BCDu;
  constexpr std::uint64_t kExponentOfOne = std::uint64_t{1023} << 52;
  const Word offset = L::bits(scaled) + L::word(kExponentOfOne - kSqrtHalf);
  const Real m = L::from_bits((offset & L::word(0x000FFFFFFFFFFFFFu)) + L::word(kSqrtHalf));
  // The biased exponent as a double: put under the mantissa of 2^52 and subtracted.
  const Real biased = L::from_bits(L::template right<52>(offset) | L::word(0x4330000000000000u));
  const Real k = biased - L::select(denormal, L::real(0x1p52 + 1023.0 + 54.0), L::real(0x1p52 + 1023.0));

  const Real f = m - L::real(1.0);
  const Real s = f / (L::real(2.0) + f);
  const Real z = s * s;
  const Real half_square = L::real(0.5) * (f * f);
  const Real rest = s * (half_square + z * polynomial<L>(z, math::kLog));
  const Real value = k * L::real(math::kLn2High) - ((half_square - (rest + k * L::real(math::kLn2Low))) - f);

  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const Real finite = L::select(x < L::real(kInfinity), value, x);
  return L::select(L::real(0.0) < x, finite, L::select(x == L::real(0.0), L::real(-kInfinity), L::real(kNan)));
}

/// P(N(0,1) > x) for x >= 0: e^(-x^2/2) g(t) / (x + 4), t = (x - 4) / (x + 4).
template <class L>
DELCREDERE_LANES typename L::Real upper_tail(typename L::Real x) {
  using Real = typename L::Real;
  const Real a = L::select(L::real(math::kMillsEnd) < x, L::real(math::kMillsEnd), x);
  const Real inverse = L::real(1.0) / (a + L::real(math::kMillsScale));
  const Real t = (a - L::real(math::kMillsScale)) * inverse;
  return scaled_gauss<L>(a, polynomial<L>(t, math::kMills) * inverse);
}

/// Phi(x) = P(N(0,1) <= x).
template <class L>
DELCREDERE_LANES typename L::Real normal_cdf(typename L::Real x) {
  const typename L::Real tail = upper_tail<L>(absolute<L>(x));
  return L::select(x < L::real(0.0), tail, L::real(1.0) - tail);
}

/// 1 - Phi(x) = P(N(0,1) > x).
template <class L>
DELCREDERE_LANES typename L::Real normal_survival(typename L::Real x) {
  const typename L::Real tail = upper_tail<L>(absolute<L>(x));
  return L::select(x < L::real(0.0), L::real(1.0) - tail, tail);
}

/// phi(x) = e^(-x^2/2) / sqrt(2 pi).
template <class L>
DELCREDERE_LANES typename L::Real normal_density(typename L::Real x) {
  const typename L::Real a = absolute<L>(x);
  return scaled_gauss<L>(L::select(L::real(math::kMillsEnd) < a, L::real(math::kMillsEnd), a),
                         L::real(math::kInverseSqrt2Pi));
}

/// |Phi^-1(p)| for min(p, 1 - p) < 0.075, and the ends: infinity at 0. (AS 241)
template <class L>
DELCREDERE_LANES typename L::Real quantile_tail(typename L::Real smaller) {
  using Real = typename L::Real;
  const Real root = L::sqrt(L::real(0.0) - log<L>(smaller));
  const Real near = root - L::real(math::kQuantileTailShift);
  Real value = polynomial<L>(near, math::kQuantileTailNumerator) / polynomial<L>(near, math::kQuantileTailDenominator);
  const auto far = L::real(math::kQuantileFarShift) < root;
  if (L::any(far)) {
    const Real rest = root - L::real(math::kQuantileFarShift);
    value = L::select(
        far, polynomial<L>(rest, math::kQuantileFarNumerator) / polynomial<L>(rest, math::kQuantileFarDenominator),
        value);
    value = L::select(smaller == L::real(0.0), root, value);
  }
  return value;
}

/// Phi^-1(p); -infinity at 0, infinity at 1, NaN outside [0, 1].
template <class L>
DELCREDERE_LANES typename L::Real normal_quantile(typename L::Real p) {
  using Real = typename L::Real;
  const Real q = p - L::real(0.5);
  const Real r = L::real(math::kQuantileCentreSquare) - q * q;
  const Real centre =
      q * polynomial<L>(r, math::kQuantileCentreNumerator) / polynomial<L>(r, math::kQuantileCentreDenominator);
  // Of the tail and NaN: whatever is not surely in the centre.
  const Real width = absolute<L>(q);
  const Real excess = L::select(width <= L::real(math::kQuantileCentre), L::real(0.0), L::real(1.0));
  const auto outside = L::real(0.0) < excess;
  if (!L::any(outside)) return centre;
  const auto low = q < L::real(0.0);
  const Real tail = quantile_tail<L>(L::select(low, p, L::real(1.0) - p));
  return L::select(outside, L::select(low, L::real(0.0) - tail, tail), centre);
}

}  // namespace DELCREDERE_KERNELS

#undef DELCREDERE_LANES
#undef DELCREDERE_KERNELS
