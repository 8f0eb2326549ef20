#include "models/calibration/delay_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "models/core/error.h"
#include "models/core/math/elementary.h"

namespace delcredere::calibration {
namespace {

constexpr int kCells = 121;
constexpr double kReach = 6.0;
constexpr double kSmoothing = 1e-3;
constexpr std::size_t kItemsPerKnot = 40, kMostKnots = 18;

double density(double x) { return 0.3989422804014327 * portable_exp(-0.5 * x * x); }

/// Place of a day among knots: segment k (from knot k to k + 1) and t, beyond the ends with the nearest segment.
struct Place {
  std::size_t segment;
  double t;
};
template <class Days>
Place place_of(const std::vector<Day>& knots, Days d) {
  const auto above = std::upper_bound(knots.begin() + 1, knots.end() - 1, d);
  const auto k = static_cast<std::size_t>(above - knots.begin()) - 1;
  return {k, static_cast<double>(d - knots[k]) / static_cast<double>(knots[k + 1] - knots[k])};
}

std::vector<Day> knots_of(std::vector<Day> paid) {
  std::sort(paid.begin(), paid.end());
  std::vector<Day> knots{paid.front() - 1, paid.back()};
  const std::size_t count = std::clamp<std::size_t>(paid.size() / kItemsPerKnot, 3, kMostKnots);
  for (std::size_t k = 1; k < count; ++k) knots.push_back(paid[k * paid.size() / count]);
  // The tails: a knot where about 2 % and 0.5 % of the data are left.
  if (paid.size() >= 200) {
    knots.push_back(paid[paid.size() / 50]);
    knots.push_back(paid[paid.size() - 1 - paid.size() / 50]);
  }
  if (paid.size() >= 1000) knots.push_back(paid[paid.size() - 1 - paid.size() / 200]);
  // A point mass on a day: a step, so knots on both sides. The due date always may be one.
  std::map<Day, std::size_t> counts;
  for (const Day d : paid) ++counts[d];
  for (const auto& [day, n] : counts) {
    std::size_t around = 0;
    for (Day other = day - 3; other <= day + 3; ++other)
      if (const auto found = counts.find(other); other != day && found != counts.end()) around += found->second;
    const double expected = static_cast<double>(around) / 6.0;
    if (n >= 10 && static_cast<double>(n) > expected + 4.0 * std::sqrt(expected + 1.0)) {
      knots.push_back(day - 1);
      knots.push_back(day);
    }
  }
  std::sort(knots.begin(), knots.end());
  knots.erase(std::unique(knots.begin(), knots.end()), knots.end());
  // No knot interval without data: it would have no slope to estimate.
  std::vector<Day> kept{knots.front()};
  for (std::size_t i = 1; i < knots.size(); ++i) {
    const auto below = std::upper_bound(paid.begin(), paid.end(), kept.back());
    const auto upto = std::upper_bound(paid.begin(), paid.end(), knots[i]);
    if (upto - below >= 3) kept.push_back(knots[i]);
  }
  if (kept.size() == 1) kept.push_back(knots.back() > kept.front() ? knots.back() : kept.front() + 1);
  kept.back() = std::max(kept.back(), paid.back());
  return kept;
}

/// Distinct observations, with how often each buyer made them.
struct Row {
  std::uint32_t group, covariates;
  Day after, upto;
  auto operator<=>(const Row&) const = default;
};

}  // namespace

const Vector& DelayFit::effect_grid() {
  static const Vector grid = [] {
    Vector cells;
    for (int k = 0; k < kCells; ++k) cells.push_back(kReach * (2.0 * k / (kCells - 1) - 1.0));
    return cells;
  }();
  return grid;
}

class DelayFitter {
 public:
  explicit DelayFitter(const DelaySample& sample) : sample_(sample) {
    std::map<Row, std::size_t> numbers;
    std::vector<std::vector<Day>> paid(sample.groups);
    for (const DelayItem& item : sample.items) {
      numbers.try_emplace({item.group, item.covariates, item.after, item.upto}, 0);
      if (item.upto < kNever) paid[item.group].push_back(item.upto);
    }
    for (auto& [row, number] : numbers) {
      number = rows_.size();
      rows_.push_back(row);
    }
    std::map<std::pair<std::uint32_t, std::size_t>, double> counts;
    for (const DelayItem& item : sample.items)
      counts[{item.buyer, numbers.at({item.group, item.covariates, item.after, item.upto})}] += 1.0;
    buyer_rows_.resize(sample.buyers);
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> items;  // by group and buyer
    for (const DelayItem& item : sample.items)
      if (item.upto < kNever) items[{item.group, item.buyer}] += 1.0;
    records_.resize(sample.groups);
    for (const auto& [key, count] : items) records_[key.first].push_back(count);
    for (const auto& [key, count] : counts) buyer_rows_[key.first].emplace_back(key.second, count);
    std::size_t at = 0;
    for (std::size_t g = 0; g < sample.groups; ++g) {
      if (paid[g].empty()) throw Error(ExitCode::model, "a segment has no paid invoice to learn delays from");
      fit_.knots_.push_back(knots_of(paid[g]));
      fit_.first_parameter_.push_back(at);
      at += fit_.knots_.back().size();
      start_group(paid[g], fit_.knots_.back());
    }
    fit_.covariate_at_ = at;
    fit_.effect_at_ = at + sample.covariates;
    start_.resize(fit_.effect_at_ + 1, 0.0);
    start_.back() = 0.0;  // c^2 = 50 %
    for (const double b : DelayFit::effect_grid()) prior_.push_back(density(b));
    double total = 0.0;
    for (const double w : prior_) total += w;
    for (double& w : prior_) w /= total;
  }

