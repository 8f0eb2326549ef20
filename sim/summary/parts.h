#pragma once
// From the integers of a run to estimates with their errors, one file per group of results. Only run.cpp calls them.

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "sim/blocks/runner.h"
#include "sim/results.h"
#include "sim/trial/detail.h"

namespace delcredere::summary {

/// Minor units to whole currency units.
class Scale {
 public:
  explicit Scale(const Currency& currency) : minor_(static_cast<double>(currency.minor_per_unit())) {}
  double operator()(double minor_units) const { return minor_units / minor_; }

 private:
  double minor_;
};

/// Of the outputs.
std::vector<Probability> probabilities_of(const Study& study);

/// Ranks of every probability among `trials` values.
std::vector<QuantileRanks> ranks_of(std::span<const Probability> probabilities, std::uint64_t trials);

/// Everything about one column, whichever way its trials were drawn.
struct ColumnEstimates {
  MeanEstimate mean;
  double standard_deviation = 0;
  MeanEstimate positive;  ///< probability of more than 0
  std::vector<QuantileEstimate> quantiles;
  std::vector<ExpectedShortfall> shortfalls;
  double mean_variance_ratio = 0;            ///< only of designed samples
  std::vector<double> tail_variance_ratios;  ///< by probability; only of designed samples
};
/// Of the first `trials` trials.
ColumnEstimates column_estimates(const RunTotals& totals, std::size_t column,
                                 std::span<const Probability> probabilities, std::uint64_t trials);
/// Quantiles alone, of all trials.
std::vector<QuantileEstimate> column_quantiles(const RunTotals& totals, std::size_t column,
                                               std::span<const Probability> probabilities);

/// Columns of the five loss components of one scenario and policy, in the order of ResultAxes::components.
std::array<std::size_t, 5> loss_columns(const TallyShape& shape, std::size_t s, std::size_t p);

ResultAxes axes_of(const Study& study, const Plan& plan);
LossResults losses(const Study& study, const RunTotals& totals, int threads);
/// Empty unless the horizon is one year (52 weeks to 366 days).
ExceedanceResults exceedance(const Study& study, const RunTotals& totals, int threads);
/// Reorders the fans.
CashResults cash(const Study& study, const Plan& plan, RunTotals& totals);
LiquidityResults liquidity(const Study& study, const Plan& plan, const RunTotals& totals,
                           const std::vector<DetailSink>& detail);
/// Adds to /cash and /liquidity what the liquidity section asks for.
void liquidity_flows(const Study& study, const Plan& plan, const RunTotals& totals, CashResults& cash,
                     LiquidityResults& liquidity);
CollectionResults collection(const Study& study, const std::vector<DetailSink>& detail);
ProvisionResults provisions(const Study& study, const Plan& plan, const RunTotals& totals,
                            const std::vector<DetailSink>& detail);
CovenantResults covenants(const Study& study, const Plan& plan, const RunTotals& totals);
ReserveResults reserve(const Study& study, const Plan& plan, const RunTotals& totals);
/// Open debt at as_of by age.
NdArray<double> outstanding_start(const Study& study, const Plan& plan);
AgeingResults ageing(const Study& study, const std::vector<DetailSink>& detail);
BuyerResults buyers(const Study& study, const Plan& plan, const RunTotals& totals,
                    const std::vector<DetailSink>& detail);
/// By sector or country; empty where there are no groups.
SectorResults groups(const Study& study, const Plan& plan, const RunTotals& totals, std::size_t grouping);
ConvergenceResults convergence(const Study& study, const RunTotals& totals, int threads);
/// Copies; a first breach after the horizon becomes -1, none.
TrialResults trial_columns(const RunTotals& totals, Day horizon);
/// Empty under plain sampling.
SamplingResults sampling(const Study& study, const Plan& plan, const RunTotals& totals);
/// Of all trials; nothing without a stop rule.
std::optional<StopResults> stop(const Plan& plan, const RunTotals& totals, const ResultAxes& axes);

/// Sets minimum_cash. Where no minimum is given there is no breach and no gap: NaN in such a scenario, and no array at
/// all where no scenario has a minimum.
void blank_without_minimum(const Study& study, const Plan& plan, RunResults& results);

/// Empty without treaties.
TreatyResults treaties(const Study& study, const Plan& plan, const RunTotals& totals);

/// Empty unless the study is priced.
PricingResults pricing(const Study& study, const Plan& plan, const RunTotals& totals, int threads);

/// Euler contributions of buyers, sectors and countries to VaR99 and ES99 of
/// the retained loss, by replaying the tail trials.
void tail_contributions(const Study& study, const Plan& plan, const RunSettings& settings,
                        const EngineMaker& make_engine, const RunTotals& totals, RunResults& results);
/// To the standard deviation of the retained loss, of buyers, sectors and
/// countries; after losses().
void deviation_contributions(const Study& study, const RunTotals& totals, RunResults& results);
/// Means corrected by the gross loss, where the study asks for them.
void control_variates(const Study& study, const Plan& plan, const RunTotals& totals, LossResults& losses);
/// How concentrated the book is; nothing simulated.
ConcentrationResults concentration(const Study& study, const Plan& plan);

}  // namespace delcredere::summary
