#include "models/insurance/treaties.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "models/core/error.h"
#include "models/insurance/exact.h"

namespace delcredere {
namespace {

constexpr Int128 kNoEnd = Int128{1} << 120;

Int128 share_of(const Decimal& share, Int128 amount) {
  return (round_half_even(ratio({static_cast<Uint128>(amount), static_cast<Uint128>(share.mantissa)},
                                {static_cast<Uint128>(share.denominator())})));
}

Money of_premium(const Decimal& share, const ProvisionalPremiums& premiums, std::size_t year) {
  if (year >= premiums.years.size()) return 0;
  return premiums.years[year].rounded(static_cast<Uint128>(share.mantissa), static_cast<Uint128>(share.denominator()));
}

bool is_annual(TreatyKind kind) { return kind == TreatyKind::aggregate_xl || kind == TreatyKind::stop_loss; }

/// Treaties so that each comes after those that inure to it; shorter than `size` where they go in a circle.
std::vector<std::size_t> sequence_of(const std::vector<std::vector<std::size_t>>& inuring) {
  std::vector<std::size_t> sequence;
  std::vector<bool> placed(inuring.size(), false);
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < inuring.size(); ++i) {
      const bool ready = std::all_of(inuring[i].begin(), inuring[i].end(), [&](std::size_t k) { return placed[k]; });
      if (placed[i] || !ready) continue;
      placed[i] = moved = true;
      sequence.push_back(i);
    }
  }
  return sequence;
}

std::vector<std::vector<std::size_t>> inuring_of(const std::vector<TreatyTerms>& treaties) {
  std::vector<std::vector<std::size_t>> inuring(treaties.size());
  for (std::size_t i = 0; i < treaties.size(); ++i)
    for (std::size_t k = 0; k < treaties.size(); ++k) {
      const std::vector<std::string>& to = treaties[k].inures_to;
      if (std::find(to.begin(), to.end(), treaties[i].name) != to.end()) inuring[i].push_back(k);
    }
  return inuring;
}

/// The largest own limit of a buyer for shipments up to the horizon.
Money sum_insured(const PolicyTables& tables, std::uint32_t buyer, Day horizon) {
  const BuyerTerms& own = tables.buyers[buyer];
  Money largest = 0;
  for (std::uint32_t i = own.first_step; i < own.first_step + own.step_count; ++i) {
    const LimitStep& step = tables.limit_steps[i];
    if (i == own.first_step || step.from <= horizon)
      largest = std::max(largest, step.limit == kUnlimited ? kUnlimited : step.limit - step.primary);
  }
  return largest;
}

}  // namespace

TreatyProgramme::TreatyProgramme(const PolicyTerms& policy, const Portfolio& portfolio, Day horizon,
                                 const ProvisionalPremiums& provisional_premiums, const PolicyTerms* primary)
    : terms_(policy.treaties),
      inuring_(inuring_of(terms_)),
      year_starts_(policy.cover.year_starts),
      by_shipment_(policy.cover.basis == CoverBasis::risk_attaching) {
  if (const std::vector<std::string> wrong = treaty_contradictions(policy); !wrong.empty())
    throw Error(ExitCode::config, wrong.front());
  sequence_ = sequence_of(inuring_);
  surplus_numerator_.resize(size());
  surplus_denominator_.resize(size());
  const std::size_t years = year_starts_.size() - 1;
  for (std::size_t t = 0; t < size(); ++t) {
    const TreatyTerms& treaty = terms_[t];
    for (std::size_t year = 0; year < years; ++year) {
      const bool stop = treaty.kind == TreatyKind::stop_loss;
      Money retention = stop ? treaty.retention : treaty.annual_deductible;
      Money limit = treaty.limit;
      if (treaty.retention_of_premium) retention = of_premium(*treaty.retention_of_premium, provisional_premiums, year);
      if (treaty.limit_of_premium) limit = of_premium(*treaty.limit_of_premium, provisional_premiums, year);
      retention_.push_back(retention);
      limit_.push_back(limit);
    }
    if (treaty.kind != TreatyKind::surplus) continue;
    const PolicyTables tables = tables_without_liability(policy, portfolio, horizon, primary);
    for (std::uint32_t b = 0; b < portfolio.buyers.size(); ++b) {
      const Money insured = sum_insured(tables, b, horizon);
      const Money above = std::max<Money>(insured - treaty.line, 0);
      surplus_numerator_[t].push_back(static_cast<Money>(std::min<Int128>(above, share_of(treaty.lines, treaty.line))));
      surplus_denominator_[t].push_back(std::max<Money>(insured, 1));
    }
  }
}

int TreatyProgramme::year_of(const TreatyTerms& treaty, const RiskLoss& loss) const {
  const bool claims = treaty.subject == TreatySubject::claims;
  const Day day = claims ? loss.claim_day : loss.gross_day;
  const auto years = static_cast<int>(year_starts_.size()) - 1;
  const auto after =
      static_cast<int>(std::lower_bound(year_starts_.begin(), year_starts_.end(), day) - year_starts_.begin());
  // Shipments of the last year may be lost after it: such claims are that year's.
  if (after > years && claims && by_shipment_) return years - 1;
  return after == 0 || after > years ? -1 : after - 1;
}

