#pragma once
// Who fails, found in time proportional to the failures.
//
// A buyer fails by H when its z = Phi^-1(V) lies below its own bound
//   (c + l B) / sqrt(1 - l^2),   c = (Phi^-1(F(H)) - a'Z) / b        (or Phi^-1 of the shocked probability)
// under the t copula with Phi^-1(F(H)) replaced by G^-1(F(H)) sqrt(W / nu), under gamma sectors
//   c = Phi^-1(1 - exp(-h(H) M)),
// which is the same in every scenario but for c. Buyers fall into classes with the same bucket in every scenario; the
// largest bound of a class gives the time up to which arrivals of small V matter to it
// (models/credit/default_uniform.h). Buyers whose bound lies above those arrivals' end and who had none are looked at
// one by one. Every candidate is then decided as default_day(), the reference's own decision, does: by a vector kernel
// where it is sure of the day, by default_day() itself where shocks act or rounding might matter.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/fast/default_kernels.h"
#include "sim/fast/shock_kernels.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// A default of a scenario's buyer by itself.
struct OwnDefault {
  std::uint32_t buyer = 0;
  Day day = 0;
  int count = 1;  ///< default_count()
};

/// default_words() of a list of defaults at once.
class FailureWords {
 public:
  /// Causes are drawn on demand; without them their words are 0.
  void draw(std::uint64_t seed, std::uint64_t trial, const std::vector<OwnDefault>& failing, bool causes);
  DefaultWords operator[](std::size_t k) const { return {cause_[k], loss_[k]}; }

 private:
  std::vector<std::uint32_t> buyers_, cause_, loss_;
};

class FastDefaults {
 public:
  explicit FastDefaults(const Plan& plan);

  /// What a scenario brings to a trial. effects: B by buyer, nullptr in an exposure book.
  struct Input {
    const ScenarioPlan* scenario = nullptr;
    const TrialState* state = nullptr;
    const double* effects = nullptr;
  };
  /// Own defaults of every scenario, by buyer number.
  void run(std::uint64_t trial, std::span<const Input> inputs, std::vector<std::vector<OwnDefault>>& defaults);

 private:
  /// Buckets of one scenario: what never changes, and what a trial brings.
  struct Buckets {
    std::vector<double> threshold, idiosyncratic, log_survival;
    std::vector<std::uint8_t> multiplied;  ///< by gamma sectors
    bool some_multiplied = false, some_latent = false;
    MixtureColumns mixtures;
    std::vector<double> own_weight;                            ///< of mixtures
    std::vector<std::vector<double>> scale, inverse_variance;  ///< of mixtures: by part, then bucket
    std::vector<double> trial_threshold, trial_log_survival;   ///< infinity and NaN where default_day() decides
    std::vector<double> hazard, multiplier;                    ///< gamma: h(H) M, M
    SegmentColumns shock;                                      ///< of buckets that shocks act on
    std::vector<double> score;
    std::vector<double> bound;  ///< in z for B = 0, inflated so that rounding cannot lose a candidate
    double link = 0;            ///< l / sqrt(1 - l^2), 0 without B
    double largest_effect = 0;  ///< largest B
  };

  /// What shocks do to a bucket in this trial. Returns L(H); false in shock.shocked where the kernel cannot do it.
  double set_segments(Buckets& buckets, std::size_t k, const DefaultBucket& bucket, const ConditionalState& state,
                      const std::vector<HazardSegment>& segments);
  void make_mixtures(const FactorModel& factors, const ScenarioPlan& scenario, Buckets& buckets);
  void make_classes();
  void set_bounds(Buckets& buckets, const Input& input);
  /// Gamma: h(H) M of every bucket, and the bounds without shocks.
  void set_hazards(Buckets& buckets, const Input& input);
  /// H(H | state) of a bucket whose grade moves, on its worst path.
  double highest_hazard(const Input& input, const DefaultBucket& bucket);
  /// Bound of a buyer that has effect B.
  static double bound(const Buckets& buckets, std::uint32_t bucket, double effect);
  void set_limits();
  /// Adds the buyers of a band whose first arrival comes before their limit.
  void add_early(std::uint64_t trial, std::uint32_t band, double end);
  /// Lists the buyers of a band without an early arrival whose class could fail; then adds those that could.
  void list_rest(std::uint32_t band);
  void add_rest(std::uint64_t trial, std::span<const Input> inputs);
  /// Brings candidates and their z into the order of buyers.
  void sort_candidates();
  void decide(std::size_t s, const Input& input, std::vector<OwnDefault>& defaults);
  /// The candidates that fail, ascending; returns how many.
  std::size_t find_failures(const Buckets& buckets, const Input& input, const double* e);

  const Plan& plan_;
  std::vector<Buckets> buckets_;                                   ///< by scenario
  std::vector<std::vector<std::uint32_t>> class_of_;               ///< by band and place
  std::vector<std::vector<std::uint32_t>> band_classes_;           ///< classes that a band has
  std::vector<std::vector<std::uint32_t>> class_bucket_;           ///< by scenario and class
  std::vector<double> class_bound_, class_limit_, class_uniform_;  ///< in z, in time of arrival, in V
  // Scratch of a trial.
  std::vector<std::uint64_t> marked_;  ///< candidates, one bit per buyer
  std::vector<std::uint32_t> rank_;    ///< candidates before each word of marked_
  std::vector<std::uint32_t> places_, found_, buyers_, bucket_;
  std::vector<double> times_, found_z_, z_, e_, plain_e_, scratch_;
  std::vector<std::uint32_t> rest_;
  std::vector<double> rest_limits_, rest_z_;
  std::vector<Failure> failures_;
  std::vector<HazardSegment> segments_;
  std::vector<std::size_t> multiplied_buckets_;                 ///< of a scenario: whose hazard is multiplied or moves
  std::vector<double> multiplied_hazards_, multiplied_scores_;  ///< by the horizon, and the bounds they give
  std::vector<double> before_;                                  ///< by grade
  std::vector<std::uint32_t> chosen_, chosen_bucket_;           ///< candidates of one kind, where a scenario has both
  std::vector<double> chosen_e_;
  std::vector<Failure> chosen_failures_;
};

}  // namespace delcredere::fast
