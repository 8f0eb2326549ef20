#pragma once
// Who fails because others do, in time order. Shared by both engines: they bring the direct defaults, this adds the
// rest.
//
//   infection   a direct default (own or named) on day d infects each other buyer of its infection group with
//               probability q, independently; the infected fails on day d unless it failed before. Only direct defaults
//               infect, on their own day, also where that buyer had been infected before (Davis & Lo 2001,
//               "Infectious defaults", Quantitative Finance 1, eq. 1-3: at the horizon the number of failures has their
//               law)
//   links       when a supplier fails on day d, its customer's hazard is multiplied from day d + 1 on; multipliers of
//               several suppliers multiply. What a customer then fails of by itself is a direct default
//   legal group when one member fails, all fail on that day, of the same cause; who is dragged along does not infect
//
// Whom i infects: clocks of the group's n buyers run out at rate 1 each until -ln(1 - q); their arrivals are one
// Poisson process of rate n whose arrivals pick a buyer each (as in models/credit/default_uniform.h), so the cost is
// the number of infected, and a higher q infects more of the same.

#include <cstdint>
#include <functional>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/trial/buyer_trial.h"

namespace delcredere {

/// One buyer's default.
struct BuyerDefault {
  std::uint32_t buyer = 0;
  DefaultEvent what;
};

/// Do defaults of a scenario spread at all?
inline bool defaults_spread(const Plan& plan, const ScenarioPlan& scenario) {
  return scenario.contagion.active || !plan.legal_groups.members.empty();
}

class Contagion {
 public:
  explicit Contagion(const Plan& plan) : plan_(plan) {}

  /// The idiosyncratic variable e of a buyer in this trial.
  using Variable = std::function<double(std::uint32_t buyer)>;
  /// `own`: own default days by buyer number, ascending, those before H alone. Returns every default, named failures
  /// included, ascending by buyer.
  const std::vector<BuyerDefault>& run(const ScenarioPlan& scenario, const TrialState& state,
                                       const std::vector<BuyerDefault>& own, const Variable& variable);

 private:
  void push(Day day, std::uint32_t buyer, bool direct);
  void fail(std::uint32_t buyer, Day day, DefaultCause cause);
  void infect(std::uint32_t buyer, Day day);
  void follow_links(std::uint32_t buyer, Day day);
  DefaultWords words_of(std::uint32_t buyer) const;
  DefaultCause own_cause(std::uint32_t buyer) const;

  struct Step {
    Day day = 0;
    std::uint32_t buyer = 0;
    bool direct = true;
    friend bool operator<(const Step& a, const Step& b) {  // for a heap with the earliest on top
      return std::tie(b.day, b.buyer, a.direct) < std::tie(a.day, a.buyer, b.direct);
    }
  };
  /// Multipliers that a customer has collected, by the first day on which each acts.
  struct Pressure {
    std::uint32_t customer = 0;
    std::vector<std::pair<Day, double>> from;
    Day own_day = kNever;  ///< its own default day as things stand
  };
  Pressure* pressure_of(std::uint32_t customer);

  const Plan& plan_;
  const ScenarioPlan* scenario_ = nullptr;
  const TrialState* state_ = nullptr;
  const std::vector<BuyerDefault>* own_ = nullptr;
  const Variable* variable_ = nullptr;
  std::vector<Step> steps_;  ///< heap
  std::vector<Pressure> pressures_;
  std::vector<std::uint32_t> failed_at_;  ///< by buyer: place in failed_, kNoGroup while it lives
  std::vector<BuyerDefault> failed_;
  std::vector<HazardSegment> segments_;
};

/// Hazard multipliers of 1..H with one more factor from a day on; `segments` empty means 1 throughout.
void multiply_from(std::vector<HazardSegment>& segments, Day from, double multiplier, Day horizon);

}  // namespace delcredere
