#include "models/credit/gamma_mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/math/elementary.h"
#include "models/credit/hazard.h"

namespace delcredere {

GammaMixture::GammaMixture(std::vector<GammaPart> parts, bool poisson) : parts_(std::move(parts)), poisson_(poisson) {
  for (const GammaPart& part : parts_) own_ -= part.weight;
  if (own_ < 1e-12) own_ = 0.0;
}

double GammaMixture::exponent(double h) const {
  double sum = own_ * h;
  for (const GammaPart& part : parts_) sum += log_one_plus(part.variance * part.weight * h) / part.variance;
  return sum;
}

double GammaMixture::hazard(double lambda) const {
  if (poisson_) return complement_exp(-lambda);
  if (std::isinf(lambda)) return lambda;
  if (own_ == 0.0 && parts_.size() == 1) {
    const double v = parts_.front().variance;
    return exp_minus_one(v * lambda) / v;
  }
  // exponent() is concave and below h, so Newton's steps from lambda rise to the root and never pass it.
  double h = lambda;
  constexpr int most_steps = 200;
  for (int step = 0; step < most_steps; ++step) {
    double slope = own_;
    for (const GammaPart& part : parts_) slope += part.weight / (1.0 + part.variance * part.weight * h);
    const double next = h + (lambda - exponent(h)) / slope;
    if (!(next > h * (1.0 + 1e-14))) break;
    h = next;
  }
  return h;
}

double GammaMixture::lambda(double h) const {
  if (!poisson_) return exponent(h);
  return h < 1.0 ? -log_complement(h) : std::numeric_limits<double>::infinity();
}

double GammaMixture::variance() const {
  double sum = 0.0;
  for (const GammaPart& part : parts_) sum += part.weight * part.weight * part.variance;
  return sum;
}

int poisson_count(double mean, double e) {
  constexpr double normal_from = 600.0;
  if (mean > normal_from)
    return static_cast<int>(std::min(1e6, std::max(1.0, std::floor(mean - std::sqrt(mean) * e + 0.5))));
  // P(N >= n) > V is P(N <= n - 1) < 1 - V.
  const double survival = normal_survival(e);
  double term = portable_exp(-mean), below = term;
  int n = 0;
  while (below < survival && n < 1'000'000) {
    ++n;
    term *= mean / n;
    below += term;
  }
  return n;
}

}  // namespace delcredere