  DelayFit run(bool with_errors) {
    const Objective objective = [this](const Vector& x, Vector& gradient) { return value(x, gradient, nullptr); };
    const Minimum minimum = minimise(objective, start_);
    fit_.parameters_ = minimum.x;
    fit_.converged_ = minimum.converged;
    Vector gradient(minimum.x.size());
    fit_.log_likelihood_ = -value(minimum.x, gradient, &fit_.posterior_);
    fit_.heights_ = heights(minimum.x);
    if (with_errors) fit_.covariance_ = covariance_at(objective, minimum.x);
    return std::move(fit_);
  }

 private:
  /// Parameters of a group: h at the first knot, then logarithms of the rises.
  void start_group(const std::vector<Day>& paid, const std::vector<Day>& knots) {
    double before = 0.0;
    for (std::size_t k = 0; k < knots.size(); ++k) {
      const auto below = std::count_if(paid.begin(), paid.end(), [&](Day d) { return d <= knots[k]; });
      const double p = (static_cast<double>(below) + 0.5) / (static_cast<double>(paid.size()) + 1.0);
      const double h = normal_quantile(p);
      start_.push_back(k == 0 ? h : portable_log(std::max(h - before, 0.02)));
      before = h;
    }
  }

  std::vector<std::vector<double>> heights(const Vector& x) const {
    std::vector<std::vector<double>> all;
    for (std::size_t g = 0; g < fit_.knots_.size(); ++g) {
      std::vector<double> h{x[fit_.first_parameter_[g]]};
      for (std::size_t k = 1; k < fit_.knots_[g].size(); ++k)
        h.push_back(h.back() + portable_exp(std::clamp(x[fit_.first_parameter_[g] + k], -12.0, 4.0)));
      all.push_back(std::move(h));
    }
    return all;
  }

