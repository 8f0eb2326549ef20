#pragma once
// The parts of the summary. Each returns whole lines, or nothing where the file has no such results.

#include <string>
#include <vector>

#include "outputs/terminal/result_view.h"
#include "outputs/terminal/table.h"
#include "outputs/terminal/text_style.h"

namespace delcredere::terminal {

/// What a reader must know before trusting a number: too few trials for a tail that is shown.
std::vector<std::string> warnings(const ResultView& view);

/// Is a breach defined: did the scenario have a minimum_cash?
bool has_minimum(const ResultView& view, std::size_t scenario);
/// What the figures leave out, and why.
std::vector<std::string> notes(const ResultView& view);

/// How trials were drawn and what that was worth, where it is not plain: "" else.
std::string sampling_words(const ResultView& view);
/// How a run with a stop rule ended; empty without one.
std::string stop_words(const ResultView& view);

std::string losses_section(const ResultView& view, const TextStyle& style);
std::string cash_section(const ResultView& view, const TextStyle& style);        ///< shortfalls and credit needed
std::string path_section(const ResultView& view, const TextStyle& style);        ///< cash and shortfall by date
std::string payment_section(const ResultView& view, const TextStyle& style);     ///< DSO, days late, lost sales
std::string provisions_section(const ResultView& view, const TextStyle& style);  ///< expected credit loss by age
std::string covenants_section(const ResultView& view, const TextStyle& style);   ///< covenants, reserve, factoring
std::string buyers_section(const ResultView& view, const TextStyle& style);
std::string backtest_section(const ResultView& view, const TextStyle& style);  ///< the file of a backtest
std::string sectors_section(const ResultView& view, const TextStyle& style);

// Shared pieces.

/// "1,234 ± 56" lined up at the "±"; words stand at the right edge.
class PairedColumn {
 public:
  explicit PairedColumn(std::vector<std::string> heading) : heading_(std::move(heading)) {}
  void add(std::string value, std::string error = {});
  void add_words(std::string words);
  Column finish() const;

 private:
  struct Cell {
    std::string value, error;
    bool words = false;
  };
  std::vector<std::string> heading_;
  std::vector<Cell> cells_;
};

/// Title, span, size of the experiment, what the margins of error mean.
std::string introduction(const ResultView& view, const TextStyle& style);

std::string heading(const std::string& text, const TextStyle& style);
std::string policy_label(const std::string& policy);  ///< "no insurance" for none; safe for a terminal
std::string scenario_suffix(const ResultView& view, std::size_t scenario);  ///< ", scenario base"; "" with one scenario
/// The policy whose retained losses rank buyers: the first one that insures, else none.
std::size_t shown_policy(const std::vector<std::string>& policies);

}  // namespace delcredere::terminal
