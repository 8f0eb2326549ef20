// Losses given default that move with the state (Frye 2000): the law over all states stays the Beta, losses of a book
// against quadrature.
//
//   LGD = Q(Phi(r Z' + sqrt(1 - r^2) y)),   Z' = -Z,   P(default | Z) = Phi((Phi^-1(F) - sqrt(rho) Z) / sqrt(1 - rho))

#include <boost/math/distributions/beta.hpp>
#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr double kMean = 0.45, kSd = 0.25, kRho = 0.25;
constexpr std::size_t kBuyers = 25;
constexpr Money kExposure = 1'000'000;

StudyBuilder linked(double pd, double link, std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder(trials, seed);
  builder.asset_correlation(kRho);
  for (std::size_t b = 0; b < kBuyers; ++b) builder.exposure(pd, kExposure).lgd.reset();
  builder.base().credit.lgd["default"] = {kMean, kSd, 0, link};
  return builder;
}

Sample simulated(const std::string& name, StudyBuilder builder) {
  return {name, run_study(builder.build(), {}).trial_columns.gross_loss.values(), static_cast<double>(kExposure)};
}

/// E(LGD^k | Z).
double moment(int k, double z, double link) {
  const double b = kMean * (1 - kMean) / (kSd * kSd) - 1;
  const boost::math::beta_distribution<double> law(kMean * b, (1 - kMean) * b);
  const double own = std::sqrt(1 - link * link);
  return normal_expectation(
      [&](double y) {
        const double u = std::clamp(phi_cdf(-link * z + own * y), 1e-300, 1 - 1e-16);
        return std::pow(boost::math::quantile(law, u), k);
      },
      240);
}

struct Exact {
  double mean = 0, sd = 0;
};
Exact book(double pd, double link) {
  const double n = kBuyers;
  double mean = 0, second = 0;
  const auto both = [&](double z) {
    const double p = pd >= 1 ? 1.0 : phi_cdf((phi_quantile(pd) - std::sqrt(kRho) * z) / std::sqrt(1 - kRho));
    const double one = p * moment(1, z, link), two = p * moment(2, z, link);
    return std::pair{n * one, n * (two - one * one) + n * n * one * one};
  };
  const double step = 18.0 / 300;
  for (int i = 0; i <= 300; ++i) {
    const double z = -9.0 + step * i, w = std::exp(-0.5 * z * z) * step / std::sqrt(2 * M_PI);
    const auto [m, s] = both(z);
    mean += w * m;
    second += w * s;
  }
  return {mean, std::sqrt(second - mean * mean)};
}

}  // namespace

TEST_CASE("linked losses: the book's mean and standard deviation", "[table][lgd]") {
  const Exact unlinked = book(0.06, 0.0);
  CHECK(unlinked.mean == Approx(kBuyers * 0.06 * kMean).epsilon(1e-6));
  for (const double link : {0.6, -0.4}) {
    const Exact exact = book(0.06, link);
    const Sample sample = simulated(link > 0 ? "Linked loss 0.6" : "Linked loss -0.4",
                                    linked(0.06, link, 300'000, link > 0 ? 7201 : 7202));
    CHECK_ROW(sample.mean(exact.mean));
    CHECK_ROW(sample.standard_deviation(exact.sd));
    CHECK((exact.mean > unlinked.mean) == (link > 0));
  }
}

TEST_CASE("linked losses keep their law over all states", "[table][lgd]") {
  // Every buyer fails, so no state is preferred: one buyer's loss is the Beta, the book's spread that of the link.
  const Exact exact = book(1.0, 0.6);
  const Sample all = simulated("Linked loss, PD 1", linked(1.0, 0.6, 200'000, 7203));
  CHECK_ROW(all.mean(kBuyers * kMean));
  CHECK_ROW(all.standard_deviation(exact.sd));
  StudyBuilder single = linked(1.0, 0.6, 200'000, 7204);
  single.study().portfolio.buyers.resize(1);
  const Sample one = simulated("Linked loss of one", single);
  CHECK_ROW(one.mean(kMean));
  CHECK_ROW(one.standard_deviation(kSd));
  const double b = kMean * (1 - kMean) / (kSd * kSd) - 1;
  const boost::math::beta_distribution<double> law(kMean * b, (1 - kMean) * b);
  for (const double x : {0.1, 0.3, 0.5, 0.7, 0.9})
    CHECK_ROW(
        one.probability("P(LGD>" + std::to_string(x).substr(0, 3) + ")", boost::math::cdf(complement(law, x)), x));
}

TEST_CASE("planted: another link is rejected, and so is one on the wrong side", "[lgd][power]") {
  const Sample sample = simulated("", linked(0.06, 0.6, 300'000, 7201));
  CHECK(sample.mean(book(0.06, 0.6).mean).agrees());
  CHECK_FALSE(sample.mean(book(0.06, 0.5).mean).agrees());
  CHECK_FALSE(sample.mean(book(0.06, -0.6).mean).agrees());
  CHECK_FALSE(sample.mean(book(0.06, 0.0).mean).agrees());
}

TEST_CASE("without spread or link the loss is what it was, bit for bit", "[lgd][limit]") {
  const auto losses = [](double sd, double link) {
    StudyBuilder builder = linked(0.3, link, 500, 7205);
    builder.base().credit.lgd["default"].standard_deviation = sd;
    return run_study(builder.build(), {}).trial_columns.gross_loss.values();
  };
  CHECK(losses(0.0, 0.7) == losses(0.0, 0.0));
  CHECK(losses(kSd, 0.7) != losses(kSd, 0.0));
}
