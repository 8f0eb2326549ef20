#include "scenarios/generate/firms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/generate/world.h"

namespace delcredere::synthetic {
namespace {

constexpr double kMeanAmount = 4000.0;

template <class Table>
Choice by_weight(const Table& table) {
  std::vector<double> weights;
  for (const auto& row : table) weights.push_back(row.weight);
  return Choice(weights);
}

// exp(1.3 N), and beyond the 97 % quantile a Pareto tail with index 2, cut at 20 times that quantile.
double draw_size(Draws& draws) {
  constexpr double kSpread = 1.3, kTail = 0.03;
  const double n = draws.normal();
  const double threshold = normal_quantile(1 - kTail);
  if (n <= threshold) return portable_exp(kSpread * n);
  const double left = std::max(normal_survival(n) / kTail, 1.0 / 400.0);
  return portable_exp(kSpread * threshold) / std::sqrt(left);
}

std::string make_name(const Firm& firm, Draws& draws) {
  const Country& country = kCountries[firm.country];
  const Sector& sector = kSectors[firm.sector];
  const auto family = [&] { return country.families[static_cast<std::size_t>(draws.whole(0, 5))]; };
  const std::string_view first = family(), second = family();
  const std::string_view word = sector.words[static_cast<std::size_t>(draws.whole(0, 2))];
  const std::string_view form = country.forms[draws.chance(0.8) ? 0 : 1];
  switch (draws.whole(0, 3)) {
    case 0:
      return fmt::format("{} {} {}", first, word, form);
    case 1:
      return first == second ? fmt::format("Gebr. {} {} {}", first, word, form)
                             : fmt::format("{} & {} {}", first, second, form);
    case 2:
      return first == second ? fmt::format("{} {} {}", first, word, form)
                             : fmt::format("{}, {} & Co. {} {}", first, second, word, form);
    default:
      return fmt::format("{} {} {}", word, first, form);
  }
}

// Two significant digits.
double rounded_limit(double amount) {
  double unit = 500;
  while (amount / unit >= 100) unit *= 10;
  return std::max(1.0, std::floor(amount / unit + 0.5)) * unit;
}

void decide_limits(Firm& firm, Draws& draws) {
  // Debt in the books on a usual day: sales over terms and some two weeks more.
  const double usual = firm.yearly_sales * (firm.terms + 12) / 365.0;
  const double single = firm.yearly_sales / std::max(firm.yearly_invoices, 1.0);
  firm.credit_limit = rounded_limit((usual + single) * (1.2 + 0.8 * draws.uniform()));
  const bool weak = firm.grade >= 3;
  const double decided = draws.uniform();
  firm.insured = decided < 0.15 ? 0 : decided < (weak ? 0.35 : 0.17) ? 2 : 1;
  firm.insured_limit =
      firm.insured == 1
          ? rounded_limit(firm.credit_limit * (weak ? 0.3 + 0.5 * draws.uniform() : 0.6 + 0.5 * draws.uniform()))
          : 0;
}

}  // namespace

std::size_t Choice::operator()(Draws& draws) const {
  const double at = draws.uniform() * cumulative_.back();
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), at);
  return std::min(static_cast<std::size_t>(found - cumulative_.begin()), cumulative_.size() - 1);
}

std::vector<Firm> make_firms(std::int64_t buyers, double invoices_a_year, Draws& draws) {
  const Choice sector = by_weight(kSectors), country = by_weight(kCountries), grade = by_weight(kGrades);
  const Choice term(std::vector<double>(kTermWeights.begin(), kTermWeights.end()));
  const int width = std::max<int>(4, static_cast<int>(std::to_string(buyers).size()));
  std::vector<Firm> firms(static_cast<std::size_t>(buyers));
  double sizes = 0, roots = 0;
  for (std::size_t i = 0; i < firms.size(); ++i) {
    Firm& firm = firms[i];
    firm.id = fmt::format("B{:0{}}", i + 1, width);
    firm.sector = sector(draws);
    firm.country = country(draws);
    firm.grade = grade(draws);
    firm.terms = kCountries[firm.country].terms[term(draws)];
    firm.name = make_name(firm, draws);
    firm.buyer_effect = draws.normal();
    const double size = draw_size(draws);
    // Large firms are rated better: one notch up for half of those in the top tenth.
    if (size > 5.3 && firm.grade > 0 && draws.chance(0.5)) --firm.grade;
    firm.yearly_sales = size;
    firm.yearly_invoices = std::sqrt(size);
    sizes += firm.yearly_sales;
    roots += firm.yearly_invoices;
  }
  for (Firm& firm : firms) {
    firm.yearly_sales *= kMeanAmount * invoices_a_year / sizes;
    firm.yearly_invoices *= invoices_a_year / roots;
    decide_limits(firm, draws);
  }
  return firms;
}

}  // namespace delcredere::synthetic
