// Own exp, log and normal distribution against Boost.Math in long double (64-bit mantissa).
#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <catch2/catch.hpp>
#include <cfloat>
#include <cmath>
#include <limits>
#include <random>

#include "models/core/math/elementary.h"

namespace delcredere {
namespace {

static_assert(LDBL_MANT_DIG >= 64, "the references need a long double wider than double");

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kDenormal = std::numeric_limits<double>::denorm_min();

class Uniform {
 public:
  double operator()(double low, double high) {
    return low + (high - low) * std::generate_canonical<double, 53>(generator_);
  }

 private:
  std::mt19937_64 generator_{20240229};
};

double ulps(double got, long double reference) {
  int exponent = 0;
  std::frexp(static_cast<double>(reference), &exponent);
  const double ulp = std::max(std::ldexp(1.0, exponent - 53), kDenormal);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - reference) / static_cast<long double>(ulp));
}

double relative(double got, long double reference) {
  return static_cast<double>(std::fabs((static_cast<long double>(got) - reference) / reference));
}

template <class Function>
double worst(int count, Function error) {
  double largest = 0;
  for (int i = 0; i < count; ++i) {
    const double e = error();
    largest = e <= largest ? largest : e;  // NaN is kept and fails
  }
  return largest;
}

long double upper_tail(double x) { return boost::math::erfc(static_cast<long double>(x) / std::sqrt(2.0L)) / 2; }

long double quantile(long double p) { return -std::sqrt(2.0L) * boost::math::erfc_inv(2 * p); }

TEST_CASE("exp is within one ulp") {
  Uniform uniform;
  for (const auto& [low, high] : {std::pair{-708.0, 709.78}, {-1.0, 1.0}, {-1e-3, 1e-3}, {-745.1, -708.0}}) {
    CAPTURE(low, high);
    CHECK(worst(200'000, [&, from = low, to = high] {
            const double x = uniform(from, to);
            return ulps(portable_exp(x), std::exp(static_cast<long double>(x)));
          }) < 1.0);
  }
}

TEST_CASE("log is within one ulp") {
  Uniform uniform;
  CHECK(worst(200'000, [&] {
          const double x = std::exp(uniform(-744, 709));
          return ulps(portable_log(x), std::log(static_cast<long double>(x)));
        }) < 1.0);
  for (const double radius : {0.5, 1e-3, 1e-9})
    CHECK(worst(200'000, [&] {
            const double x = 1 + uniform(-radius, radius);
            return ulps(portable_log(x), std::log(static_cast<long double>(x)));
          }) < 1.0);
}

TEST_CASE("Phi and its complement have relative error below 1e-15") {
  Uniform uniform;
  for (const double end : {0.1, 1.0, 4.0, 12.0, 37.5})
    CHECK(worst(40'000, [&] {
            const double x = uniform(0, end);
            return relative(normal_survival(x), upper_tail(x));
          }) < 1e-15);
  CHECK(worst(40'000, [&] {
          const double x = uniform(0, 9);
          return relative(normal_cdf(x), upper_tail(-x));
        }) < 1e-15);
  CHECK(worst(40'000, [&] {  // where the result is denormal, its step is added
          const double x = uniform(37.5, 39);
          const long double reference = upper_tail(x);
          const long double allowed = 1e-15L * reference + static_cast<long double>(kDenormal);
          return static_cast<double>(std::fabs(static_cast<long double>(normal_survival(x)) - reference) / allowed);
        }) <= 1.0);
  CHECK(worst(40'000, [&] {
          const double x = uniform(-40, 40);
          return normal_survival(x) == normal_cdf(-x) ? 0.0 : 1.0;
        }) == 0.0);
}

TEST_CASE("the normal density has relative error below 1e-15") {
  Uniform uniform;
  CHECK(worst(100'000, [&] {
          const double x = uniform(-37.5, 37.5);
          const long double square = static_cast<long double>(x) * x;
          return relative(normal_density(x), std::exp(-square / 2) / std::sqrt(2 * std::acos(-1.0L)));
        }) < 1e-15);
}

