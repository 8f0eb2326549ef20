#pragma once
// Configs of a small book of exposures with a credit section as the test writes it, and what loading says about them.

#include <map>
#include <string>

#include "models/core/error.h"
#include "sim/run.h"
#include "tests/support/config_study.h"

namespace delcredere::testing {

inline constexpr const char* kCreditBuyers =
    "buyer_id,sector,country,annual_pd,exposure\nB1,retail,DE,1%,100\nB2,metal,FR,2%,200\nB3,metal,DE,3%,300\n";

using Files = std::map<std::string, std::string>;

/// `credit`: lines under `credit:`, indented by two; from line 9 on.
inline std::string credit_config(const std::string& credit, const std::string& more = "") {
  return "delcredere: 1\nname: d\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 365 days\n"
         "portfolio: {buyers: buyers.csv}\nsimulation: {trials: 10, seed: 1}\n"
         "credit:\n" +
         credit + more;
}

inline Files with_buyers(Files files) {
  files.emplace("buyers.csv", kCreditBuyers);
  return files;
}

inline Study credit_study(const std::string& credit, Files files = {}) {
  return study_from(credit_config(credit), with_buyers(std::move(files)));
}

/// What is refused, as one text: "line: path: message" each.
inline std::string credit_refusal(const std::string& credit, Files files = {}, const std::string& more = "") {
  try {
    study_from(credit_config(credit, more), with_buyers(std::move(files)));
  } catch (const Error& error) {
    std::string text = error.what();
    for (const Diagnostic& d : error.diagnostics())
      text += "\n" + std::to_string(d.where.line) + ": " + d.path + ": " + d.message;
    return text;
  }
  return "";
}

inline std::string credit_warnings(const std::string& credit, Files files = {}) {
  const test::TemporaryFolder folder;
  for (const auto& [name, text] : with_buyers(std::move(files))) test::write_text(folder.file(name), text);
  test::write_text(folder.file("study.yaml"), credit_config(credit));
  std::string text;
  for (const Diagnostic& d : load_study(folder.file("study.yaml"), {}).warnings)
    text += d.path + ": " + d.message + "\n";
  return text;
}

/// Words of an explanation without its line breaks and columns.
inline std::string explained(const Study& study) {
  std::string words;
  for (const char c : explain_model(study)) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || (!words.empty() && words.back() != ' ')) words += blank ? ' ' : c;
  }
  return words;
}

}  // namespace delcredere::testing
