// The study, its calendar and how its trials are cut; at the end, the conventions behind the figures.

#include <fmt/format.h>

#include <cmath>

#include "sim/explain/sections.h"

namespace delcredere::explaining {

namespace {

void explain_sampling(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const Plan& plan = subject.plan;
  const SimulationSettings& settings = study.simulation;
  const auto money = [&](double minor) {
    return fmt::format(
        "{} {}",
        grouped(static_cast<std::uint64_t>(std::llround(minor / static_cast<double>(study.currency.minor_per_unit())))),
        study.currency.code);
  };
  switch (settings.sampling) {
    case SamplingMethod::plain:
      break;
    case SamplingMethod::antithetic:
      page.say(
          "sampling antithetic: trials in pairs whose systematic factors are each other's mirror image; errors from "
          "pairs");
      break;
    case SamplingMethod::stratified:
      page.say(
          fmt::format("sampling stratified: {} equally likely strata of the direction of the systematic factors that "
                      "moves losses most; errors from {} replicates of one trial in each",
                      settings.strata, grouped(settings.trials / settings.strata)));
      break;
    case SamplingMethod::sobol:
      page.say(
          fmt::format("sampling sobol: {} independently scrambled replicates of {} points in the systematic factors; "
                      "errors from replicates",
                      settings.replicates, grouped(plan.sampler.replicate_size())));
      break;
    case SamplingMethod::importance: {
      double square = 0;
      for (const double mu : plan.sampler.shift()) square += mu * mu;
      page.say(fmt::format(
          "sampling importance: aims at gross losses above {}, exceeded with probability of about {:.2g} "
          "as {} pilot draws have it; systematic factors are moved by {:.2f} standard deviations, default "
          "probabilities given them are twisted until the mean loss is that, and every trial is "
          "weighted by its likelihood ratio",
          money(plan.importance_loss), plan.pilot_probability, grouped(plan.pilot_draws), std::sqrt(square)));
      if (!plan.study->portfolio.exposure_book)
        page.say("cash, liquidity, ageing and provisions are left out: their figures need equally likely trials");
      break;
    }
  }
  if (settings.stop_when)
    page.say(fmt::format(
        "stops when its figure is known to {:g} % (standard error), tested after every {} trials, at most {}",
        100.0 * settings.stop_when->relative_error, grouped(plan.group_blocks * plan.block_trials),
        grouped(plan.most_trials)));
}

}  // namespace

void explain_clock(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  page.section("Study");
  page.say(fmt::format("{}, as of {}, in {}", study.name, study.as_of.iso(), study.currency.code));
  const bool short_last = study.period_ends.size() > 1 && study.period_name == "week" &&
                          study.horizon - study.period_ends[study.period_ends.size() - 2] < 7;
  page.say(fmt::format("horizon {} to {}: days 1 to {}, {}{}", date_of(study, 1), date_of(study, study.horizon),
                       study.horizon, counted(study.period_ends.size(), study.period_name, study.period_name + "s"),
                       short_last ? ", the last one short" : ""));
  std::string text =
      fmt::format("{} of every scenario, seed {}, in {} of {}", counted(study.simulation.trials, "trial", "trials"),
                  study.simulation.seed, counted(subject.plan.blocks, "block", "blocks"),
                  counted(subject.plan.block_trials, "trial", "trials"));
  if (!study.portfolio.exposure_book)
    text += fmt::format("; ageing and days late from the first {}", grouped(subject.plan.detail_trials));
  page.say(text);
  explain_sampling(subject, page);
}

void explain_conventions(const Subject& subject, Page& page) {
  page.section("Conventions");
  page.say(
      "default probability up to day t: 1 - (1 - PD)^(t/365). Value at risk at p: the order statistic of rank "
      "ceil(p x trials); expected shortfall corrects for the atom there; intervals are two-sided at 95 %");
  if (!subject.study.portfolio.exposure_book)
    page.say(
        "day 0 is as_of, its payments are in the opening balance; a payment dated on or after the buyer's default "
        "day does not arrive; in a day: receipts, recoveries, claims, premium, outflows, interest, credit line");
  page.say(
      "losses are ultimate and undiscounted, also what comes after the horizon; cash is what falls inside it; "
      "premium is never part of a loss");
}

}  // namespace delcredere::explaining