void TreatyProgramme::cede(std::size_t t, std::span<const RiskLoss> losses, Scratch& scratch,
                           TreatyOutcome& out) const {
  const TreatyTerms& treaty = terms_[t];
  const std::size_t years = year_starts_.size() - 1, events = losses.size();
  scratch.used.assign(years, 0);
  scratch.so_far.assign(years, 0);
  const bool proportional = treaty.kind == TreatyKind::quota_share || treaty.kind == TreatyKind::surplus;
  const bool claims = treaty.subject == TreatySubject::claims;
  const auto day_of = [&](std::uint32_t e) { return claims ? losses[e].claim_day : losses[e].gross_day; };
  scratch.order.resize(events);
  std::iota(scratch.order.begin(), scratch.order.end(), 0u);
  std::sort(scratch.order.begin(), scratch.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::make_tuple(day_of(a), losses[a].buyer, a) < std::make_tuple(day_of(b), losses[b].buyer, b);
  });
  for (const std::uint32_t e : scratch.order) {
    Money subject = claims ? losses[e].claim : losses[e].gross;
    for (const std::size_t k : inuring_[t]) subject -= scratch.ceded[k * events + e];
    const int of = year_of(treaty, losses[e]);
    if (subject <= 0 || of < 0) continue;
    const auto year = static_cast<std::size_t>(of);
    Money carried = 0;
    if (proportional) {
      const bool surplus = treaty.kind == TreatyKind::surplus;
      const Money part = surplus ? surplus_numerator_[t][losses[e].buyer] : 1;
      const Money whole = surplus ? surplus_denominator_[t][losses[e].buyer] : 1;
      carried = static_cast<Money>(round_half_even(ratio(
          {static_cast<Uint128>(subject), static_cast<Uint128>(part), static_cast<Uint128>(treaty.share.mantissa)},
          {static_cast<Uint128>(whole), static_cast<Uint128>(treaty.share.denominator())})));
    } else {
      const Money limit = limit_[t * years + year];
      const Money counted =
          is_annual(treaty.kind) ? subject : std::min(std::max<Money>(subject - treaty.retention, 0), limit);
      scratch.used[year] += counted;
      const bool endless = limit == kUnlimited || (!treaty.reinstatements && treaty.kind == TreatyKind::per_risk_xl);
      const Int128 most = endless ? kNoEnd : Int128{limit} * (treaty.reinstatements.value_or(0) + 1);
      const Int128 layer = std::min(std::max<Int128>(scratch.used[year] - retention_[t * years + year], 0), most);
      const auto upto = static_cast<Money>(share_of(treaty.share, layer));
      carried = upto - scratch.so_far[year];
      scratch.so_far[year] = upto;
      out.exhausted = out.exhausted || layer == most;
    }
    scratch.ceded[t * events + e] = carried;
    out.ceded += carried;
  }
  if (!treaty.reinstatements) return;
  for (std::size_t year = 0; year < years; ++year) {
    const Int128 layer = std::max<Int128>(scratch.used[year] - retention_[t * years + year], 0);
    out.reinstated +=
        static_cast<Money>(std::min<Int128>(layer, Int128{limit_[t * years + year]} * *treaty.reinstatements));
  }
}

void TreatyProgramme::evaluate(std::span<const RiskLoss> losses, Scratch& scratch,
                               std::vector<TreatyOutcome>& out) const {
  out.assign(size(), {});
  if (losses.empty()) return;
  scratch.ceded.assign(size() * losses.size(), 0);
  for (const std::size_t t : sequence_) cede(t, losses, scratch, out[t]);
}

std::vector<std::string> treaty_contradictions(const PolicyTerms& policy) {
  std::vector<std::string> lines;
  const auto wrong = [&](const TreatyTerms& treaty, const std::string& what) {
    lines.push_back("policy '" + policy.name + "': treaties." + treaty.name + what);
  };
  const std::vector<TreatyTerms>& treaties = policy.treaties;
  const auto is_share = [](const Decimal& share) {
    return share.mantissa >= 0 && share.mantissa <= power_of_ten(share.scale);
  };
  for (const TreatyTerms& treaty : treaties) {
    for (const std::string& other : treaty.inures_to) {
      const bool there =
          std::any_of(treaties.begin(), treaties.end(), [&](const TreatyTerms& t) { return t.name == other; });
      if (!there) wrong(treaty, ".inures_to: there is no treaty '" + other + "'");
    }
    if (!is_share(treaty.share)) wrong(treaty, ".share: must lie between 0 % and 100 %");
    if (treaty.retention < 0 || treaty.limit <= 0 || treaty.annual_deductible < 0 || treaty.line < 0)
      wrong(treaty, ": has a negative amount, or a limit of 0");
    if (treaty.kind == TreatyKind::surplus && (!policy.limits.present || treaty.line == 0))
      wrong(treaty, ": a surplus needs a line above 0 and a policy with limits");
    if (treaty.kind == TreatyKind::aggregate_xl && treaty.limit == kUnlimited && treaty.reinstatements)
      wrong(treaty, ".reinstatements: nothing is reinstated without a limit");
    const bool of_premium = treaty.retention_of_premium || treaty.limit_of_premium;
    if (of_premium && !policy.premium.any()) wrong(treaty, ": is a share of a premium that the policy does not have");
  }
  if (lines.empty() && sequence_of(inuring_of(treaties)).size() < treaties.size())
    wrong(treaties.front(), ".inures_to: treaties inure to each other in a circle");
  return lines;
}

}  // namespace delcredere
