// The study, its calendar and how its trials are cut; at the end, the conventions behind the figures.

#include <fmt/format.h>

#include "sim/explain/sections.h"

namespace delcredere::explaining {

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
