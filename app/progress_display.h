#pragma once
// How far a run is, for people: a bar that redraws itself on a terminal, otherwise a line for every 10 %.

#include <functional>
#include <string>
#include <string_view>

#include "app/console.h"
#include "sim/run.h"

namespace delcredere {

/// "about 12 s", "3 min 20 s", "2 h 05 min"; "?" for what is not finite.
std::string duration_words(double seconds);

/// "45,000 of 100,000 trials, 12,300/s, 4 s left, VaR99 1,234,567 EUR (+- 12,345)". What is not known is left out.
std::string progress_words(const Progress& progress, std::string_view currency);

/// "[=====>     ]  45 % ..." cut to the terminal's width; no line break.
std::string progress_bar(const Progress& progress, std::string_view currency, const Terminal& terminal);

/// Shows progress by writing bytes to a sink (stderr).
class ProgressDisplay {
 public:
  ProgressDisplay(Terminal terminal, std::string currency, std::function<void(std::string_view)> sink);
  ~ProgressDisplay() { clear(); }
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  void show(const Progress& progress);

  /// Takes the bar away, so that other lines can follow.
  void clear();

 private:
  Terminal terminal_;
  std::string currency_;
  std::function<void(std::string_view)> sink_;
  bool bar_shown_ = false;
  int tenths_told_ = 0;
};

}  // namespace delcredere
