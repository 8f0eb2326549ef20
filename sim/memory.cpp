#include "sim/memory.h"

#include <fmt/core.h>

#include <set>

#include "models/core/error.h"
#include "models/insurance/policy_tables.h"
#include "sim/blocks/columns.h"
#include "sim/blocks/fans.h"
#include "sim/blocks/run_totals.h"
#include "sim/fast/effect_kernels.h"
#include "sim/fast/route_map.h"

namespace delcredere {
namespace {

/// Libraries, the first blocks of the result file, small things: what any run takes. Where there is less, HDF5 has been
/// seen to crash instead of failing.
constexpr Int128 kAnyRunBytes = Int128{24} << 20;

constexpr Int128 kMaxBytes = std::numeric_limits<std::int64_t>::max();

/// Adds a part, in 128 bits so that nothing wraps.
void add(MemoryPlan& memory, const char* name, Int128 bytes) {
  if (bytes > kMaxBytes || static_cast<Int128>(memory.bytes_total) + bytes > kMaxBytes)
    throw Error(ExitCode::resources, fmt::format("{} would need more than 2^63 bytes of memory", name));
  memory.parts.emplace_back(name, static_cast<std::uint64_t>(bytes));
  memory.bytes_total += static_cast<std::uint64_t>(bytes);
}

/// What became of every invoice, where a scenario asks for it; by thread.
Int128 fates_bytes(const Plan& plan) {
  Int128 bytes = 0;
  for (const ScenarioPlan& scenario : plan.scenarios)
    if (scenario.liquidity.fates) bytes += static_cast<Int128>(plan.live.size()) * sizeof(InvoiceFate);
  return bytes;
}

Int128 delay_bytes(const PaymentPlan& payments) {
  return static_cast<Int128>(payments.tables.size()) * (2 * kScoreLimit + 1) * sizeof(std::int16_t) +
         static_cast<Int128>(payments.table.size()) * (sizeof(std::uint16_t) + sizeof(Score));
}

Int128 liquidity_bytes(const LiquidityShape& shape) {
  return static_cast<Int128>(shape.flows) * (sizeof(FlowTally<ExactSums>) + 8 * 16) +
         static_cast<Int128>(shape.fees + shape.shortfalls + shape.reliefs) * (sizeof(ExactSums) + 16) +
         static_cast<Int128>(shape.covenants) * (sizeof(CovenantTally) + 32) +
         static_cast<Int128>(shape.reserves) * (sizeof(ReserveTally<ExactSums>) + 32) +
         static_cast<Int128>(shape.provisions) * (sizeof(ProvisionTally<ExactSums>) + 64);
}

/// Scenarios that write their policies alike share the tables.
Int128 policy_bytes(const Plan& plan) {
  std::set<const void*> counted;
  const Int128 buyers = plan.buyers, invoices = plan.study->portfolio.invoices.size();
  Int128 bytes = 0;
  for (const ScenarioPlan& scenario : plan.scenarios) {
    bytes += static_cast<Int128>(scenario.policies.size()) * invoices * sizeof(std::int16_t);  // premium years
    for (const PolicyPlan& policy : scenario.policies)
      if (counted.insert(&policy.policy.tables()).second) bytes += buyers * (sizeof(BuyerTerms) + sizeof(LimitStep));
    for (const PolicyGroup& group : scenario.groups)
      if (group.facts != nullptr && counted.insert(group.facts.get()).second)
        bytes += static_cast<Int128>(group.facts->size());
  }
  return bytes;
}

}  // namespace

std::uint64_t trial_column_bytes(const TallyShape& shape) {
  return 8 * shape.scenarios *
         (2 + (shape.weighted ? 1 : 0) + shape.policies * 3 + (shape.cash ? shape.details() * 3 : 0));
}

bool stores_trials(const Study& study, const TallyShape& shape, std::uint64_t trials) {
  constexpr std::uint64_t automatic_bytes = std::uint64_t{256} << 20;
  switch (study.outputs.trials) {
    case TrialColumns::on:
      return true;
    case TrialColumns::off:
      return false;
    case TrialColumns::automatic:
      break;
  }
  return static_cast<Int128>(trials) * trial_column_bytes(shape) <= automatic_bytes;
}

MemoryPlan memory_of(const Plan& plan, const TallyShape& shape, const RunSettings& settings) {
  const Int128 trials = plan.most_trials;
  const Int128 cells = static_cast<Int128>(shape.scenarios) * shape.details();
  MemoryPlan memory;
  memory.trials_per_block = static_cast<double>(plan.block_trials);
  memory.blocks = plan.blocks;
  const Int128 portfolio = static_cast<Int128>(plan.study->portfolio.invoices.size()) * (sizeof(Invoice) + 96) +
                           static_cast<Int128>(plan.buyers) * 512;
  Int128 graded = 0;  // delay tables of the segments that grades lead to
  for (const ScenarioPlan& scenario : plan.scenarios)
    for (const PaymentPlan& payments : scenario.graded_payments) graded += delay_bytes(payments);
  add(memory, "portfolio and tables", portfolio + static_cast<Int128>(plan.evidence.size()) * 640 + graded);
  add(memory, "tables of the policies", policy_bytes(plan));
  const Int128 columns = trials * static_cast<Int128>(shape.layout.columns()) * 8;
  if (columns > kMaxBytes) throw Error(ExitCode::resources, "the per-trial columns would need more than 2^63 bytes");
  if (columns > static_cast<Int128>(settings.column_memory)) memory.scratch_bytes = static_cast<std::uint64_t>(columns);
  if (memory.scratch_bytes == 0) add(memory, "trial columns", columns);
  if (stores_trials(*plan.study, shape, plan.most_trials))
    add(memory, "per-trial results", trials * trial_column_bytes(shape));
  if (!shape.weighted) {  // a failure in thirty buyers at the worst, or what is allowed
    const Int128 kept = cells * 2 * static_cast<Int128>(tail_trials(plan.most_trials));
    const Int128 losses = kept * (32 + 16 * (static_cast<Int128>(plan.buyers) / 32 + 8));
    add(memory, "worst trials", 2 * std::min<Int128>(losses, settings.worst_memory));
  }
  add(memory, "period distributions",
      FanStore::fits_exactly(shape.series(), plan.most_trials)
          ? static_cast<Int128>(shape.series()) * trials * 8
          : static_cast<Int128>(shape.series()) * static_cast<Int128>(IntegerHistogram::kDefaultBins) * 8);
  // Losses by buyer: a failure in thirty buyers.
  const Int128 losses = static_cast<Int128>(plan.block_trials) * cells * static_cast<Int128>(plan.buyers);
  const Int128 block = static_cast<Int128>(shape.series() + shape.layout.columns()) * plan.block_trials * 8 +
                       cells * shape.periods * 240 + losses;
  add(memory, "blocks in flight", (block + liquidity_bytes(shape.liquidity)) * settings.threads);
  const Int128 by_buyer =
      64 + (plan.evidence.empty() ? 8 : sizeof(fast::InformedBuyer) + 8) * plan.factor_models.size();
  // Ledgers: an eighth of the book fails or pays very late.
  const Int128 ledgers = static_cast<Int128>(shape.scenarios * plan.live.size() / 8) * sizeof(LedgerInvoice);
  const Int128 payments = static_cast<Int128>(fast::payment_bytes(plan)) + by_buyer * plan.buyers + ledgers;
  add(memory, "payments and failures of a trial", (payments + fates_bytes(plan)) * settings.threads);
  add(memory, "tallies and results",
      liquidity_bytes(shape.liquidity) + cells * shape.periods * 400 +
          cells * static_cast<Int128>(plan.buyers) * (sizeof(ExactSums) * 3 + 160) +
          static_cast<Int128>(shape.series()) * 24 * static_cast<Int128>(plan.study->outputs.probabilities.size()));
  if (plan.sampler.designed()) {
    // A column with its weights, sorted; and tallies of units that are not complete yet.
    add(memory, "statistics of replicates and weights",
        trials * (40 * settings.threads + (shape.weighted ? 8 * static_cast<Int128>(shape.scenarios) : 0)) +
            cells * (shape.periods + static_cast<Int128>(plan.buyers)) * 400 * (settings.threads + 1));
  }
  if (shape.priced)
    add(memory, "pricing",
        trials * 24 * settings.threads +
            static_cast<Int128>(2 * kExposuresKept) * 8 * static_cast<Int128>(shape.scenarios) +
            static_cast<Int128>(shape.scenarios) * shape.details() * plan.buyers * (sizeof(ExactSums) + 40));
  add(memory, "libraries and buffers", kAnyRunBytes);
  return memory;
}

void refuse_what_does_not_fit(const Plan& plan, const TallyShape& shape, const RunSettings& settings) {
  const MemoryPlan memory = memory_of(plan, shape, settings);
  if (settings.memory_limit == 0 || memory.bytes_total <= settings.memory_limit) return;
  constexpr double mebibyte = 1 << 20;
  std::string text = fmt::format(
      "the run needs {:.0f} MiB of memory and may use {:.0f} MiB:", static_cast<double>(memory.bytes_total) / mebibyte,
      static_cast<double>(settings.memory_limit) / mebibyte);
  for (const auto& [name, bytes] : memory.parts)
    text += fmt::format(" {} {:.0f} MiB,", name, static_cast<double>(bytes) / mebibyte);
  text.back() = '.';
  throw Error(ExitCode::resources, text + " Use fewer trials, scenarios, policies or periods, or fewer threads");
}

void check_study(const Study& study) {
  const Plan plan = make_plan(study);
  memory_of(plan, TallyShape(plan), {});
}

MemoryPlan plan_memory(const Study& study, const RunSettings& settings) {
  const Plan plan = make_plan(study);
  return memory_of(plan, TallyShape(plan), settings);
}

}  // namespace delcredere
