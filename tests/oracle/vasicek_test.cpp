// Homogeneous one-factor portfolios (Vasicek 1987; 2002). Exact figures by convolution of the conditional binomial law
// with quadrature over the factor, each computed twice by different methods.

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "models/credit/default_curve.h"
#include "sim/run.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct Finite {
  std::size_t n;
  double pd, rho, zero, sd, var95, es95, var99, es99, var999, es999;
};

// EAD 1/N, LGD 1.
constexpr Finite kFinite[] = {
    {10, 0.005, 0.12, 0.95262791, 0.023042053, 0, 0.1, 0.1, 0.12627906, 0.2, 0.21578249},
    {100, 0.005, 0.12, 0.67907117, 0.0093021409, 0.02, 0.03414101, 0.04, 0.05382365, 0.07, 0.08723188},
    {1000, 0.005, 0.12, 0.1626206, 0.0064876181, 0.017, 0.0258464, 0.031, 0.04163911, 0.056, 0.06953039},
    {10, 0.01, 0, 0.90438208, 0.031464265, 0.1, 0.10876415, 0.1, 0.14382075, 0.2, 0.21158748},
    {100, 0.01, 0, 0.36603234, 0.0099498744, 0.03, 0.03448422, 0.04, 0.04404708, 0.05, 0.0561476},
    {1000, 0.01, 0, 4.31712e-05, 0.0031464265, 0.015, 0.01701766, 0.018, 0.01927889, 0.021, 0.02209911},
    {100, 0.01, 0.05, 0.42662802, 0.011798724, 0.03, 0.04273021, 0.05, 0.05879721, 0.07, 0.08223912},
    {1000, 0.01, 0.12, 0.05960837, 0.011264057, 0.031, 0.04565141, 0.054, 0.07036846, 0.092, 0.11150069},
    {10, 0.01, 0.2, 0.91284523, 0.034713477, 0.1, 0.12569046, 0.2, 0.21996775, 0.3, 0.33390053},
    {100, 0.01, 0.2, 0.56809252, 0.018317424, 0.04, 0.07032457, 0.09, 0.1179765, 0.16, 0.19925435},
    {10, 0.02, 0.15, 0.83284179, 0.048879512, 0.1, 0.16568358, 0.2, 0.2551716, 0.3, 0.39254478},
    {100, 0.02, 0.15, 0.32904977, 0.025848161, 0.07, 0.10037199, 0.12, 0.15168095, 0.2, 0.23139417},
    {1000, 0.02, 0.15, 0.02641645, 0.022271495, 0.063, 0.09060296, 0.107, 0.1376038, 0.178, 0.21164533},
    {100, 0.05, 0.1, 0.067160867, 0.040934841, 0.13, 0.16485382, 0.19, 0.22147788, 0.27, 0.29974707},
    {10, 0.05, 0.3, 0.69280469, 0.094451924, 0.2, 0.35581965, 0.4, 0.52312894, 0.7, 0.74255481},
    {100, 0.05, 0.3, 0.24622758, 0.071156746, 0.19, 0.28280669, 0.34, 0.42562972, 0.54, 0.6083228},
    {1000, 0.05, 0.3, 0.040597368, 0.068392208, 0.188, 0.27490272, 0.33, 0.41463534, 0.524, 0.59402434},
    {10, 0.1, 0.2, 0.45646619, 0.1244051, 0.3, 0.45739326, 0.5, 0.59882436, 0.7, 0.77126271},
    {100, 0.1, 0.2, 0.045918321, 0.089578415, 0.28, 0.35803333, 0.41, 0.47640687, 0.56, 0.61869433},
    {1000, 0.1, 0.2, 0.0009213502, 0.0853174, 0.272, 0.3472498, 0.395, 0.4618305, 0.547, 0.60007411},
};

struct Asrf {
  double pd, rho, sd, var95, es95, var99, es99, var999, es999;
};

