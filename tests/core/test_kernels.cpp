// A lane policy of two doubles in one SSE2 register gives the bits of the scalar lane in both lanes.
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "models/core/math/elementary.h"
#include "models/core/math/scalar_lane.h"

namespace delcredere {
namespace {

struct PairLane {
  typedef double Real __attribute__((vector_size(16)));
  typedef std::uint64_t Word __attribute__((vector_size(16)));
  typedef std::int64_t Mask __attribute__((vector_size(16)));
  static Real real(double x) { return Real{x, x}; }
  static Word word(std::uint64_t w) { return Word{w, w}; }
  static Real sqrt(Real x) { return Real{std::sqrt(x[0]), std::sqrt(x[1])}; }
  static Real select(Mask mask, Real a, Real b) { return mask ? a : b; }
  static bool any(Mask mask) { return (mask[0] | mask[1]) != 0; }
  static Word bits(Real x) { return std::bit_cast<Word>(x); }
  static Real from_bits(Word w) { return std::bit_cast<Real>(w); }
  template <int n>
  static Word left(Word w) {
    return w << n;
  }
  template <int n>
  static Word right(Word w) {
    return w >> n;
  }
};

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

/// How many of the values differ in either lane when a lane's neighbour is any other value.
template <class Vector, class Scalar>
int differences(const std::vector<double>& values, Vector vector, Scalar scalar) {
  std::mt19937 generator(7);
  std::uniform_int_distribution<std::size_t> any(0, values.size() - 1);
  int count = 0;
  for (const double x : values) {
    const double neighbour = values[any(generator)];
    const PairLane::Real left = vector(PairLane::Real{x, neighbour});
    const PairLane::Real right = vector(PairLane::Real{neighbour, x});
    const double expected = scalar(x);
    count += same(left[0], expected) && same(right[1], expected) ? 0 : 1;
  }
  return count;
}

std::vector<double> arguments() {
  std::vector<double> values{0.0,  -0.0, 1.0,    -1.0,   0.5,       0.075,     0.925,     0x1p-53,  1 - 0x1p-53,
                             40.0, -40., 709.78, -745.1, 0x1p-1074, 0x1p-1022, 0x1p-1030, INFINITY, -INFINITY,
                             NAN,  1e-9, 1e300,  -1e300, 1.4e-11,   38.5,      -38.5,     1e-300,   0.4999999};
  std::mt19937_64 generator(11);
  const auto uniform = [&] { return std::generate_canonical<double, 53>(generator); };
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(uniform());
    values.push_back(80 * uniform() - 40);
    values.push_back(std::exp(-700 * uniform()));
    values.push_back(std::bit_cast<double>(generator()));
  }
  return values;
}

TEST_CASE("every kernel has the same bits in vector lanes, inline and called") {
  const std::vector<double> values = arguments();
  const auto check = [&](auto vector, double (*called)(double), double (*inline_form)(double)) {
    CHECK(differences(values, vector, called) == 0);
    CHECK(differences(values, vector, inline_form) == 0);
  };
  using Real = PairLane::Real;
  check([](Real x) { return scalar_kernels::exp<PairLane>(x); }, portable_exp, inlined::portable_exp);
  check([](Real x) { return scalar_kernels::log<PairLane>(x); }, portable_log, inlined::portable_log);
  check([](Real x) { return scalar_kernels::normal_cdf<PairLane>(x); }, normal_cdf, inlined::normal_cdf);
  check([](Real x) { return scalar_kernels::normal_survival<PairLane>(x); }, normal_survival, inlined::normal_survival);
  check([](Real x) { return scalar_kernels::normal_quantile<PairLane>(x); }, normal_quantile, inlined::normal_quantile);
  check([](Real x) { return scalar_kernels::normal_density<PairLane>(x); }, normal_density, inlined::normal_density);
}

TEST_CASE("the comparison of lanes notices one wrong bit") {
  const std::vector<double> values{0.25, 0.5, 0.75};
  const auto vector = [](PairLane::Real x) { return scalar_kernels::normal_quantile<PairLane>(x); };
  CHECK(differences(values, vector, [](double p) { return std::nextafter(normal_quantile(p), 10.0); }) == 3);
}

}  // namespace
}  // namespace delcredere
