#include "sim/trial/contagion.h"

#include <algorithm>

#include "models/core/error.h"
#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"
#include "models/credit/hazard.h"
#include "sim/trial/grade_path.h"

namespace delcredere {

void multiply_from(std::vector<HazardSegment>& segments, Day from, double multiplier, Day horizon) {
  if (from > horizon || multiplier == 1.0) return;
  if (segments.empty()) segments.push_back({horizon, 1.0});
  if (from > 1) {
    // The segment that holds `from` is cut before it.
    const auto holds = std::find_if(segments.begin(), segments.end(), [&](const auto& s) { return s.end >= from; });
    const bool first = holds == segments.begin();
    if ((first ? Day{0} : std::prev(holds)->end) < from - 1)
      segments.insert(holds, {from - 1, holds->multiplier, holds->curve});
  }
  for (HazardSegment& segment : segments)
    if (segment.end >= from) segment.multiplier *= multiplier;
}

void Contagion::push(Day day, std::uint32_t buyer, bool direct) {
  if (day > plan_.horizon) return;
  steps_.push_back({day, buyer, direct});
  std::push_heap(steps_.begin(), steps_.end());
}

DefaultWords Contagion::words_of(std::uint32_t buyer) const { return default_words(plan_.seed, state_->trial, buyer); }

DefaultCause Contagion::own_cause(std::uint32_t buyer) const {
  return default_event(plan_, *scenario_, buyer, 1, words_of(buyer)).cause;
}

Contagion::Pressure* Contagion::pressure_of(std::uint32_t customer) {
  const auto found = std::find_if(pressures_.begin(), pressures_.end(),
                                  [customer](const Pressure& p) { return p.customer == customer; });
  return found == pressures_.end() ? nullptr : &*found;
}

const std::vector<BuyerDefault>& Contagion::run(const ScenarioPlan& scenario, const TrialState& state,
                                                const std::vector<BuyerDefault>& own, const Variable& variable) {
  scenario_ = &scenario;
  state_ = &state;
  own_ = &own;
  variable_ = &variable;
  failed_at_.resize(plan_.buyers, kNoGroup);
  for (const BuyerDefault& failure : failed_) failed_at_[failure.buyer] = kNoGroup;
  failed_.clear();
  steps_.clear();
  pressures_.clear();
  for (const BuyerDefault& failure : own) push(failure.what.day, failure.buyer, true);
  // A named failure is one more direct default, unless the buyer fails before by itself.
  for (const ForcedFailure& failure : scenario.failures) push(failure.day, failure.buyer, false);

  while (!steps_.empty()) {
    std::pop_heap(steps_.begin(), steps_.end());
    const Step step = steps_.back();
    steps_.pop_back();
    const ForcedFailure* named = named_failure(scenario, step.buyer);
    if (step.direct) {
      const Pressure* pressure = pressure_of(step.buyer);
      if (pressure != nullptr && pressure->own_day != step.day) continue;  // moved since
      if (named != nullptr && named->day < step.day) continue;
      fail(step.buyer, step.day, own_cause(step.buyer));
    } else {
      const Pressure* pressure = pressure_of(step.buyer);
      const auto place = std::lower_bound(own.begin(), own.end(), step.buyer,
                                          [](const BuyerDefault& f, std::uint32_t b) { return f.buyer < b; });
      const Day own_day = pressure != nullptr                                ? pressure->own_day
                          : place != own.end() && place->buyer == step.buyer ? place->what.day
                                                                             : kNever;
      if (own_day <= step.day) continue;  // by itself, and told so by its own step
      fail(step.buyer, step.day, named->cause);
    }
    if (scenario.contagion.infection > 0.0) infect(step.buyer, step.day);
  }
  std::sort(failed_.begin(), failed_.end(),
            [](const BuyerDefault& a, const BuyerDefault& b) { return a.buyer < b.buyer; });
  return failed_;
}

void Contagion::fail(std::uint32_t buyer, Day day, DefaultCause cause) {
  const auto note = [&](std::uint32_t b) {
    if (failed_at_[b] != kNoGroup) return;
    failed_at_[b] = static_cast<std::uint32_t>(failed_.size());
    failed_.push_back({b, {day, cause, 1, words_of(b).loss}});
    follow_links(b, day);
  };
  const GroupPlan& legal = plan_.legal_groups;
  const bool grouped = !legal.of_buyer.empty() && legal.of_buyer[buyer] != kNoGroup;
  if (failed_at_[buyer] != kNoGroup) return;
  note(buyer);
  if (grouped)
    for (const std::uint32_t member : legal.members[legal.of_buyer[buyer]]) note(member);
}

void Contagion::infect(std::uint32_t buyer, Day day) {
  const GroupPlan& groups = plan_.infection_groups;
  if (groups.of_buyer[buyer] == kNoGroup) return;
  const std::vector<std::uint32_t>& members = groups.members[groups.of_buyer[buyer]];
  const auto reach = [&](std::uint32_t other) {
    if (other != buyer && failed_at_[other] == kNoGroup) fail(other, day, own_cause(other));
  };
  const double q = scenario_->contagion.infection;
  if (q >= 1.0) {
    for (const std::uint32_t other : members) reach(other);
    return;
  }
  const double end = -log_complement(q), mean_wait = -1.0 / static_cast<double>(members.size());
  double time = 0.0;
  for (std::uint32_t index = 0;; ++index) {
    if (index > kMaxDrawIndex)
      throw Error(ExitCode::model, "credit.contagion.infection: one failure infects more buyers than draws can name");
    const PhiloxBlock words = draw(plan_.seed, Purpose::infection, index, buyer, state_->trial);
    for (const std::size_t w : {0, 2}) {
      const Arrival arrival = arrival_of(words[w + 1], words[w], static_cast<std::uint32_t>(members.size()));
      time += portable_log(arrival.uniform) * mean_wait;
      if (!(time < end)) return;
      reach(members[arrival.place]);
    }
  }
}

void Contagion::follow_links(std::uint32_t buyer, Day day) {
  const ContagionPlan& contagion = scenario_->contagion;
  if (contagion.links_of.empty() || contagion.links_of[buyer] == kNoGroup) return;
  for (const SupplyLink& link : contagion.links[contagion.links_of[buyer]]) {
    const std::uint32_t customer = link.customer;
    if (failed_at_[customer] != kNoGroup || link.hazard_multiplier == 1.0) continue;
    Pressure* pressure = pressure_of(customer);
    if (pressure == nullptr) {
      const auto place = std::lower_bound(own_->begin(), own_->end(), customer,
                                          [](const BuyerDefault& f, std::uint32_t b) { return f.buyer < b; });
      const bool fails = place != own_->end() && place->buyer == customer;
      pressures_.push_back({customer, {}, fails ? place->what.day : kNever});
      pressure = &pressures_.back();
    }
    if (pressure->own_day <= day) continue;  // fails by itself today; its own step is still to come
    pressure->from.emplace_back(day + 1, link.hazard_multiplier);
    const DefaultBucket& bucket = scenario_->buckets[scenario_->buyer_bucket[customer]];
    hazard_segments_of(plan_, *scenario_, *state_, customer, segments_);
    for (const auto& [from, multiplier] : pressure->from) multiply_from(segments_, from, multiplier, plan_.horizon);
    if (segments_.empty()) continue;
    const ConditionalState conditional =
        plan_.factor_models[scenario_->factors].conditional(*state_->factors, bucket.group);
    // What happened up to the supplier's failure cannot be undone by rounding of other segments.
    const Day moved = std::max<Day>(
        default_day(bucket.curve, bucket.threshold, conditional, plan_.horizon, segments_, (*variable_)(customer)),
        day + 1);
    if (moved == pressure->own_day) continue;
    pressure->own_day = moved;
    push(moved, customer, true);
  }
}

}  // namespace delcredere
