#pragma once
// A study from the text of a config and of its CSV files, by way of a temporary folder: the road that a user takes.

#include <fmt/core.h>

#include <map>
#include <string>

#include "scenarios/load.h"
#include "tests/support/temporary_folder.h"

namespace delcredere::testing {

inline Study study_from(const std::string& config, const std::map<std::string, std::string>& files) {
  const test::TemporaryFolder folder;
  for (const auto& [name, text] : files) test::write_text(folder.file(name), text);
  const std::string path = folder.file("study.yaml");
  test::write_text(path, config);
  return load_study(path, {}).study;
}

}  // namespace delcredere::testing
