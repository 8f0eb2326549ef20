// Random tables written with random quoting and line ends read back as they were.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "scenarios/csv/table.h"

using namespace delcredere;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string random_field(std::mt19937& random) {
  static const std::string pieces[] = {"a", "Z", "7", ",", "\"", "\n", "\r\n", " ", "é", "漢", "🙂", ";", "\t", "'"};
  std::string field;
  for (auto n = random() % 6; n > 0; --n) field += pieces[random() % std::size(pieces)];
  return field;
}

std::string written(const std::string& field, std::mt19937& random) {
  const bool must = field.find_first_of(",\"\r\n") != std::string::npos;
  if (!must && random() % 3 != 0) return field;
  std::string text = "\"";
  for (const char c : field) text.append(c == '"' ? 2 : 1, c);
  text += '"';
  return text;
}

}  // namespace

TEST_CASE("Random tables read back equal", "[csv]") {
  std::mt19937 random(20260105);
  for (int trial = 0; trial < 500; ++trial) {
    const std::size_t columns = 2 + random() % 5, rows = random() % 8;
    Rows table(rows + 1, std::vector<std::string>(columns));
    for (std::size_t c = 0; c < columns; ++c) table[0][c] = std::to_string(c);
    for (std::size_t r = 1; r <= rows; ++r) {
      for (auto& field : table[r]) field = random_field(random);
    }
    std::string text = random() % 2 ? "\xEF\xBB\xBF" : "";
    std::vector<int> lines;
    int line = 1;
    for (std::size_t r = 0; r <= rows; ++r) {
      lines.push_back(line);
      for (std::size_t c = 0; c < columns; ++c) {
        if (c > 0) text += ',';
        text += written(table[r][c], random);
      }
      for (const auto& field : table[r]) line += static_cast<int>(std::count(field.begin(), field.end(), '\n'));
      if (r < rows || random() % 2) text += random() % 2 ? "\n" : "\r\n";
      ++line;
    }
    INFO(text);
    ReadLog log;
    csv::Report report(log, "random.csv");
    csv::Table reader(csv::TextFile::from_text(text), report);
    REQUIRE(reader.readable());
    REQUIRE(reader.header() == table[0]);
    for (std::size_t r = 1; r <= rows; ++r) {
      REQUIRE(reader.next());
      CHECK(reader.line() == lines[r]);
      for (std::size_t c = 0; c < columns; ++c) REQUIRE(reader[static_cast<int>(c)] == table[r][c]);
    }
    CHECK_FALSE(reader.next());
    CHECK(log.errors.empty());
  }
}

TEST_CASE("Every cut of a table is read without a crash and without a made-up row", "[csv]") {
  const std::string text = "a,b\n\"x\"\"y\",1\r\n\"line\nbreak\",\"2\"\nz,3\n";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    ReadLog log;
    csv::Report report(log, "cut.csv");
    csv::Table reader(csv::TextFile::from_text(text.substr(0, length)), report);
    std::size_t rows = 0;
    while (reader.next()) ++rows;
    CHECK(rows <= 3);
    if (length == text.size()) CHECK(rows == 3);
  }
}
