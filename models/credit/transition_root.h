#pragma once
// The matrix of one review from a yearly transition matrix.
//
//   one year, or whole years     the matrix itself, or its power
//   else                         R = exp(G t),  G = log(P) made a generator,  t = years between two reviews
//
// log(P) by inverse scaling and squaring: square roots by the product form of the Denman-Beavers iteration until the
// rest is small, then the series of ln(1 + X) (Higham 2008, "Functions of matrices", sections 6.3 and 11.5). A log of a
// transition matrix may have negative rates; each row is then replaced by the nearest one, in the Euclidean norm, with
// rates >= 0 off the diagonal and sum 0 (Kreinin & Sidelnikova 2001, "Regularization algorithms for transition
// matrices", Algo Research Quarterly 4, problem QOG). exp by uniformisation, so nothing becomes negative.
// Plain loops in one order: the same bits on every machine.

#include <cstddef>
#include <vector>

namespace delcredere {

struct TransitionRoot {
  std::vector<double> matrix;  ///< row-major, rows add up to 1
  double moved = 0;            ///< largest change of a rate by the regularisation, a year; 0 where none was needed
  double misfit = 0;           ///< largest |R^(1/t) - P| of an entry, where 1/t is whole; else of exp(G) against P
};

/// matrix: n x n, row-major, entries >= 0, rows add up to 1. years > 0. Throws Error (5) where P has no real logarithm.
TransitionRoot transition_root(const std::vector<double>& matrix, std::size_t n, double years);

}  // namespace delcredere
