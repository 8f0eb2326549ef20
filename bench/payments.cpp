// Invoice-trials per second: draws, laws and receipts of a whole book, beside one Boost.Random lognormal per invoice
// and trial, and beside the generator alone yielding as many 32-bit numbers as there are invoices.

#include <benchmark/benchmark.h>

#include "bench/books.h"
#include "bench/plain.h"
#include "bench/work.h"
#include "sim/fast/kernels.h"

namespace delcredere::bench {
namespace {

struct Book {
  explicit Book(Study s) : study(std::move(s)), plan(make_plan(study)) {}
  Study study;
  Plan plan;
};

/// Argument 1: dunning and supply stop on.
const Plan& plan_of(std::int64_t managed) {
  static const Book plain(payment_study(false)), with(payment_study(true));
  return managed != 0 ? with.plan : plain.plan;
}

void count(benchmark::State& state, const Plan& plan) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(plan.live.size()));
}

void payments_fast(benchmark::State& state) {
  const Plan& plan = plan_of(state.range(0));
  PaymentsWork work(plan);
  std::uint64_t trial = 0;
  for (auto _ : state) {
    work.prepare(trial);
    benchmark::DoNotOptimize(work.run(trial++));
  }
  count(state, plan);
}

void payments_plain(benchmark::State& state) {
  const Plan& plan = plan_of(0);
  PlainPayments work(plan);
  for (auto _ : state) benchmark::DoNotOptimize(work.run());
  count(state, plan);
}

void payments_generator(benchmark::State& state) {
  const Plan& plan = plan_of(0);
  std::vector<std::uint32_t> words(plan.live.size());
  std::uint64_t trial = 0;
  for (auto _ : state) {
    fast::draw_words(plan.seed, Purpose::delay, 0, words.size() / 4, trial++, words.data());
    benchmark::DoNotOptimize(words.data());
    benchmark::ClobberMemory();
  }
  count(state, plan);
}

BENCHMARK(payments_fast)->Arg(0)->Arg(1);
BENCHMARK(payments_plain);
BENCHMARK(payments_generator);

}  // namespace
}  // namespace delcredere::bench
