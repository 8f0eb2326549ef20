#pragma once
// The plain evaluator inside: what is owed and covered (plain_debts.cpp) and what is paid for it (plain_evaluator.cpp).

#include <boost/multiprecision/cpp_int.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/insurance/plain_evaluator.h"

namespace delcredere::testing {

using Rational = boost::multiprecision::cpp_rational;
using Integer = boost::multiprecision::cpp_int;

/// The limit decision of a buyer on a day.
struct Limit {
  bool unlimited = false;
  Money amount = 0;
  bool discretionary = false;
};

/// One trial of one policy. Cover and debts: plain_debts.cpp; money: plain_evaluator.cpp.
class Evaluation {
 public:
  Evaluation(const PolicyTerms& terms, const Book& book, Day horizon, const std::vector<Money>& premiums,
             const PolicyTerms* primary, Mistake mistake)
      : terms_(terms), book_(book), horizon_(horizon), premiums_(premiums), primary_(primary), mistake_(mistake) {}

  PlainOutcome run();

 private:
  struct Part {
    Day attached;  // shipment, or first day of production
    Money amount;
  };
  struct Order {
    Day started;
    Integer cost;
  };

  Limit limit_of(const PolicyTerms& terms, const Book& book, std::uint32_t buyer, Day day) const;
  bool limited_above_zero(std::uint32_t buyer, Day day) const;
  /// as_undisputed: but for its being disputed.
  bool eligible(std::uint32_t buyer, std::size_t j, bool as_undisputed = false) const;
  std::vector<Money> open_amounts(std::uint32_t buyer, Day day) const;
  bool political_on(std::uint32_t buyer, Day day, const std::vector<bool>& covered) const;
  /// First day up to the horizon on which a cause has its way with the buyer, before as_of too.
  std::optional<std::pair<Day, DefaultCause>> crystallises(std::uint32_t buyer) const;
  bool date_of_loss(std::uint32_t buyer, PlainEvent& event) const;
  void add_rejections(std::uint32_t buyer, std::vector<PlainEvent>& events) const;
  const Rejection& rejection_of(std::uint32_t buyer, std::size_t j) const;
  bool covers_rejection(std::uint32_t buyer, std::size_t j) const;
  Money insured_of(std::uint32_t buyer, const PlainEvent& rejection) const;
  static Day first_day_reaching(const ClaimDelay& law, std::uint32_t word);
  Day cash_day(std::uint32_t buyer, Day day_of_loss) const;
  std::vector<Order> orders(std::uint32_t buyer, DefaultCause cause) const;
  std::vector<Part> walk(std::uint32_t buyer, const std::vector<Money>& open, const std::vector<Order>& orders) const;
  Rational percentage(Day attached, const PlainEvent& event) const;
  int year_of(Day shipment) const;
  void pay(PlainEvent& event);
  Money pay_year(const PlainEvent& event, std::size_t year, const std::vector<Part>& parts);
  void recover(PlainEvent& event) const;
  Money cap_of(const CapTable& table, const std::string& key) const {
    return table.by_key.count(key) != 0 ? table.by_key.at(key) : table.fallback.value_or(kUnlimited);
  }

  const PolicyTerms& terms_;
  const Book& book_;
  Day horizon_;
  const std::vector<Money>& premiums_;
  const PolicyTerms* primary_;
  Mistake mistake_;
  std::vector<Rational> aggregate_left_;
  std::map<std::pair<std::size_t, std::string>, Integer> country_used_;
  std::map<std::pair<std::size_t, std::uint32_t>, Integer> buyer_used_;
  std::vector<Integer> liability_used_;
  struct Back {
    Day day;
    std::size_t year;
    Integer amount;
  };
  std::vector<Back> back_;
};

}  // namespace delcredere::testing
