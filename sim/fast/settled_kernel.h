#pragma once
// stays_open() (models/insurance/settled_in_time.h) of one living buyer, read from the columns of the whole book, a
// vector of invoices at a time. Scalar, AVX2 and AVX-512 with the same answers, as kernels.h.

#include <cstddef>
#include <cstdint>

#include "models/core/days.h"
#include "models/core/money.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere::fast {

/// A buyer's live invoices. Every column goes on for kOverrun entries behind them, whatever is there.
struct BuyerColumns {
  static constexpr std::size_t kMost = 128, kOverrun = 7;

  const Money* amount = nullptr;  ///< >= 0; 0: no shipment
  const Day* due = nullptr;
  const LawDelay* delay = nullptr;         ///< days late, or kOlderThanLaw: never paid
  const std::uint8_t* lost = nullptr;      ///< not 0: not shipped
  const std::uint8_t* disputed = nullptr;  ///< not 0: no policy counts it
  std::size_t count = 0;                   ///< <= kMost
};

/// Whether with receipts put against the oldest debt some invoice is open `wait` days after it fell due, on a day up to
/// last_day.
bool stays_open(const BuyerColumns& buyer, Day wait, Day last_day);

}  // namespace delcredere::fast
