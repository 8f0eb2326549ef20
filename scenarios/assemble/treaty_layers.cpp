// Layers of one policy that overlap. Every treaty sees the same losses (S9), so where the placed shares of layers that
// share a part of the loss add up to more than 100 %, that part would be carried more than once.

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {
namespace {

/// From `from` to `to`, which does not belong to it.
struct Span {
  Int128 from = 0, to = 0;
  bool holds(Int128 point) const { return from <= point && point < to; }
};

Span above(Money from, Int128 size) { return {from, Int128{from} + size}; }

/// Part of a loss, and of the year's sum of such parts, that a layer carries.
struct Layer {
  const TreatyTerms* terms;
  bool per_risk;
  Span risk, year;
};

Layer layer_of(const TreatyTerms& treaty) {
  const bool per_risk = treaty.kind == TreatyKind::per_risk_xl;
  const bool endless = treaty.limit == kUnlimited || (per_risk && !treaty.reinstatements);
  const Int128 size = endless ? Int128{kUnlimited} : Int128{treaty.limit} * (treaty.reinstatements.value_or(0) + 1);
  const Span everything{0, Int128{kUnlimited}};
  if (treaty.kind == TreatyKind::stop_loss) return {&treaty, false, everything, above(treaty.retention, treaty.limit)};
  return {&treaty, per_risk, per_risk ? above(treaty.retention, treaty.limit) : everything,
          above(treaty.annual_deductible, size)};
}

bool is_layer(const TreatyTerms& treaty) {
  const bool of_premium = treaty.retention_of_premium || treaty.limit_of_premium;  // amounts not known here
  return treaty.kind != TreatyKind::quota_share && treaty.kind != TreatyKind::surplus && !of_premium;
}

/// Treaties that reduce what this one sees.
std::vector<std::string> reduced_by(const PolicyTerms& policy, const TreatyTerms& treaty) {
  std::vector<std::string> names;
  for (const TreatyTerms& other : policy.treaties)
    if (std::find(other.inures_to.begin(), other.inures_to.end(), treaty.name) != other.inures_to.end())
      names.push_back(other.name);
  return names;
}

/// A share of at most 100 % in units of 10^-18.
Int128 exact_share(const Decimal& share) {
  return Int128{share.mantissa} * (1'000'000'000'000'000'000 / share.denominator());
}

}  // namespace

void check_treaty_layers(const Scene& scene, const PolicyTerms& policy) {
  std::vector<Layer> layers;
  for (const TreatyTerms& treaty : policy.treaties)
    if (is_layer(treaty)) layers.push_back(layer_of(treaty));
  const auto alike = [&](const Layer& a, const Layer& b) {
    return a.terms->kind == b.terms->kind && a.terms->subject == b.terms->subject &&
           reduced_by(policy, *a.terms) == reduced_by(policy, *b.terms);
  };
  // Most is carried where some layer begins, of the loss and of the year.
  for (std::size_t last = 1; last < layers.size(); ++last) {
    const Layer& own = layers[last];
    for (const Layer& risk : layers)
      for (const Layer& year : layers) {
        Int128 carried = 0;
        const Layer* first = nullptr;
        for (std::size_t i = 0; i <= last; ++i) {
          const Layer& layer = layers[i];
          if (!alike(layer, own) || !layer.risk.holds(risk.risk.from) || !layer.year.holds(year.year.from)) continue;
          carried += exact_share(layer.terms->share);
          if (first == nullptr) first = &layer;
        }
        const bool here = own.risk.holds(risk.risk.from) && own.year.holds(year.year.from);
        if (!here || first == &own || carried <= exact_share({1, 0})) continue;
        scene.error(
            {"insurance", policy.name, "treaties", own.terms->name},
            fmt::format(
                "overlaps '{}': every treaty of policy '{}' sees the same losses, so more than 100 % of "
                "what lies above {} would be carried. Give it a lower share or another layer",
                first->terms->name, policy.name,
                Decimal{static_cast<Money>(own.per_risk ? risk.risk.from : year.year.from), scene.currency.digits}
                    .text()));
        return;
      }
  }
}

}  // namespace delcredere::assemble
