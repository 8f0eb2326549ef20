// Treaties: rules by hand, identities, and an evaluator in rational numbers written from docs/policy.md alone.

#include "models/insurance/treaties.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "models/core/error.h"
#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

struct Case {
  Book book;
  PolicyTerms policy;
  std::vector<RiskLoss> losses;
  std::vector<Money> premiums;

  std::vector<TreatyOutcome> run() const {
    const TreatyProgramme programme(policy, book.portfolio, 1000, premiums);
    TreatyProgramme::Scratch scratch;
    std::vector<TreatyOutcome> out;
    programme.evaluate(losses, scratch, out);
    return out;
  }
};

Case with_claims(const std::vector<Money>& claims, std::vector<TreatyTerms> treaties) {
  Case made;
  made.policy.treaties = std::move(treaties);
  Day day = 1;
  for (const Money claim : claims) {
    made.book.add();
    made.losses.push_back({static_cast<std::uint32_t>(made.losses.size()), day, day, claim, 2 * claim});
    ++day;
  }
  return made;
}

TreatyTerms treaty(std::string name, TreatyKind kind) {
  TreatyTerms terms;
  terms.name = std::move(name);
  terms.kind = kind;
  return terms;
}

Rational exact(const Decimal& decimal) {
  Integer denominator = 1;
  for (int i = 0; i < decimal.scale; ++i) denominator *= 10;
  return Rational(Integer(decimal.mantissa), denominator);
}

Integer nearest_even(const Rational& value) {
  const Integer floor = numerator(value) / denominator(value);
  const Rational rest = value - Rational(floor), half(1, 2);
  if (rest != half) return rest > half ? floor + 1 : floor;
  return floor % 2 == 0 ? floor : floor + 1;
}

// One treaty after the other, event by event; `mistake` 1..4 plants an error.
class PlainTreaties {
 public:
  PlainTreaties(const Case& given, int mistake) : given_(given), mistake_(mistake) {}

