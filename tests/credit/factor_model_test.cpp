// Factors: correlation matrices and their repair, buyers with numbers of their own, what a state means.

#include "models/credit/factor_model.h"

#include <Eigen/Eigenvalues>
#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "models/credit/standard_normal.h"

using namespace delcredere;

namespace {

/// Buyers 0..n-1 in the sectors given in turn.
BookSectors book(std::vector<std::string> sectors, std::uint32_t buyers) {
  BookSectors result{std::move(sectors), {}};
  for (std::uint32_t b = 0; b < buyers; ++b)
    result.of_buyer.push_back(b % static_cast<std::uint32_t>(result.names.size()));
  return result;
}

FactorCorrelation matrix_of(std::vector<std::string> order, std::vector<double> values, bool repair) {
  FactorCorrelation correlation;
  correlation.order = std::move(order);
  correlation.matrix = std::move(values);
  correlation.repair = repair;
  return correlation;
}

double smallest_eigenvalue(const FactorCovariance& omega, Eigen::Index n) {
  Eigen::MatrixXd matrix(n, n);
  for (Eigen::Index j = 0; j < n; ++j)
    for (Eigen::Index k = 0; k < n; ++k) matrix(j, k) = omega(static_cast<std::size_t>(j), static_cast<std::size_t>(k));
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix).eigenvalues().minCoeff();
}

}  // namespace

TEST_CASE("the nearest correlation matrix of Higham's example", "[factors]") {
  // Higham (2002), section 4: [1 1 0; 1 1 1; 0 1 1] has the nearest correlation matrix with 0.7607 and 0.1573.
  const std::vector<std::string> names{"a", "b", "c"};
  const std::vector<double> given{1, 1, 0, 1, 1, 1, 0, 1, 1};
  const FactorCovariance repaired(matrix_of(names, given, true), names);
  CHECK(repaired(0, 1) == Approx(0.7607).margin(5e-5));
  CHECK(repaired(1, 2) == Approx(0.7607).margin(5e-5));
  CHECK(repaired(0, 2) == Approx(0.1573).margin(5e-5));
  CHECK(repaired.smallest_eigenvalue() == Approx(1.0 - std::sqrt(2.0)));
  CHECK(repaired.repaired_by() == Approx(0.2393).margin(5e-5));
  CHECK(smallest_eigenvalue(repaired, 3) > -1e-10);
  for (std::size_t j = 0; j < 3; ++j) CHECK(repaired(j, j) == 1.0);
  // Without the wish it is an error that names the eigenvalue.
  CHECK_THROWS_WITH(FactorCovariance(matrix_of(names, given, false), names), Catch::Contains("-0.414214"));
}

TEST_CASE("no matrix near the given one is nearer than the repaired one", "[factors]") {
  const std::vector<std::string> names{"a", "b", "c", "d"};
  const std::vector<double> given{1, 0.9, -0.8, 0.1, 0.9, 1, 0.7, 0.2, -0.8, 0.7, 1, 0.6, 0.1, 0.2, 0.6, 1};
  const FactorCovariance repaired(matrix_of(names, given, true), names);
  const auto distance = [&](const Eigen::MatrixXd& m) {
    double sum = 0;
    for (Eigen::Index j = 0; j < 4; ++j)
      for (Eigen::Index k = 0; k < 4; ++k) sum += std::pow(m(j, k) - given[static_cast<std::size_t>(4 * j + k)], 2);
    return sum;
  };
  Eigen::MatrixXd best(4, 4);
  for (Eigen::Index j = 0; j < 4; ++j)
    for (Eigen::Index k = 0; k < 4; ++k)
      best(j, k) = repaired(static_cast<std::size_t>(j), static_cast<std::size_t>(k));
  const double least = distance(best);
  // Correlation matrices around it: mixtures with others of unit diagonal and rank 1 to 4.
  std::srand(5);
  for (int trial = 0; trial < 2000; ++trial) {
    Eigen::MatrixXd root = Eigen::MatrixXd::Random(4, 1 + trial % 4);
    root.rowwise().normalize();
    const double share = trial % 7 == 0 ? 0.3 : 0.01;
    REQUIRE(distance((1 - share) * best + share * root * root.transpose()) >= least - 1e-9);
  }
}

namespace {

/// What Z of a trial is made of.
std::vector<double> normals_of(const FactorCovariance& covariance, std::uint64_t trial) {
  std::vector<SystematicInput> inputs;
  covariance.add_inputs({11, 12, 13}, inputs);
  std::vector<double> y;
  for (const SystematicInput& input : inputs) y.push_back(standard_normal(17, input.purpose, input.entity, trial));
  return y;
}

}  // namespace

TEST_CASE("a matrix that is one already stays, bit for bit, whether repair is asked for or not", "[factors]") {
  const std::vector<std::string> names{"a", "b", "c"};
  for (const std::vector<double>& given :
       {std::vector<double>{1, 0.4, -0.2, 0.4, 1, 0.1, -0.2, 0.1, 1}, std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1}}) {
    const FactorCovariance plain(matrix_of(names, given, false), names), asked(matrix_of(names, given, true), names);
    CHECK(asked.repaired_by() == 0.0);
    std::vector<double> z, w;
    for (std::uint64_t trial = 0; trial < 50; ++trial) {
      plain.combine(normals_of(plain, trial), z);
      asked.combine(normals_of(asked, trial), w);
      REQUIRE(z == w);
    }
  }
}

