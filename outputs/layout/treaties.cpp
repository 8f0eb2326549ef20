#include "outputs/layout/group_builder.h"
#include "outputs/layout/layout.h"

namespace delcredere::layout {

using enum Axis;

Group treaties(RunResults& results) {
  TreatyResults& r = results.treaties;
  GroupBuilder group("treaties", "shares and layers of the policies that others carry", results);
  const std::string& money = group.currency();
  const std::vector<Axis> each{scenario, treaty}, fan{scenario, treaty, probability};
  const std::vector<Axis> cell{scenario, policy}, cell_fan{scenario, policy, probability};
  if (!r.names.empty()) {
    group.label("kind", treaty, r.kinds, "kind of the treaty");
    group.label("carrier", treaty, r.carriers, "who carries it");
  }
  group.estimate("ceded", each, r.ceded, r.ceded_standard_error, {money, "expected loss that the treaty carries", {}});
  group.known("ceded_standard_deviation", each, r.ceded_standard_deviation, {money, "its standard deviation", {}});
  group.interval("ceded_quantile", fan, r.ceded_quantile, r.ceded_quantile_lower, r.ceded_quantile_upper,
                 {money, "loss that the treaty carries, not exceeded with the probability", quantile_method()});
  group.estimate("attachment_probability", each, r.attachment_probability, r.attachment_probability_standard_error,
                 {"1", "probability that the treaty carries a loss", {}});
  group.estimate("exhaustion_probability", each, r.exhaustion_probability, r.exhaustion_probability_standard_error,
                 {"1", "probability that a year uses up the layer and its reinstatements", {}});
  group.estimate("upfront_premium", each, r.upfront_premium, r.upfront_premium_standard_error,
                 {money,
                  "pure premium paid upfront: with the expected reinstatement premium it equals the expected loss",
                  {{"method", "ratio of means, error by the delta method"}}});
  group.estimate("reinstatement_premium", each, r.reinstatement_premium, r.reinstatement_premium_standard_error,
                 {money, "expected reinstatement premium at that upfront premium", {}});
  group.estimate("net", cell, r.net, r.net_standard_error,
                 {money, "expected net loss of the insurer after its treaties", {}});
  group.interval(
      "net_quantile", cell_fan, r.net_quantile, r.net_quantile_lower, r.net_quantile_upper,
      {money, "net loss of the insurer after its treaties, not exceeded with the probability", quantile_method()});
  group.estimate("group_retained", cell, r.group_retained, r.group_retained_standard_error,
                 {money, "expected loss left with the insured and its captives", {}});
  group.interval(
      "group_retained_quantile", cell_fan, r.group_retained_quantile, r.group_retained_quantile_lower,
      r.group_retained_quantile_upper,
      {money, "loss left with the insured and its captives, not exceeded with the probability", quantile_method()});
  return group.finish();
}

}  // namespace delcredere::layout