// Infinitely granular.
constexpr Asrf kAsrf[] = {
    {0.001, 0.05, 0.0008489473, 0.0026098245, 0.0036097625, 0.0041844767, 0.0053551384, 0.0069166447, 0.0083445678},
    {0.001, 0.2, 0.0024269181, 0.0042372284, 0.0087701145, 0.010958281, 0.018143553, 0.028075067, 0.039598028},
    {0.01, 0.2, 0.015456946, 0.037660133, 0.061623835, 0.075250789, 0.10512937, 0.14552527, 0.18143553},
    {0.05, 0.05, 0.023842561, 0.095059204, 0.11315505, 0.12427399, 0.14154526, 0.16387986, 0.18048812},
    {0.05, 0.2, 0.052397039, 0.15467772, 0.21335503, 0.24957482, 0.30811918, 0.38442247, 0.43850572},
    {0.1, 0.2, 0.084830743, 0.27080128, 0.34602229, 0.39371697, 0.46018021, 0.54470641, 0.59797136},
};

struct StopLoss {
  double k, expected, probability;
};

// PD 2 %, rho 0.15, LGD 0.6: E[(L - K)+] and P(L > K).
constexpr StopLoss kStopLossOf100[] = {{0.01, 0.006239761590, 0.433634250535},
                                       {0.03, 0.001791528816, 0.086618369558},
                                       {0.05, 0.000598106396, 0.029926714139},
                                       {0.1, 0.000048920147, 0.002439394348}};
constexpr StopLoss kStopLossOfMany[] = {{0.01, 0.005225719068, 0.4063299566},
                                        {0.03, 0.001291665545, 0.0826870291},
                                        {0.05, 0.000385644301, 0.0221853230},
                                        {0.1, 0.000026606395, 0.0013506387}};

std::vector<std::int64_t> gross(const RunResults& results, std::size_t scenario = 0) {
  const std::vector<std::int64_t>& all = results.trial_columns.gross_loss.values();
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(scenario * results.trials);
  return {first, first + static_cast<std::ptrdiff_t>(results.trials)};
}

}  // namespace

