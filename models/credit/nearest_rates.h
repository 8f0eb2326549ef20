#pragma once
// The nearest row of a generator: rates of leaving a grade, none negative, and the diagonal that makes them add up to
// 0.
//
//   g_j = max(a_j - s, 0) for j != i,   g_i = a_i - s,   s such that the sum is 0
//
// minimises sum (g_j - a_j)^2 over such rows (Kreinin & Sidelnikova 2001, problem QOG; the projection on a simplex).

#include <cstddef>
#include <span>

namespace delcredere {

/// Replaces a row by the nearest one; `diagonal` is its own place.
void nearest_rates(std::span<double> row, std::size_t diagonal);

}  // namespace delcredere
