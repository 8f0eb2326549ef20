#pragma once
// Small studies built in C++, without files: buyers and invoices are added in the order of their numbers.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/study.h"

namespace delcredere::testing {

inline constexpr Day kYear = 365;

class StudyBuilder {
 public:
  explicit StudyBuilder(std::uint64_t trials, std::uint64_t seed, Day horizon = kYear) {
    study_.name = "oracle";
    study_.as_of = *Date::from_civil(2026, 1, 5);
    study_.currency = {"EUR", 2};
    study_.simulation.trials = trials;
    study_.simulation.seed = seed;
    study_.outputs.probabilities = {{95, 2}, {99, 2}, {999, 3}};
    study_.outputs.return_periods = {{10, 0}};
    study_.outputs.trials = TrialColumns::on;
    study_.base.name = "base";
    study_.base.credit.lgd["default"] = {1.0, 0.0, 540};
    over(horizon, "year");
  }

  /// Days 1..horizon in periods of the given length (the last may be short).
  StudyBuilder& over(Day horizon, std::string name, Day length = 0) {
    study_.horizon = horizon;
    study_.period_name = std::move(name);
    study_.period_ends.clear();
    if (length > 0)
      for (Day end = length; end < horizon; end += length) study_.period_ends.push_back(end);
    study_.period_ends.push_back(horizon);
    return *this;
  }

  /// The next buyer; its id sorts after all before it.
  Buyer& buyer(double annual_pd, std::string sector = "s") {
    Buyer buyer;
    std::string digits = std::to_string(study_.portfolio.buyers.size());
    buyer.id = "B" + std::string(7 - digits.size(), '0') + digits;
    buyer.sector = std::move(sector);
    buyer.annual_pd = annual_pd;
    return study_.portfolio.buyers.emplace_back(std::move(buyer));
  }

  /// A buyer of an exposure book.
  Buyer& exposure(double annual_pd, Money amount, double lgd = 1.0, std::string sector = "s") {
    study_.portfolio.exposure_book = true;
    Buyer& added = buyer(annual_pd, std::move(sector));
    added.exposure = amount;
    added.lgd = lgd;
    return added;
  }

  /// An invoice of the last buyer. Its dates must not lie before those of the buyer's invoice before.
  Invoice& invoice(Day issue, Day due, Money amount, Day paid = kNever) {
    Invoice added;
    added.buyer = static_cast<std::uint32_t>(study_.portfolio.buyers.size() - 1);
    added.issue = issue;
    added.due = due;
    added.amount = amount;
    added.paid = paid;
    added.row = static_cast<std::uint32_t>(study_.portfolio.invoices.size());
    added.kind = paid != kNever ? InvoiceKind::history : issue <= 0 ? InvoiceKind::open : InvoiceKind::planned;
    return study_.portfolio.invoices.emplace_back(added);
  }

  /// One asset correlation for every sector; `between` correlates the sectors' factors.
  StudyBuilder& asset_correlation(double rho, double between = 1.0) {
    study_.base.credit.dependence.sectors["default"] = {rho, {}};
    study_.base.credit.dependence.factor_correlation.common = between;
    return *this;
  }

  Scenario& base() { return study_.base; }

  /// A scenario that starts as a copy of base as it is now.
  Scenario& scenario(std::string name) {
    study_.scenarios.push_back(study_.base);
    study_.scenarios.back().name = std::move(name);
    return study_.scenarios.back();
  }

  Study& study() { return study_; }
  /// The study; base alone where no scenario was added.
  Study build() {
    if (study_.scenarios.empty()) study_.scenarios.push_back(study_.base);
    return study_;
  }

 private:
  Study study_;
};

/// N buyers of exposure 1.00 each, LGD 1, one factor: the finite homogeneous portfolio of Vasicek.
inline StudyBuilder homogeneous(std::size_t buyers, double pd, double rho, std::uint64_t trials, std::uint64_t seed,
                                double lgd = 1.0) {
  StudyBuilder builder(trials, seed);
  builder.asset_correlation(rho);
  for (std::size_t i = 0; i < buyers; ++i) builder.exposure(pd, 100, lgd);
  return builder;
}

}  // namespace delcredere::testing
