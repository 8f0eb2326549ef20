#include "bench/work.h"

#include "sim/fast/kernels.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::bench {

DefaultsWork::DefaultsWork(const Plan& plan) : plan_(plan), defaults_(plan) {}

void DefaultsWork::prepare(std::uint64_t trial) {
  plan_.factor_models[0].draw_state(plan_.seed, trial, factors_);
  state_.factors = &factors_;
  draw_shocks(plan_, plan_.scenarios[0], trial, state_);
  inputs_.assign(1, {&plan_.scenarios[0], &state_, nullptr});
}

std::size_t DefaultsWork::run(std::uint64_t trial) {
  defaults_.run(trial, inputs_, own_);
  return own_[0].size();
}

PaymentsWork::PaymentsWork(const Plan& plan)
    : plan_(plan),
      words_((plan.buyers + 3) / 4 * 4),
      effects_(words_.size()),
      laws_(plan, plan.scenarios[0].payments, plan.scenarios[0].factors),
      flows_(plan, plan.scenarios[0], {&scenario_, 1}) {}

void PaymentsWork::prepare(std::uint64_t trial) {
  plan_.factor_models[0].draw_state(plan_.seed, trial, factors_);
  fast::draw_words(plan_.seed, Purpose::buyer_effect, 0, words_.size() / 4, trial, words_.data());
  fast::normal_from_words(words_.data(), plan_.buyers, effects_.data());
}

Money PaymentsWork::run(std::uint64_t trial) {
  laws_.run(trial, effects_.data(), factors_.delay_score);
  flows_.run(laws_, nullptr);
  return flows_.receipts()[static_cast<std::size_t>(plan_.horizon)];
}

}  // namespace delcredere::bench