TEST_CASE("finite homogeneous portfolios", "[table][vasicek]") {
  std::uint64_t seed = 4100;
  for (const Finite& exact : kFinite) {
    const std::uint64_t trials = exact.n == 1000 ? 20'000 : exact.n == 100 ? 100'000 : 200'000;
    const Study study = homogeneous(exact.n, exact.pd, exact.rho, trials, ++seed).build();
    const RunResults results = run_study(study, {});
    const Sample sample(fmt::format("Vasicek N {} PD {} rho {}", exact.n, exact.pd, exact.rho), gross(results),
                        100.0 * static_cast<double>(exact.n));
    CHECK_ROW(sample.mean(exact.pd));
    CHECK_ROW(sample.standard_deviation(exact.sd));
    CHECK_ROW(sample.zero(exact.zero));
    CHECK_ROW(sample.value_at_risk("VaR95", 0.95, exact.var95));
    CHECK_ROW(sample.value_at_risk("VaR99", 0.99, exact.var99));
    CHECK_ROW(sample.value_at_risk("VaR99.9", 0.999, exact.var999));
    CHECK_ROW(sample.expected_shortfall("ES95", 0.95, exact.var95, exact.es95));
    CHECK_ROW(sample.expected_shortfall("ES99", 0.99, exact.var99, exact.es99));
    if (trials >= 100'000) CHECK_ROW(sample.expected_shortfall("ES99.9", 0.999, exact.var999, exact.es999));

    // What the run reports is the sample's own, and its errors are the right size.
    const double n = static_cast<double>(exact.n);
    const LossResults& losses = results.losses;
    CHECK(losses.mean(0, 0, 0) / n == Approx(sample.mean(exact.pd).simulated).epsilon(1e-12));
    CHECK(losses.standard_error(0, 0, 0) / n == Approx(sample.mean(exact.pd).error).epsilon(1e-9));
    CHECK(losses.standard_deviation(0, 0, 0) / n ==
          Approx(sample.standard_deviation(exact.sd).simulated).epsilon(1e-9));
    CHECK(1.0 - losses.probability_positive(0, 0, 0) == Approx(sample.zero(exact.zero).simulated).margin(1e-12));
    CHECK(losses.quantile(0, 0, 0, 1) / n == Approx(sample.value_at_risk("", 0.99, exact.var99).simulated));
    // ES_p of the sample is the least value of the unbiased mean over all VaR, so never above it.
    const double reported = losses.expected_shortfall(0, 0, 0, 1) / n;
    const Row es = sample.expected_shortfall("", 0.99, exact.var99, exact.es99);
    CHECK(reported <= es.simulated + 1e-12);
    CHECK(std::abs(reported - exact.es99) <= kBound * losses.expected_shortfall_standard_error(0, 0, 0, 1) / n);
  }
}

TEST_CASE("the infinitely granular portfolio by the engine's own conditional probability", "[vasicek]") {
  for (const Asrf& exact : kAsrf) {
    INFO("pd " << exact.pd << " rho " << exact.rho);
    const DefaultCurve curve(exact.pd);
    const double root = std::sqrt(exact.rho), own = std::sqrt(1.0 - exact.rho);
    const auto loss = [&](double z) { return conditional_probability(curve, {root * z, own}, kYear); };
    const double mean = normal_expectation(loss);
    const double second = normal_expectation([&](double z) { return loss(z) * loss(z); });
    CHECK(mean == Approx(exact.pd).epsilon(1e-9));
    CHECK(std::sqrt(second - mean * mean) == Approx(exact.sd).epsilon(1e-7));
    const auto tail = [&](double p, double var, double es) {
      const double quantile = loss(phi_quantile(1.0 - p));
      CHECK(quantile == Approx(var).epsilon(1e-7));
      const double excess = normal_expectation([&](double z) { return std::max(0.0, loss(z) - quantile); });
      CHECK(quantile + excess / (1.0 - p) == Approx(es).epsilon(2e-6));
    };
    tail(0.95, exact.var95, exact.es95);
    tail(0.99, exact.var99, exact.es99);
    tail(0.999, exact.var999, exact.es999);
  }
}

TEST_CASE("a large portfolio is the granular one with its finite-size variance", "[table][vasicek]") {
  constexpr double n = 20'000;
  const Asrf& exact = kAsrf[4];
  const RunResults results = run_study(homogeneous(20'000, exact.pd, exact.rho, 2'000, 4201).build(), {});
  const Sample sample("Vasicek N 20000 PD 0.05 rho 0.2", gross(results), 100.0 * n);
  // Var = (1 - 1/N) (E P^2 - PD^2) + PD (1 - PD) / N
  const double variance = (1.0 - 1.0 / n) * exact.sd * exact.sd + exact.pd * (1.0 - exact.pd) / n;
  CHECK_ROW(sample.mean(exact.pd));
  CHECK_ROW(sample.standard_deviation(std::sqrt(variance)));
  // Granularity moves ES95 by less than 1e-5, far below the error here.
  CHECK_ROW(sample.expected_shortfall("ES95", 0.95, exact.var95, exact.es95));
}

TEST_CASE("stop loss on 100 buyers", "[table][vasicek]") {
  const RunResults results = run_study(homogeneous(100, 0.02, 0.15, 300'000, 4301, 0.6).build(), {});
  const Sample sample("Stop loss N 100 PD 0.02 rho 0.15 LGD 0.6", gross(results), 100.0 * 100.0);
  for (const StopLoss& exact : kStopLossOf100) {
    CHECK_ROW(sample.mean_of(fmt::format("E(L-{})+", exact.k), exact.expected,
                             [&](double x) { return std::max(0.0, x - exact.k); }));
    CHECK_ROW(sample.probability(fmt::format("P(L>{})", exact.k), exact.probability, exact.k));
  }
}

TEST_CASE("stop loss on the granular portfolio", "[vasicek]") {
  const DefaultCurve curve(0.02);
  const auto loss = [&](double z) {
    return 0.6 * conditional_probability(curve, {std::sqrt(0.15) * z, std::sqrt(0.85)}, kYear);
  };
  for (const StopLoss& exact : kStopLossOfMany) {
    CHECK(normal_expectation([&](double z) { return std::max(0.0, loss(z) - exact.k); }) ==
          Approx(exact.expected).epsilon(1e-5));
    double low = -9, high = 9;  // loss falls in z
    for (int i = 0; i < 100; ++i) (loss(0.5 * (low + high)) > exact.k ? low : high) = 0.5 * (low + high);
    CHECK(phi_cdf(low) == Approx(exact.probability).epsilon(1e-7));
  }
}
