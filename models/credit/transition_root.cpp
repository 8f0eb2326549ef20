#include "models/credit/transition_root.h"

#include <algorithm>
#include <cmath>

#include "models/core/error.h"
#include "models/credit/nearest_rates.h"

namespace delcredere {
namespace {

using Matrix = std::vector<double>;

Matrix identity(std::size_t n) {
  Matrix unit(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) unit[i * n + i] = 1.0;
  return unit;
}

Matrix product(const Matrix& a, const Matrix& b, std::size_t n) {
  Matrix c(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k)
      for (std::size_t j = 0; j < n; ++j) c[i * n + j] += a[i * n + k] * b[k * n + j];
  return c;
}

[[noreturn]] void no_logarithm() {
  throw Error(ExitCode::model, "has no real logarithm, so no root for reviews within a year. Use every: 12 months");
}

/// Gauss-Jordan with partial pivoting.
Matrix inverse(Matrix a, std::size_t n) {
  Matrix b = identity(n);
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t i = column + 1; i < n; ++i)
      if (std::abs(a[i * n + column]) > std::abs(a[pivot * n + column])) pivot = i;
    if (!(std::abs(a[pivot * n + column]) > 1e-14)) no_logarithm();
    for (std::size_t j = 0; j < n; ++j) {
      std::swap(a[pivot * n + j], a[column * n + j]);
      std::swap(b[pivot * n + j], b[column * n + j]);
    }
    const double scale = 1.0 / a[column * n + column];
    for (std::size_t j = 0; j < n; ++j) {
      a[column * n + j] *= scale;
      b[column * n + j] *= scale;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = a[i * n + column];
      if (i == column || factor == 0.0) continue;
      for (std::size_t j = 0; j < n; ++j) {
        a[i * n + j] -= factor * a[column * n + j];
        b[i * n + j] -= factor * b[column * n + j];
      }
    }
  }
  return b;
}

/// Largest |a - b| of an entry.
double distance(const Matrix& a, const Matrix& b) {
  double largest = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) largest = std::max(largest, std::abs(a[k] - b[k]));
  return largest;
}

/// Principal square root: M = A, Y = A; Y <- Y (1 + M^-1) / 2, M <- (1 + (M + M^-1) / 2) / 2, until M is the unit.
Matrix square_root(const Matrix& a, std::size_t n) {
  const Matrix unit = identity(n);
  Matrix m = a, y = a;
  for (int step = 0; step < 60; ++step) {
    const Matrix inverted = inverse(m, n);
    Matrix half = inverted;
    for (std::size_t k = 0; k < half.size(); ++k) half[k] = 0.5 * (unit[k] + inverted[k]);
    y = product(y, half, n);
    for (std::size_t k = 0; k < m.size(); ++k) m[k] = 0.5 * (unit[k] + 0.5 * (m[k] + inverted[k]));
    const double off = distance(m, unit);
    if (!std::isfinite(off)) no_logarithm();
    if (off < 1e-15) return y;
    if (step > 40 && off < 1e-12) return y;
  }
  no_logarithm();
}

Matrix logarithm(Matrix a, std::size_t n) {
  const Matrix unit = identity(n);
  double scale = 1.0;
  for (int roots = 0; distance(a, unit) > 0.01; ++roots) {
    if (roots > 40) no_logarithm();
    a = square_root(a, n);
    scale *= 2.0;
  }
  Matrix x = a;
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = a[k] - unit[k];
  Matrix power = x, sum = x;
  for (int k = 2; k <= 24; ++k) {
    power = product(power, x, n);
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += (k % 2 == 0 ? -1.0 : 1.0) * power[j] / k;
  }
  for (double& entry : sum) entry *= scale;
  return sum;
}

void normalise(Matrix& a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < n; ++j) sum += a[i * n + j];
    for (std::size_t j = 0; j < n; ++j) a[i * n + j] /= sum;
  }
}

/// exp(G t) = e^(-q t) exp((G + q) t), q the largest rate of leaving: sums of nothing negative.
Matrix exponential(const Matrix& generator, std::size_t n, double t) {
  double q = 0.0;
  for (std::size_t i = 0; i < n; ++i) q = std::max(q, -generator[i * n + i]);
  int squarings = 0;
  double part = t;
  for (; q * part > 0.25; ++squarings) part *= 0.5;
  Matrix a = generator;
  for (std::size_t i = 0; i < n; ++i) a[i * n + i] += q;
  for (double& entry : a) entry = std::max(entry, 0.0) * part;
  Matrix term = identity(n), sum = term;
  for (int k = 1; k <= 16; ++k) {
    term = product(term, a, n);
    for (double& entry : term) entry /= k;
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += term[j];
  }
  normalise(sum, n);  // which is e^(-q part)
  for (int s = 0; s < squarings; ++s) {
    sum = product(sum, sum, n);
    normalise(sum, n);
  }
  return sum;
}

Matrix whole_power(const Matrix& a, std::size_t n, int exponent) {
  Matrix result = a;
  for (int k = 1; k < exponent; ++k) result = product(result, a, n);
  return result;
}

}  // namespace

TransitionRoot transition_root(const std::vector<double>& matrix, std::size_t n, double years) {
  TransitionRoot root{matrix, 0, 0};
  if (matrix == identity(n)) return root;
  const double whole = std::nearbyint(years);
  if (whole >= 1.0 && std::abs(years - whole) < 1e-12) {
    root.matrix = whole_power(matrix, n, static_cast<int>(whole));
    if (whole > 1.0) normalise(root.matrix, n);
    return root;
  }
  Matrix generator = logarithm(matrix, n);
  const Matrix written = generator;
  for (std::size_t i = 0; i < n; ++i) nearest_rates({&generator[i * n], n}, i);
  const bool valid = distance(written, generator) < 1e-10;
  root.moved = valid ? 0.0 : distance(written, generator);
  root.matrix = exponential(generator, n, years);
  const double inverse_years = std::nearbyint(1.0 / years);
  const bool divides = std::abs(1.0 / years - inverse_years) < 1e-9 && inverse_years <= 400.0;
  root.misfit = distance(
      divides ? whole_power(root.matrix, n, static_cast<int>(inverse_years)) : exponential(generator, n, 1.0), matrix);
  return root;
}

}  // namespace delcredere
