#pragma once
// The layout of the result file: one function per group, each a list of names, dimensions, units and words.
// docs/result-file.md is its specification. A group without any data variable is left out.

#include "outputs/provenance.h"
#include "outputs/result_file.h"
#include "sim/results.h"

namespace delcredere {

/// The whole file. Takes the results by value so that large per-trial columns are moved, not copied.
/// std::logic_error when an array's shape does not match the axes.
ResultFile layout_result_file(RunResults results, const Provenance& provenance);

namespace layout {

Group losses(RunResults& results);
Group exceedance(RunResults& results);
Group cash(RunResults& results);
Group liquidity(RunResults& results);
Group ageing(RunResults& results);
Group collection(RunResults& results);
Group provisions(RunResults& results);
Group covenants(RunResults& results);
Group reserve(RunResults& results);
Group buyers(RunResults& results);
Group sectors(RunResults& results);
Group countries(RunResults& results);
Group concentration(RunResults& results);
Group pricing(RunResults& results);
Group treaties(RunResults& results);
Group trials(RunResults& results);
Group convergence(RunResults& results);
Group sampling(RunResults& results);
Group provenance(const RunResults& results, const Provenance& provenance);

}  // namespace layout
}  // namespace delcredere