  std::vector<Integer> of(std::size_t t) {
    if (known_.count(t) != 0) return known_[t];
    const TreatyTerms& terms = given_.policy.treaties[t];
    const bool claims = terms.subject == TreatySubject::claims;
    std::vector<Integer> ceded(given_.losses.size());
    std::vector<std::size_t> order;
    for (std::size_t e = 0; e < ceded.size(); ++e) order.push_back(e);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const RiskLoss &x = given_.losses[a], &y = given_.losses[b];
      return std::make_pair(claims ? x.claim_day : x.gross_day, x.buyer) <
             std::make_pair(claims ? y.claim_day : y.gross_day, y.buyer);
    });
    std::map<int, Integer> counted, paid;
    for (const std::size_t e : order) {
      const RiskLoss& loss = given_.losses[e];
      Integer x = claims ? loss.claim : loss.gross;
      for (std::size_t k = 0; k < given_.policy.treaties.size(); ++k) {
        const auto& to = given_.policy.treaties[k].inures_to;
        if (mistake_ != 1 && std::find(to.begin(), to.end(), terms.name) != to.end()) x -= of(k)[e];
      }
      const int year = year_of(claims ? loss.claim_day : loss.gross_day, claims);
      if (x <= 0 || year < 0) continue;
      if (terms.kind == TreatyKind::quota_share) {
        ceded[e] = nearest_even(exact(terms.share) * x);
      } else if (terms.kind == TreatyKind::surplus) {
        const Integer sum = *given_.book.portfolio.buyers[loss.buyer].insured_limit;
        Rational above = std::max<Rational>(0, Rational(sum - terms.line));
        above = std::min<Rational>(above, Rational(nearest_even(exact(terms.lines) * terms.line)));
        if (sum > 0) ceded[e] = nearest_even(exact(terms.share) * above / sum * x);
      } else {
        counted[year] += part(terms, x);
        const Integer upto = nearest_even(exact(terms.share) * layer(terms, counted[year], year));
        ceded[e] = upto - paid[year];
        paid[year] = upto;
      }
    }
    return known_[t] = ceded;
  }

 private:
  int year_of(Day day, bool claims) const {
    const auto& starts = given_.policy.cover.year_starts;
    for (std::size_t y = 0; y + 1 < starts.size(); ++y)
      if (day > starts[y] && day <= starts[y + 1]) return static_cast<int>(y);
    const bool late = day > starts.back() && given_.policy.cover.basis == CoverBasis::risk_attaching && claims;
    return late ? static_cast<int>(starts.size()) - 2 : -1;
  }
  Integer part(const TreatyTerms& terms, Integer x) const {
    if (terms.kind != TreatyKind::per_risk_xl) return x;
    if (mistake_ != 2) x -= terms.retention;
    if (x < 0) x = 0;
    return terms.limit == kUnlimited ? x : std::min<Integer>(x, terms.limit);
  }
  Rational layer(const TreatyTerms& terms, const Integer& sum, int year) const {
    const bool stop = terms.kind == TreatyKind::stop_loss;
    Integer below = stop ? terms.retention : terms.annual_deductible;
    Integer size = terms.limit;
    const Money premium = given_.premiums[static_cast<std::size_t>(year)];
    if (terms.retention_of_premium) below = nearest_even(exact(*terms.retention_of_premium) * premium);
    if (terms.limit_of_premium) size = nearest_even(exact(*terms.limit_of_premium) * premium);
    if (mistake_ == 3) below = 0;
    const Integer above = sum < below ? Integer(0) : Integer(sum - below);
    if (size == kUnlimited) return above;
    if (terms.kind == TreatyKind::per_risk_xl && !terms.reinstatements) return above;
    const Integer most = size * (terms.reinstatements.value_or(0) + (mistake_ == 4 ? 0 : 1));
    return std::min<Integer>(above, most);
  }

  const Case& given_;
  int mistake_;
  std::map<std::size_t, std::vector<Integer>> known_;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::int64_t in(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent_value) { return in(1, 100) <= percent_value; }

 private:
  std::mt19937_64 engine_;
};

TreatyTerms random_treaty(Dice& dice, std::size_t number) {
  TreatyTerms terms = treaty("T" + std::to_string(number), static_cast<TreatyKind>(dice.in(0, 4)));
  terms.subject = dice.chance(60) ? TreatySubject::claims : TreatySubject::gross;
  terms.share = dice.chance(40) ? Decimal{1, 0} : Decimal{dice.in(0, 1000), 3};
  if (dice.chance(80)) terms.limit = dice.in(1, 400);
  if (terms.kind == TreatyKind::per_risk_xl || terms.kind == TreatyKind::stop_loss) terms.retention = dice.in(0, 200);
  if (terms.kind == TreatyKind::per_risk_xl || terms.kind == TreatyKind::aggregate_xl) {
    if (dice.chance(50)) terms.annual_deductible = dice.in(0, 300);
    if (terms.limit != kUnlimited && dice.chance(60)) terms.reinstatements = static_cast<int>(dice.in(0, 3));
  }
  if (terms.kind == TreatyKind::stop_loss && dice.chance(30)) terms.retention_of_premium = Decimal{dice.in(0, 30), 1};
  if (terms.kind == TreatyKind::stop_loss && dice.chance(30)) terms.limit_of_premium = Decimal{dice.in(1, 30), 1};
  if (terms.kind == TreatyKind::surplus) {
    terms.line = dice.in(1, 150);
    terms.lines = Decimal{dice.in(0, 50), 1};
  }
  for (std::size_t k = 0; k < number; ++k)  // towards earlier ones only: no circles
    if (dice.chance(30)) terms.inures_to.push_back("T" + std::to_string(k));
  return terms;
}

