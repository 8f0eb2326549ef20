#include "sim/plan/plan.h"

#include <algorithm>

#include "models/core/error.h"
#include "sim/plan/parts.h"

namespace delcredere {
namespace {

constexpr std::uint64_t kInvoiceTrialsPerBlock = std::uint64_t{1} << 24;
constexpr std::uint64_t kMaxBlockTrials = 4096;
constexpr std::uint64_t kMinBlocks = 64;
constexpr std::uint64_t kDetailInvoiceTrials = std::uint64_t{1} << 22;
constexpr std::uint64_t kMaxDetailTrials = 1024, kMinDetailTrials = 32;

/// Trials of one replicate (sim/sampling/sampler.h).
std::uint64_t replicate_size(const SimulationSettings& settings) {
  switch (settings.sampling) {
    case SamplingMethod::antithetic:
      return 2;
    case SamplingMethod::stratified:
      return settings.strata;
    case SamplingMethod::sobol:
      return std::max<std::uint64_t>(1, settings.trials / settings.replicates);
    case SamplingMethod::plain:
    case SamplingMethod::importance:
      break;
  }
  return 1;
}

/// A power of two of trials, from the study alone; where trials come in replicates, a power of two of those, or a part
/// of one that is a power of two.
void plan_blocks(const Study& study, Plan& plan) {
  const std::uint64_t trials = study.simulation.trials;
  const std::uint64_t work = std::max<std::uint64_t>({plan.live.size(), plan.buyers / 16, 1});
  std::uint64_t size = 1;
  while (size * 2 <= kMaxBlockTrials && size * 2 * work <= kInvoiceTrialsPerBlock && size * 2 * kMinBlocks <= trials)
    size *= 2;
  if (const std::uint64_t replicate = replicate_size(study.simulation); replicate > size) {
    while (replicate % size != 0) size /= 2;
  } else if (replicate > 1) {
    const std::uint64_t most = size;
    size = replicate;
    while (size * 2 <= most) size *= 2;
  }
  plan.block_trials = size;
  plan.blocks = (trials + size - 1) / size;
  plan.most_trials = trials;
  if (study.simulation.stop_when) {
    // Groups of whole blocks and replicates, as many as max_trials hold, at least one.
    const std::uint64_t whole = std::max(size, replicate_size(study.simulation));
    const std::uint64_t group = (trials + whole - 1) / whole * whole;
    const std::uint64_t groups = std::max<std::uint64_t>(1, study.simulation.stop_when->max_trials / group);
    plan.group_blocks = group / size;
    plan.blocks = groups * plan.group_blocks;
    plan.most_trials = groups * group;
  }
  plan.detail_trials = std::min(trials, std::clamp(kDetailInvoiceTrials / work, kMinDetailTrials, kMaxDetailTrials));
}

/// Without a wish, all policies where they are few.
std::vector<bool> detailed_policies(const Study& study) {
  std::vector<bool> detailed;
  const std::optional<std::vector<std::string>>& wanted = study.outputs.detailed_policies;
  for (const PolicyTerms& policy : study.scenarios.front().policies)
    detailed.push_back(wanted ? std::find(wanted->begin(), wanted->end(), policy.name) != wanted->end()
                              : study.scenarios.front().policies.size() <= OutputSettings::kFewPolicies);
  return detailed;
}

template <class Part, class Make>
std::uint32_t shared(std::vector<const Part*>& made, const Part& wanted, Make&& make) {
  const auto same = std::find_if(made.begin(), made.end(), [&](const Part* other) { return *other == wanted; });
  const auto number = static_cast<std::uint32_t>(same - made.begin());
  if (same == made.end()) {
    made.push_back(&wanted);
    make();
  }
  return number;
}

}  // namespace

Plan make_plan(const Study& study) {
  Plan plan;
  plan.study = &study;
  plan.horizon = study.horizon;
  plan.seed = study.simulation.seed;
  planning::plan_book(study, plan);
  planning::plan_groups(study, plan);
  plan_blocks(study, plan);
  plan.detailed = detailed_policies(study);

  std::vector<double> base_pd;
  for (const Buyer& buyer : study.portfolio.buyers)
    base_pd.push_back(planning::pd_term(buyer, study.base.credit).first());
  plan.bands = DefaultBands(base_pd);

  std::vector<const DependenceParameters*> dependences;
  std::vector<const PaymentParameters*> payments;
  const auto use_factors = [&](const Scenario& scenario) {
    return shared(dependences, scenario.credit.dependence,
                  [&] { plan.factor_models.emplace_back(scenario.credit.dependence, plan.sectors); });
  };
  const auto use_payments = [&](const Scenario& scenario) {
    return shared(payments, scenario.payment,
                  [&] { plan.payment_plans.push_back(planning::plan_payments(study, plan, scenario.payment)); });
  };
  use_factors(study.base);
  use_payments(study.base);
  if (!study.portfolio.exposure_book) planning::plan_evidence(study, plan);
  for (const Score edge : plan.payment_plans.front().edge) plan.overdue_beyond_law += edge >= kScoreLimit;

  plan.covenants = planning::covenant_names(study);
  plan.scenarios.resize(study.scenarios.size());
  for (std::size_t s = 0; s < study.scenarios.size(); ++s) {
    ScenarioPlan& scenario = plan.scenarios[s];
    scenario.factors = use_factors(study.scenarios[s]);
    scenario.payments = use_payments(study.scenarios[s]);
    planning::plan_scenario(study, study.scenarios[s], plan, scenario);
  }
  planning::plan_ledgers(study, plan);
  planning::plan_sampling(study, plan);
  planning::plan_twins(plan);
  return plan;
}

}  // namespace delcredere
