#include "sim/sampling/pilot.h"

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"
#include "sim/plan/plan.h"

namespace delcredere {
namespace {

constexpr std::uint32_t kMostRounds = 24;
constexpr int kLastRounds = 3;  ///< at x itself
constexpr double kShare = 0.1;  ///< of a round's draws that lie beyond its level
constexpr std::uint64_t kMostDraws = 2048, kFewestDraws = 256;
constexpr std::uint64_t kBuyerDraws = std::uint64_t{1} << 22;  ///< of one round, at most

/// One pilot draw.
struct Point {
  std::vector<double> y;
  double mean = 0, sd = 0;  ///< of the loss
  double weight = 1;        ///< likelihood ratio
};

double exceeds(const Point& point, double x) {
  if (!(point.sd > 0.0)) return point.mean > x ? 1.0 : 0.0;
  return normal_survival((x - point.mean) / point.sd);
}

/// The x that is exceeded with probability p, by bisection.
double level_of(const std::vector<Point>& points, double p, bool weighted, double highest) {
  double low = 0.0, high = highest;
  for (int step = 0; step < 60; ++step) {
    const double x = 0.5 * (low + high);
    double sum = 0.0;
    for (const Point& point : points) sum += (weighted ? point.weight : 1.0) * exceeds(point, x);
    (sum > p * static_cast<double>(points.size()) ? low : high) = x;
  }
  return 0.5 * (low + high);
}

/// Standard deviation of the inputs along mu given a loss above the level, within bounds that keep weights tame.
double spread_along(const std::vector<double>& mu, const std::vector<Point>& points, double level) {
  constexpr double narrowest = 0.4, widest = 1.5;
  double length = 0.0;
  for (const double m : mu) length += m * m;
  length = std::sqrt(length);
  if (!(length > 0.0)) return 1.0;
  double sum = 0.0, squares = 0.0;
  for (const Point& point : points) {
    double x = 0.0;
    for (std::size_t i = 0; i < mu.size(); ++i) x += mu[i] / length * point.y[i];
    const double share = point.weight * exceeds(point, level);
    sum += share;
    squares += share * (x - length) * (x - length);
  }
  return std::clamp(std::sqrt(squares / sum), narrowest, widest);
}

}  // namespace

PilotResult run_pilot(const Plan& plan, const ScenarioPlan& scenario, const ConditionalLoss& losses,
                      const ImportanceTarget& target) {
  const FactorModel& factors = plan.factor_models[scenario.factors];
  const std::vector<SystematicInput>& inputs = factors.inputs();
  const std::uint64_t draws =
      std::clamp(kBuyerDraws / std::max<std::uint64_t>(plan.buyers, 1), kFewestDraws, kMostDraws);
  PilotResult result;
  result.shift.assign(inputs.size(), 0.0);
  std::vector<Point> points(draws);
  FactorModel::State state;
  std::vector<double> p;
  int last_rounds = 0;
  for (std::uint32_t round = 0; round < kMostRounds && last_rounds < kLastRounds; ++round) {
    for (std::uint64_t n = 0; n < draws; ++n) {
      Point& point = points[n];
      point.y.resize(inputs.size());
      double log_weight = 0.0;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        const PhiloxBlock words = draw(plan.seed, Purpose::importance_pilot, round, inputs[i].entity, n);
        const double z = normal_quantile(open_uniform(words[0], words[1])), mu = result.shift[i];
        point.y[i] = z + mu;
        log_weight -= mu * z + 0.5 * mu * mu;
      }
      state.inputs = point.y;
      factors.set_state(plan.seed, n, state);
      conditional_probabilities(plan, scenario, state, p);
      const ConditionalLoss::Moments moments = losses.moments(p);
      point.mean = moments.mean;
      point.sd = std::sqrt(moments.variance);
      point.weight = portable_exp(log_weight);
    }
    result.draws += draws;
    result.loss =
        target.loss ? static_cast<double>(*target.loss) : level_of(points, *target.probability, true, losses.total());
    const double level = std::min(result.loss, level_of(points, kShare, false, losses.total()));
    if (level >= result.loss) ++last_rounds;
    double sum = 0.0, beyond = 0.0;
    std::vector<double> mean(inputs.size(), 0.0);
    for (const Point& point : points) {
      const double share = point.weight * exceeds(point, level);
      sum += share;
      beyond += point.weight * exceeds(point, result.loss);
      for (std::size_t i = 0; i < inputs.size(); ++i) mean[i] += share * point.y[i];
    }
    result.probability = beyond / static_cast<double>(draws);
    if (!(sum > 0.0)) break;
    for (std::size_t i = 0; i < inputs.size(); ++i) result.shift[i] = mean[i] / sum;
    result.spread = spread_along(result.shift, points, level);
  }
  return result;
}

}  // namespace delcredere