  /// Negative log-likelihood, its gradient, and the posterior of B where wanted.
  double value(const Vector& x, Vector& gradient, std::vector<Vector>* posterior) const {
    const auto h = heights(x);
    const double logit = std::clamp(x[fit_.effect_at_], -12.0, 6.0);
    const double c2 = 1.0 / (1.0 + portable_exp(-logit)), c = std::sqrt(c2), r = std::sqrt(1.0 - c2);
    const Vector& grid = DelayFit::effect_grid();
    const std::size_t cells = grid.size();
    // ln P(row | B) and its derivatives by the two edges.
    std::vector<double> log_p(rows_.size() * cells), upper(log_p.size()), lower(log_p.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      double shift = 0.0;
      for (std::size_t k = 0; k < sample_.covariates; ++k)
        if (row.covariates >> k & 1) shift += x[fit_.covariate_at_ + k];
      const bool has_low = row.after > kFromTheStart, has_high = row.upto < kNever;
      const double low = has_low ? at(h[row.group], row.group, row.after) - shift : 0.0;
      const double high = has_high ? at(h[row.group], row.group, row.upto) - shift : 0.0;
      for (std::size_t k = 0; k < cells; ++k) {
        const double a = has_low ? (low - c * grid[k]) / r : -40.0, b = has_high ? (high - c * grid[k]) / r : 40.0;
        const double p =
            std::max(a > 0.0 ? normal_survival(a) - normal_survival(b) : normal_cdf(b) - normal_cdf(a), 1e-290);
        log_p[i * cells + k] = portable_log(p);
        upper[i * cells + k] = has_high ? density(b) / p : 0.0;
        lower[i * cells + k] = has_low ? density(a) / p : 0.0;
      }
    }
    std::vector<double> weight(rows_.size() * cells, 0.0);  // posterior weight of the cell times count, by row
    double log_likelihood = 0.0;
    Vector own(cells);
    if (posterior != nullptr) posterior->assign(sample_.buyers, prior_);
    for (std::size_t b = 0; b < sample_.buyers; ++b) {
      if (buyer_rows_[b].empty()) continue;
      std::fill(own.begin(), own.end(), 0.0);
      for (const auto& [row, count] : buyer_rows_[b])
        for (std::size_t k = 0; k < cells; ++k) own[k] += count * log_p[row * cells + k];
      const double top = *std::max_element(own.begin(), own.end());
      double sum = 0.0;
      for (std::size_t k = 0; k < cells; ++k) sum += own[k] = prior_[k] * portable_exp(own[k] - top);
      log_likelihood += top + portable_log(sum);
      for (double& w : own) w /= sum;
      if (posterior != nullptr) (*posterior)[b] = own;
      for (const auto& [row, count] : buyer_rows_[b])
        for (std::size_t k = 0; k < cells; ++k) weight[row * cells + k] += count * own[k];
    }
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double by_logit = 0.0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Row& row = rows_[i];
      double by_high = 0.0, by_low = 0.0;
      double shift = 0.0;
      for (std::size_t k = 0; k < sample_.covariates; ++k)
        if (row.covariates >> k & 1) shift += x[fit_.covariate_at_ + k];
      const double high = row.upto < kNever ? at(h[row.group], row.group, row.upto) - shift : 0.0;
      const double low = row.after > kFromTheStart ? at(h[row.group], row.group, row.after) - shift : 0.0;
      // z = (h - c B) / r; dc = c r^2 / 2 and dr = -r c^2 / 2 by the logit: dz = (c^2 h - c B) / (2 r).
      for (std::size_t k = 0; k < cells; ++k) {
        const double u = weight[i * cells + k] * upper[i * cells + k], l = weight[i * cells + k] * lower[i * cells + k];
        by_high += u;
        by_low += l;
        by_logit += (u * (c2 * high - c * grid[k]) - l * (c2 * low - c * grid[k])) / (2.0 * r);
      }
      by_high /= r;
      by_low /= r;
      if (row.upto < kNever) add_height(x, row.group, row.upto, by_high, gradient);
      if (row.after > kFromTheStart) add_height(x, row.group, row.after, -by_low, gradient);
      for (std::size_t k = 0; k < sample_.covariates; ++k)
        if (row.covariates >> k & 1) gradient[fit_.covariate_at_ + k] -= by_high - by_low;
    }
    gradient[fit_.effect_at_] += by_logit;
    double penalty = 0.5e-3 * logit * logit;  // an effect that the data do not tell stays finite
    const double theta = c2 / (1.0 - c2);
    for (const std::vector<double>& group : records_) {
      double known = 0.0, slope = 0.0;  // S and -dS / d ln theta
      for (const double n : group) {
        known += n / (1.0 + theta * n);
        slope += n * n * theta / ((1.0 + theta * n) * (1.0 + theta * n));
      }
      penalty += 0.5 * portable_log(known);
      gradient[fit_.effect_at_] += 0.5 * slope / known;
    }
    gradient[fit_.effect_at_] -= 1e-3 * logit;
    for (std::size_t g = 0; g < fit_.knots_.size(); ++g)
      for (std::size_t k = 1; k < fit_.knots_[g].size(); ++k) {
        const double rise = x[fit_.first_parameter_[g] + k];
        penalty += 0.5 * kSmoothing * rise * rise;
        gradient[fit_.first_parameter_[g] + k] -= kSmoothing * rise;
      }
    for (double& g : gradient) g = -g;
    return penalty - log_likelihood;
  }

  double at(const std::vector<double>& h, std::size_t group, Day d) const {
    const Place place = place_of(fit_.knots_[group], d);
    return h[place.segment] + place.t * (h[place.segment + 1] - h[place.segment]);
  }

  /// Adds a derivative by h(d) to those by the parameters.
  void add_height(const Vector& x, std::size_t group, Day d, double derivative, Vector& gradient) const {
    const Place place = place_of(fit_.knots_[group], d);
    const std::size_t first = fit_.first_parameter_[group];
    gradient[first] += derivative;
    for (std::size_t k = 1; k <= place.segment; ++k)
      gradient[first + k] += derivative * portable_exp(std::clamp(x[first + k], -12.0, 4.0));
    gradient[first + place.segment + 1] +=
        derivative * place.t * portable_exp(std::clamp(x[first + place.segment + 1], -12.0, 4.0));
  }

  const DelaySample& sample_;
  std::vector<Row> rows_;
  std::vector<std::vector<std::pair<std::size_t, double>>> buyer_rows_;
  std::vector<std::vector<double>> records_;  ///< paid items of a buyer, by group
  Vector prior_, start_;
  DelayFit fit_;
};

DelayFit fit_delays(const DelaySample& sample, bool with_errors) { return DelayFitter(sample).run(with_errors); }

double DelayFit::score_at(std::size_t group, double d) const {
  const Place place = place_of(knots_[group], d);
  const auto& h = heights_[group];
  return h[place.segment] + place.t * (h[place.segment + 1] - h[place.segment]);
}

