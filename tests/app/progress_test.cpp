#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "app/progress_display.h"

using namespace delcredere;

namespace {

Progress at(std::uint64_t done, std::uint64_t total, double seconds) {
  Progress progress;
  progress.trials_done = done;
  progress.trials_total = total;
  progress.seconds = seconds;
  return progress;
}

}  // namespace

TEST_CASE("durations as people say them") {
  CHECK(duration_words(0) == "0.0 s");
  CHECK(duration_words(9.94) == "9.9 s");
  CHECK(duration_words(9.96) == "10 s");
  CHECK(duration_words(59.4) == "59 s");
  CHECK(duration_words(59.6) == "1 min 00 s");
  CHECK(duration_words(200) == "3 min 20 s");
  CHECK(duration_words(7500) == "2 h 05 min");
  CHECK(duration_words(std::numeric_limits<double>::infinity()) == "?");
  CHECK(duration_words(std::numeric_limits<double>::quiet_NaN()) == "?");
}

TEST_CASE("rate and time left follow from what is done") {
  Progress progress = at(25000, 100000, 2);
  CHECK(progress_words(progress, "EUR") == "25,000 of 100,000 trials, 12,500/s, 6.0 s left");
  progress.var99 = 1234567.4;
  CHECK(progress_words(progress, "EUR") == "25,000 of 100,000 trials, 12,500/s, 6.0 s left, VaR99 1,234,567 EUR");
  progress.var99_error = 12345;
  CHECK(progress_words(progress, "EUR").find("VaR99 1,234,567 EUR (+- 12,345)") != std::string::npos);
}

TEST_CASE("nothing is known at the start") {
  CHECK(progress_words(at(0, 100, 0), "EUR") == "0 of 100 trials");
  CHECK(progress_words(at(0, 0, 0), "EUR") == "0 of 0 trials");
}

TEST_CASE("a bar never reaches the last column, and colour does not count as width") {
  Progress progress = at(100, 100, 1);
  Terminal narrow{true, false, 40};
  CHECK(progress_bar(progress, "EUR", narrow).size() == 39);
  CHECK(progress_bar(progress, "EUR", narrow).substr(0, 22) == "[====================]");
  CHECK(progress_bar(at(0, 100, 1), "EUR", narrow).substr(0, 22) == "[>                   ]");
  for (const int columns : {1, 2, 10, 23, 24})
    CHECK(static_cast<int>(progress_bar(progress, "EUR", {true, true, columns}).size()) >= 1);
  const std::string coloured = progress_bar(progress, "EUR", {true, true, 200});
  const std::string plain = progress_bar(progress, "EUR", {true, false, 200});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured.size() == plain.size() + std::string("\x1b[36m\x1b[0m").size());
}

TEST_CASE("without a terminal: a line for each 10 %, none twice, none skipped in pieces") {
  std::string told;
  ProgressDisplay display({false, false, 80}, "EUR", [&](std::string_view bytes) { told += bytes; });
  for (std::uint64_t done = 0; done <= 1000; ++done) display.show(at(done, 1000, 1));
  display.clear();
  CHECK(std::count(told.begin(), told.end(), '\n') == 10);
  CHECK(told.rfind(" 10 %: 100 of 1,000", 0) == 0);
  CHECK(told.find("100 %: 1,000 of 1,000") != std::string::npos);
  CHECK(told.find('\r') == std::string::npos);
  CHECK(told.find('\x1b') == std::string::npos);
}

TEST_CASE("on a terminal the bar is redrawn and taken away") {
  std::string told;
  {
    ProgressDisplay display({true, false, 80}, "EUR", [&](std::string_view bytes) { told += bytes; });
    display.show(at(1, 10, 1));
    display.show(at(2, 10, 1));
  }
  CHECK(std::count(told.begin(), told.end(), '\n') == 0);
  CHECK(std::count(told.begin(), told.end(), '\r') == 3);
  CHECK(told.substr(told.size() - 4) == "\r\x1b[K");
}
