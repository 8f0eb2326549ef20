#pragma once
// The buyers of a synthetic book.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/generate/draws.h"

namespace delcredere::synthetic {

struct Firm {
  std::string id, name;
  std::size_t sector = 0, country = 0, grade = 0;
  int terms = 30;
  double yearly_sales = 0;     ///< expected, whole currency units
  double yearly_invoices = 0;  ///< expected
  double buyer_effect = 0;     ///< N(0, 1), common to the buyer's delays; high is late
  double credit_limit = 0;
  int insured = 0;  ///< 0 = no decision, 1 = a limit (insured_limit), 2 = refused (limit 0)
  double insured_limit = 0;
};

/// `invoices_a_year` over all buyers, mean amount about 4,000.
std::vector<Firm> make_firms(std::int64_t buyers, double invoices_a_year, Draws& draws);

}  // namespace delcredere::synthetic