Case random_programme(std::uint64_t seed) {
  Dice dice(seed);
  Case made;
  made.policy.limits.present = made.policy.limits.column = true;
  made.policy.premium.flat = 100;
  made.policy.cover.basis = dice.chance(70) ? CoverBasis::losses_occurring : CoverBasis::risk_attaching;
  made.policy.cover.years = static_cast<int>(dice.in(1, 3));
  made.policy.cover.year_starts = {static_cast<Day>(dice.in(-50, 50))};
  for (int year = 0; year < made.policy.cover.years; ++year) {
    made.policy.cover.year_starts.push_back(made.policy.cover.year_starts.back() + static_cast<Day>(dice.in(20, 100)));
    made.premiums.push_back(dice.in(0, 200));
  }
  for (std::int64_t n = dice.in(1, 4); n > 0; --n)
    made.policy.treaties.push_back(random_treaty(dice, made.policy.treaties.size()));
  for (std::int64_t n = dice.in(0, 8); n > 0; --n) {
    made.book.add(dice.in(0, 400));
    const auto buyer = static_cast<std::uint32_t>(made.losses.size());
    made.losses.push_back({buyer, static_cast<Day>(dice.in(1, 250)), static_cast<Day>(dice.in(1, 250)),
                           dice.chance(80) ? dice.in(0, 500) : 0, dice.chance(80) ? dice.in(0, 700) : 0});
  }
  return made;
}

int differing(std::uint64_t cases, int mistake, int* ceding = nullptr) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    const Case sample = random_programme(seed);
    const std::vector<TreatyOutcome> out = sample.run();
    PlainTreaties plain(sample, mistake);
    bool same = true;
    for (std::size_t t = 0; t < out.size(); ++t) {
      Integer sum = 0;
      for (const Integer& part : plain.of(t)) sum += part;
      same = same && sum == out[t].ceded;
      if (ceding != nullptr) *ceding += out[t].ceded > 0 ? 1 : 0;
    }
    found += same ? 0 : 1;
  }
  return found;
}

}  // namespace

TEST_CASE("proportional treaties by hand") {
  TreatyTerms quota = treaty("q", TreatyKind::quota_share);
  quota.share = {4, 1};
  CHECK(with_claims({100, 55}, {quota}).run()[0].ceded == 40 + 22);

  TreatyTerms surplus = treaty("s", TreatyKind::surplus);
  surplus.line = 100;
  surplus.lines = {2, 0};
  Case lines = with_claims({60, 60, 60}, {surplus});
  lines.policy.limits.present = lines.policy.limits.column = true;
  const Money limits[] = {80, 200, 600};  // ceded: nothing, 100 of 200, 200 of 600
  for (std::size_t b = 0; b < 3; ++b) lines.book.portfolio.buyers[b].insured_limit = limits[b];
  CHECK(lines.run()[0].ceded == 0 + 30 + 20);
}

TEST_CASE("layers by hand: retention, reinstatements, annual deductible, stop loss") {
  TreatyTerms risk = treaty("xl", TreatyKind::per_risk_xl);
  risk.retention = 50;
  risk.limit = 50;
  risk.reinstatements = 1;
  const TreatyOutcome two = with_claims({120, 40, 80, 200}, {risk}).run()[0];  // 50 + 0 + 30 + 50, at most 100
  CHECK(two.ceded == 100);
  CHECK(two.reinstated == 50);
  CHECK(two.exhausted);
  risk.annual_deductible = 60;
  const TreatyOutcome later = with_claims({120, 40, 80, 200}, {risk}).run()[0];
  CHECK(later.ceded == 70);
  CHECK_FALSE(later.exhausted);
  risk.reinstatements.reset();
  risk.annual_deductible = 0;
  CHECK(with_claims({120, 40, 80, 200, 1000}, {risk}).run()[0].ceded == 180);

  TreatyTerms aggregate = treaty("agg", TreatyKind::aggregate_xl);
  aggregate.annual_deductible = 100;
  aggregate.limit = 150;
  CHECK(with_claims({80, 80, 300}, {aggregate}).run()[0].ceded == 150);
  CHECK(with_claims({80, 80}, {aggregate}).run()[0].ceded == 60);

  TreatyTerms stop = treaty("sl", TreatyKind::stop_loss);
  stop.retention_of_premium = Decimal{15, 1};
  stop.limit_of_premium = Decimal{1, 0};
  Case loss_ratio = with_claims({80, 120}, {stop});
  loss_ratio.policy.premium.flat = 100;
  loss_ratio.premiums = {100};
  CHECK(loss_ratio.run()[0].ceded == 50);
}