TEST_CASE("drawn factors have the correlations of the matrix", "[factors]") {
  const std::vector<std::string> names{"a", "b", "c"};
  const std::vector<double> given{1, 0.6, -0.3, 0.6, 1, 0.2, -0.3, 0.2, 1};
  const FactorCovariance omega(matrix_of(names, given, false), names);
  constexpr int trials = 100'000;
  std::vector<double> z, sums(9, 0.0);
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    omega.combine(normals_of(omega, trial), z);
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 3; ++k) sums[3 * j + k] += z[j] * z[k] / trials;
  }
  // sd of a product moment is sqrt(1 + r^2) at most sqrt 2: four standard errors.
  for (std::size_t i = 0; i < 9; ++i) CHECK(std::abs(sums[i] - given[i]) < 4.0 * std::sqrt(2.0 / trials));
}

TEST_CASE("buyers with loadings of their own leave their sector's group and share one where they agree", "[factors]") {
  DependenceParameters parameters;
  parameters.factor_correlation.common = 0.5;
  parameters.sectors["default"].asset_correlation = 0.2;
  parameters.buyer_loadings = {{1, {{"own", 0.3}, {"x", 0.4}}}, {3, {{"own", 0.3}, {"x", 0.4}}}, {4, {{"x", 0.0}}}};
  const FactorModel model(parameters, book({"x", "y"}, 6));
  CHECK(model.factors() == std::vector<std::string>{"own", "x", "y"});
  CHECK(model.buyer_groups() == std::vector<std::uint32_t>{0, 2, 0, 2, 3, 1});
  CHECK(model.groups()[2].systematic_variance == Approx(0.09 + 0.16 + 2 * 0.3 * 0.4 * 0.5));
  CHECK(model.groups()[3].systematic_variance == 0.0);
  CHECK(model.groups()[2].name == "y");  // odd buyers are of sector y
  parameters.buyer_loadings[5] = {{"x", 0.9}, {"y", 0.9}};
  CHECK_THROWS_AS(FactorModel(parameters, book({"x", "y"}, 6)), Error);
}

TEST_CASE("a neutral own loading is the sector's asset correlation", "[factors]") {
  DependenceParameters plain, own;
  plain.sectors["default"].asset_correlation = own.sectors["default"].asset_correlation = 0.25;
  own.buyer_loadings = {{0, {{"x", 0.5}}}};
  const FactorModel a(plain, book({"x"}, 2)), b(own, book({"x"}, 2));
  FactorModel::State s, t;
  for (std::uint64_t trial = 0; trial < 20; ++trial) {
    a.draw_state(9, trial, s);
    b.draw_state(9, trial, t);
    REQUIRE(s.score[0] == t.score[b.group_of(0)]);
    REQUIRE(s.delay_score[0] == t.delay_score[b.group_of(0)]);
  }
}

TEST_CASE("gamma: the multiplier is the weighted sum, bad states are late ones", "[factors]") {
  DependenceParameters parameters;
  parameters.model = DependenceModel::gamma;
  parameters.sectors["default"].volatility = 0.7;
  parameters.sectors["y"].volatility = 1.3;
  parameters.sectors["y"].weight = 0.4;
  parameters.sectors["calm"].volatility = 0.0;
  parameters.buyer_weights = {{2, {{"calm", 0.5}, {"x", 0.2}, {"y", 0.3}}}, {4, {{"calm", 1.0}}}};
  const FactorModel model(parameters, book({"x", "y"}, 6));
  FactorModel::State state;
  double mean = 0, square = 0;
  constexpr int trials = 50'000;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    model.draw_state(4, trial, state);
    const double x = state.sector[1], y = state.sector[2];
    REQUIRE(state.sector[0] == 1.0);  // "calm" has no variance
    REQUIRE(state.multiplier[0] == Approx(x));
    REQUIRE(state.multiplier[1] == Approx(0.6 + 0.4 * y));
    REQUIRE(state.multiplier[model.group_of(2)] == Approx(0.5 + 0.2 * x + 0.3 * y));
    REQUIRE_FALSE(model.groups()[model.group_of(4)].multiplied);
    // Z' = Phi^-1(G(S)): above 0 where the main sector's multiplier is above its median.
    REQUIRE(state.delay_score[0] == state.z[1]);
    REQUIRE(state.delay_score[model.group_of(2)] == state.z[2]);
    REQUIRE(((state.z[1] > 0) == (x > model.sector_multiplier(1, 0.0))));
    mean += x / trials;
    square += x * x / trials;
  }
  CHECK(std::abs(mean - 1.0) < 4.0 * 0.7 / std::sqrt(trials));
  CHECK(std::sqrt(square - mean * mean) == Approx(0.7).epsilon(0.03));
  parameters.buyer_weights[3] = {{"x", 0.8}, {"y", 0.3}};
  CHECK_THROWS_AS(FactorModel(parameters, book({"x", "y"}, 6)), Error);
}
