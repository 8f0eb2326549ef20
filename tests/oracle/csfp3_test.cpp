// CreditRisk+ manual, example 3 (Credit Suisse First Boston 1997): each obligor has weights on three sectors and its
// own part. The manual prints no percentiles of it without banding, so they come from its generating function,
//
//   G(z) = exp(A_0(z)) prod_k (1 - v_k A_k(z))^(-1 / v_k),   A_k(z) = sum_i w_ik pd_i (z^(e_i) - 1),
//
// turned into probabilities by a fast Fourier transform on a lattice of 500. The same road gives example 2's figures.

#include <catch2/catch.hpp>
#include <complex>

#include "sim/run.h"
#include "tests/oracle/csfp25.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr double kLattice = 500, kVariance = 0.25;
constexpr std::size_t kSize = std::size_t{1} << 19;

using Complex = std::complex<double>;

/// In place, radix 2, sign of the exponent as given.
void transform(std::vector<Complex>& a, double sign) {
  const std::size_t n = a.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; (j & bit) != 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(a[i], a[j]);
  }
  for (std::size_t length = 2; length <= n; length *= 2) {
    const double angle = sign * 2.0 * M_PI / static_cast<double>(length);
    for (std::size_t k = 0; k < length / 2; ++k) {
      const Complex w = std::polar(1.0, angle * static_cast<double>(k));
      for (std::size_t i = k; i < n; i += length) {
        const Complex even = a[i], odd = a[i + length / 2] * w;
        a[i] = even + odd;
        a[i + length / 2] = even - odd;
      }
    }
  }
}

/// Weight of obligor o on sector k; 0 is its own part.
using Weight = double (*)(const Obligor& o, int k);
double of_example_2(const Obligor& o, int k) {
  const char* names[] = {"", "US", "Japan", "Europe"};
  return k > 0 && std::string(o.sector) == names[k] ? 1.0 : 0.0;
}
double of_example_3(const Obligor& o, int k) {
  return k == 0 ? o.specific : k == 1 ? o.us : k == 2 ? o.japan : o.europe;
}

/// P(loss = 500 n).
std::vector<double> law(Weight weight) {
  std::vector<std::vector<Complex>> sums;
  for (int k = 0; k < 4; ++k) {
    std::vector<Complex>& a = sums.emplace_back(kSize, 0.0);
    for (const Obligor& o : kManual) {
      const double mean = weight(o, k) * o.pd;
      a[static_cast<std::size_t>(std::llround(static_cast<double>(o.exposure) / kLattice))] += mean;
      a[0] -= mean;
    }
    transform(a, -1.0);
  }
  std::vector<Complex> g(kSize);
  for (std::size_t n = 0; n < kSize; ++n) {
    Complex log = sums[0][n];
    for (std::size_t k = 1; k < 4; ++k) log -= std::log(1.0 - kVariance * sums[k][n]) / kVariance;
    g[n] = std::exp(log);
  }
  transform(g, 1.0);
  std::vector<double> p;
  for (const Complex& value : g) p.push_back(value.real() / static_cast<double>(kSize));
  return p;
}

struct Tail {
  double var = 0, es = 0;
};
Tail tail(const std::vector<double>& p, double level) {
  double reached = 0, beyond = 0;
  std::size_t n = 0;
  while ((reached += p[n]) < level) ++n;
  for (std::size_t m = n + 1; m < p.size(); ++m) beyond += p[m] * static_cast<double>(m - n);
  return {kLattice * static_cast<double>(n), kLattice * (static_cast<double>(n) + beyond / (1.0 - level))};
}

Sample simulated(bool weights_kept) {
  StudyBuilder builder(400'000, 6503);
  builder.study().currency = {"XXX", 0};
  DependenceParameters& dependence = builder.base().credit.dependence;
  dependence.model = DependenceModel::gamma;
  dependence.counts = DefaultCounts::poisson;
  dependence.sectors["default"].volatility = std::sqrt(kVariance);
  std::uint32_t number = 0;
  for (const Obligor& o : kManual) {
    builder.exposure(o.pd, o.exposure, 1.0, o.sector);
    if (weights_kept) dependence.buyer_weights[number] = {{"Europe", o.europe}, {"Japan", o.japan}, {"US", o.us}};
    ++number;
  }
  return {"CreditRisk+ 3", run_study(builder.build(), {}).trial_columns.gross_loss.values(), 1.0};
}

}  // namespace

TEST_CASE("CreditRisk+ manual, example 3: percentiles and tail means", "[table][gamma]") {
  // The road is right: example 2 as computed elsewhere by recursion.
  const std::vector<double> second = law(of_example_2);
  CHECK(tail(second, 0.99).var == Approx(49'861'000));
  CHECK(tail(second, 0.99).es == Approx(57'749'651).epsilon(1e-5));  // to the rounding of either road
  CHECK(tail(second, 0.999).var == Approx(67'883'500));

  const std::vector<double> third = law(of_example_3);
  const Sample sample = simulated(true), others = simulated(false);
  for (const double level : {0.95, 0.99, 0.995, 0.999}) {
    const Tail exact = tail(third, level);
    const std::string name = std::to_string(100 * level).substr(0, level > 0.99 ? 4 : 2);
    CHECK_ROW(sample.value_at_risk("VaR" + name, level, exact.var));
    CHECK_ROW(sample.expected_shortfall("ES" + name, level, exact.var, exact.es));
    CHECK_FALSE(others.expected_shortfall("", level, exact.var, exact.es).agrees());  // planted: weights lost
  }
}