TEST_CASE("every treaty sees the ground-up loss, unless another inures to it") {
  TreatyTerms quota = treaty("quota", TreatyKind::quota_share);
  quota.share = {4, 1};
  TreatyTerms stop = treaty("stop", TreatyKind::stop_loss);
  stop.retention = 60;
  stop.limit = 20;
  CHECK(with_claims({150}, {quota, stop}).run()[1].ceded == 20);  // of 150
  CHECK(with_claims({70}, {quota, stop}).run()[1].ceded == 10);   // of 70
  quota.inures_to = {"stop"};
  CHECK(with_claims({70}, {quota, stop}).run()[1].ceded == 0);    // of 42
  CHECK(with_claims({120}, {stop, quota}).run()[0].ceded == 12);  // of 72, in any written order
  stop.inures_to = {"quota"};
  CHECK_THROWS_AS(with_claims({120}, {stop, quota}).run(), Error);
}

TEST_CASE("treaties agree with the plain evaluator on random programmes, and mistakes do not") {
  int ceding = 0;
  CHECK(differing(20'000, 0, &ceding) == 0);
  CHECK(ceding > 10'000);
  for (int mistake = 1; mistake <= 4; ++mistake) {
    INFO("mistake " << mistake);
    CHECK(differing(2'000, mistake) > 0);
  }
}

TEST_CASE("identities of layers on random losses") {
  for (std::uint64_t seed = 1; seed <= 12'000; ++seed) {
    Dice dice(7'000'000 + seed);
    std::vector<Money> claims;
    for (std::int64_t n = dice.in(0, 8); n > 0; --n) claims.push_back(dice.in(0, 500));
    Money sum = 0;
    for (const Money claim : claims) sum += claim;
    const Money a = dice.in(1, 200), b = dice.in(1, 200), c = dice.in(0, 300);
    TreatyTerms low = treaty("low", TreatyKind::per_risk_xl), high = low, both = low, above = low;
    low.limit = a;
    high.name = "high";
    high.retention = a;
    high.limit = b;
    both.name = "both";
    both.limit = a + b;
    above.name = "above";
    above.retention = a + b;
    TreatyTerms deductible = treaty("deductible", TreatyKind::stop_loss), annual = deductible;
    deductible.limit = c > 0 ? c : 1;
    annual.name = "annual";
    annual.retention = deductible.limit;
    const std::vector<TreatyOutcome> out = with_claims(claims, {low, high, both, above, deductible, annual}).run();
    INFO("case " << seed);
    REQUIRE(out[0].ceded + out[1].ceded == out[2].ceded);  // layers stack
    REQUIRE(out[2].ceded + out[3].ceded == sum);           // and exhaust the loss
    REQUIRE(out[4].ceded + out[5].ceded == sum);           // so do the years'
    TreatyTerms with = high;
    with.reinstatements = static_cast<int>(dice.in(0, 3));
    TreatyTerms more = with;
    more.name = "more";
    more.reinstatements = *with.reinstatements + 1;
    const std::vector<TreatyOutcome> limited = with_claims(claims, {with, more}).run();
    REQUIRE(limited[0].ceded == std::min(out[1].ceded, b * (*with.reinstatements + 1)));
    REQUIRE(limited[0].ceded <= limited[1].ceded);
    REQUIRE(limited[0].reinstated == std::min(out[1].ceded, b * *with.reinstatements));
    REQUIRE(limited[0].exhausted == (out[1].ceded >= b * (*with.reinstatements + 1)));
  }
}
