#include "models/credit/pd_term.h"

namespace delcredere {

PdTerm PdTerm::conditional(std::span<const double> by_year) {
  std::size_t size = by_year.size();
  while (size > 1 && by_year[size - 1] == by_year[size - 2]) --size;
  PdTerm term(by_year.front());
  term.later_.assign(by_year.begin() + 1, by_year.begin() + static_cast<std::ptrdiff_t>(size));
  return term;
}

PdTerm PdTerm::cumulative(std::span<const double> by_year) {
  std::vector<double> conditional_on_survival;
  double before = 0.0;
  for (const double reached : by_year) {
    conditional_on_survival.push_back(before < 1.0 ? (reached - before) / (1.0 - before) : 1.0);
    before = reached;
  }
  return conditional(conditional_on_survival);
}

std::vector<double> PdTerm::years() const {
  std::vector<double> all{first_};
  all.insert(all.end(), later_.begin(), later_.end());
  return all;
}

}  // namespace delcredere