double DelayFit::shift(std::uint32_t covariates) const {
  double sum = 0.0;
  for (std::size_t k = covariate_at_; k < effect_at_; ++k)
    if (covariates >> (k - covariate_at_) & 1) sum += parameters_[k];
  return sum;
}

double DelayFit::cdf(std::size_t group, std::uint32_t covariates, Day d) const {
  return normal_cdf(score(group, d) - shift(covariates));
}

Estimate DelayFit::covariate(std::size_t k) const {
  const std::size_t i = covariate_at_ + k;
  return {parameters_[i], covariance_.empty() ? 0.0 : std::sqrt(std::max(0.0, covariance_[i][i]))};
}

Estimate DelayFit::buyer_effect() const {
  const double c2 = 1.0 / (1.0 + portable_exp(-std::clamp(parameters_[effect_at_], -12.0, 6.0)));
  const double error = covariance_.empty() ? 0.0 : std::sqrt(std::max(0.0, covariance_[effect_at_][effect_at_]));
  return {c2, c2 * (1.0 - c2) * error};
}

DelayFit::Ends DelayFit::buyer_effect_interval() const {
  const double logit = std::clamp(parameters_[effect_at_], -12.0, 6.0);
  if (covariance_.empty()) return {buyer_effect().value, buyer_effect().value};
  const double reach = 1.959963984540054 * std::sqrt(std::max(0.0, covariance_[effect_at_][effect_at_]));
  const auto share = [](double x) { return 1.0 / (1.0 + portable_exp(-std::clamp(x, -600.0, 600.0))); };
  return {share(logit - reach), share(logit + reach)};
}

Estimate DelayFit::probability(std::size_t group, std::uint32_t covariates, Day d) const {
  const double z = score(group, d) - shift(covariates), p = normal_cdf(z);
  if (covariance_.empty()) return {p, 0.0};
  Vector by(parameters_.size(), 0.0);
  const Place place = place_of(knots_[group], d);
  const std::size_t first = first_parameter_[group];
  by[first] = 1.0;
  for (std::size_t k = 1; k <= place.segment + 1; ++k)
    by[first + k] = (k <= place.segment ? 1.0 : place.t) * portable_exp(std::clamp(parameters_[first + k], -12.0, 4.0));
  for (std::size_t k = covariate_at_; k < effect_at_; ++k)
    if (covariates >> (k - covariate_at_) & 1) by[k] = -1.0;
  double variance = 0.0;
  for (std::size_t i = 0; i < by.size(); ++i)
    for (std::size_t j = 0; j < by.size(); ++j) variance += by[i] * by[j] * covariance_[i][j];
  return {p, density(z) * std::sqrt(std::max(0.0, variance))};
}

Estimate common_effect(const DelaySample& sample, const DelayFit& fit, const std::vector<std::uint32_t>& window,
                       std::size_t windows) {
  const Vector& grid = DelayFit::effect_grid();
  const double c2 = fit.buyer_effect().value, c = std::sqrt(c2), r = std::sqrt(1.0 - c2);
  Vector slope(windows, 0.0), information(windows, 0.0);
  for (std::size_t i = 0; i < sample.items.size(); ++i) {
    const DelayItem& item = sample.items[i];
    if (item.upto >= kNever) continue;
    const Vector& w = fit.posterior()[item.buyer];
    const double shift = fit.shift(item.covariates);
    const double low = item.after > kFromTheStart ? fit.score(item.group, item.after) - shift : -40.0;
    const double high = fit.score(item.group, item.upto) - shift;
    double first = 0.0, second = 0.0;
    for (std::size_t k = 0; k < grid.size(); ++k) {
      if (w[k] < 1e-9) continue;
      const double a = (low - c * grid[k]) / r, b = (high - c * grid[k]) / r;
      const double p =
          std::max(a > 0.0 ? normal_survival(a) - normal_survival(b) : normal_cdf(b) - normal_cdf(a), 1e-290);
      const double one = (density(a) - density(b)) / p;  // by a shift of x in units of r
      first += w[k] * one;
      second += w[k] * one * one;
    }
    slope[window[i]] += first / r;
    information[window[i]] += second / (r * r);
  }
  double sum = 0, squares = 0, q = 0;
  std::size_t used = 0;
  for (std::size_t k = 0; k < windows; ++k) {
    if (information[k] < 10.0) continue;
    sum += information[k];
    squares += information[k] * information[k];
    q += slope[k] * slope[k] / information[k];
    ++used;
  }
  if (used < 3) return {0.0, 0.0};
  const double freedom = static_cast<double>(used) - 1.0, scale = sum - squares / sum;
  return {std::max(0.0, (q - freedom) / scale), std::sqrt(2.0 * freedom) / scale};
}

}  // namespace delcredere::calibration