TEST_CASE("the normal quantile has relative error below 1e-15 from denormals to 1 - 2^-53") {
  Uniform uniform;
  for (const auto& [low, high] : {std::pair{-744.0, -690.0}, {-690.7, -0.7}, {-40.0, -0.7}, {-3.0, -0.7}}) {
    CAPTURE(low, high);
    CHECK(worst(10'000, [&, from = low, to = high] {
            const double p = std::exp(uniform(from, to));
            return relative(normal_quantile(p), quantile(p));
          }) < 1e-15);
  }
  CHECK(worst(10'000, [&] {
          const double p = uniform(0, 1);
          return relative(normal_quantile(p), quantile(p));
        }) < 1e-15);
  CHECK(worst(10'000, [&] {  // mirrored: 1 - p is exact for p >= 1/2
          const double p = 1 - std::exp(uniform(-36.7, -0.7));
          return normal_quantile(p) == -normal_quantile(1 - p) ? 0.0 : 1.0;
        }) == 0.0);
  CHECK(relative(normal_quantile(1 - 0x1p-53), -quantile(0x1p-53)) < 1e-15);
  CHECK(relative(normal_quantile(1e-300), quantile(1e-300)) < 1e-15);
}

TEST_CASE("the published checks of AS 241") {
  // Wichura (1988), p. 480: the 16-digit values of the three ranges.
  CHECK(normal_quantile(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));
  CHECK(normal_quantile(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
  CHECK(normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
}

TEST_CASE("edges of exp and log") {
  CHECK(portable_exp(0.0) == 1.0);
  CHECK(portable_exp(-0.0) == 1.0);
  CHECK(portable_exp(kInfinity) == kInfinity);
  CHECK(portable_exp(-kInfinity) == 0.0);
  CHECK(portable_exp(709.79) == kInfinity);
  CHECK(portable_exp(1e300) == kInfinity);
  CHECK(portable_exp(-745.14) == 0.0);
  CHECK(portable_exp(-1e300) == 0.0);
  CHECK(portable_exp(-745.13) == kDenormal);
  CHECK(std::isfinite(portable_exp(709.782712893384)));
  CHECK(std::isnan(portable_exp(kNan)));

  CHECK(portable_log(1.0) == 0.0);
  CHECK(portable_log(0.0) == -kInfinity);
  CHECK(portable_log(-0.0) == -kInfinity);
  CHECK(portable_log(kInfinity) == kInfinity);
  CHECK(std::isnan(portable_log(-1.0)));
  CHECK(std::isnan(portable_log(-kInfinity)));
  CHECK(std::isnan(portable_log(kNan)));
  CHECK(portable_log(kDenormal) == Approx(-1074 * std::log(2.0)).epsilon(1e-15));
  CHECK(portable_log(0x1p-1022) == Approx(-1022 * std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("edges of the normal distribution") {
  CHECK(normal_cdf(0.0) == 0.5);
  CHECK(normal_survival(0.0) == 0.5);
  for (const double x : {40.0, 1e10, 1e300, kInfinity}) {
    CHECK(normal_cdf(x) == 1.0);
    CHECK(normal_cdf(-x) == 0.0);
    CHECK(normal_survival(x) == 0.0);
    CHECK(normal_survival(-x) == 1.0);
    CHECK(normal_density(x) == 0.0);
    CHECK(normal_density(-x) == 0.0);
  }
  CHECK(std::isnan(normal_cdf(kNan)));
  CHECK(std::isnan(normal_survival(kNan)));
  CHECK(std::isnan(normal_density(kNan)));

  CHECK(normal_quantile(0.0) == -kInfinity);
  CHECK(normal_quantile(1.0) == kInfinity);
  CHECK(normal_quantile(0.5) == 0.0);
  CHECK(normal_quantile(kDenormal) == Approx(-38.46740561714434).epsilon(1e-15));
  CHECK(std::isnan(normal_quantile(kNan)));
  CHECK(std::isnan(normal_quantile(-kDenormal)));
  CHECK(std::isnan(normal_quantile(std::nextafter(1.0, 2.0))));
  CHECK(std::isnan(normal_quantile(kInfinity)));
}

}  // namespace
}  // namespace delcredere
