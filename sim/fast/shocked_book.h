#pragma once
// What the shocks of a trial do to the delays and amounts of a whole book, as columns by live invoice that outlive the
// trial: the next one often has the same windows, and new windows touch only the classes that they act on.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/fast/kernels.h"
#include "sim/plan/plan.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// shocked_delay() as a product of 16 bits:
///
///   D > 0 becomes whole D + floor(part D / 2^16) + 1, the ceiling of m D, as far as 16 bits of m's fraction tell it
///
/// which the constructor tries out delay by delay. Later delays, which are rare, are for the formula itself.
struct DelayProduct {
  explicit DelayProduct(const DelayShock& shock);
  DelayShock shock;
  std::uint16_t whole = 0, part = 0;
  std::int16_t extra = 0;
  std::int16_t exact = static_cast<std::int16_t>(kMinDelay - 1);  ///< right for law delays kMinDelay .. exact
};

class ShockedBook {
 public:
  ShockedBook(const Plan& plan, const std::vector<std::uint16_t>& buyer_class);

  /// Takes the shocks of a trial by class. plan_shipped: amounts issued after as_of by day, without shocks.
  void set(const ShockCalendar& calendar, const std::vector<Money>& plan_shipped);
  /// The law's delays under them, of the whole book.
  void act(const LawDelay* law, LawDelay* shocked);

  const std::vector<Money>& amounts() const { return amounts_; }  ///< by live invoice
  const std::vector<Money>& shipped() const { return shipped_; }  ///< by day
  Money lost_sales() const { return lost_; }

 private:
  void set_class(const std::vector<std::uint32_t>& invoices, const ShockDays& days);
  const DelayProduct& product_of(const DelayShock& shock);

  const Plan& plan_;
  const std::vector<std::uint16_t>& buyer_class_;
  std::vector<std::vector<std::uint32_t>> of_class_;     ///< live invoices by shock class
  const ShockCalendar* seen_ = nullptr;                  ///< the last calendar ..
  std::uint64_t seen_version_ = 0;                       ///< .. and its version then
  std::vector<ShockDays> in_force_;                      ///< by class: what the rest was made for
  std::vector<std::unique_ptr<DelayProduct>> products_;  ///< few differ
  std::vector<const DelayProduct*> by_due_;              ///< scratch
  ShockColumns columns_;
  std::vector<std::uint32_t> beyond_;
  std::vector<Money> amounts_, shipped_;
  Money lost_ = 0;
};

}  // namespace delcredere::fast
