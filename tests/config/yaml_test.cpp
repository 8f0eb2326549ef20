// The YAML layer: what is refused, and that what is accepted keeps its text and place.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "scenarios/yaml/parse.h"
#include "scenarios/yaml/source_text.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::test;

namespace {

yaml::Node parse(const std::string& text) { return yaml::parse(text, "t.yaml"); }

Error refusal(const std::string& text) {
  return refused([&] { parse(text); });
}

std::string text_of(const yaml::Node& map, const std::string& key) { return map.find(key)->value.text; }

}  // namespace

TEST_CASE("row 5: words stay text") {
  const yaml::Node root = parse("country: NO\na: on\nb: y\nc: 010\nd: 0x10\ne: 1_000\nf: \"NO\"\n");
  CHECK(text_of(root, "country") == "NO");
  CHECK(text_of(root, "a") == "on");
  CHECK(text_of(root, "b") == "y");
  CHECK(text_of(root, "c") == "010");
  CHECK(text_of(root, "d") == "0x10");
  CHECK(text_of(root, "e") == "1_000");
  CHECK_FALSE(root.find("country")->value.quoted);
  CHECK(root.find("f")->value.quoted);
}

TEST_CASE("places of keys and values") {
  const yaml::Node root = parse("a: 1\nb:\n  c: [x,\n    yy]\n");
  const yaml::Entry* c = root.find("b")->value.find("c");
  CHECK(c->mark.line == 3);
  CHECK(c->mark.column == 3);
  CHECK(c->value.mark.column == 6);
  CHECK(c->value.items.at(1).mark.line == 4);
  CHECK(c->value.items.at(1).mark.column == 5);
}

TEST_CASE("row 1: duplicate keys name both lines, all in one pass") {
  const Error error = refusal("a: 1\nb: 2\na: 3\nb: 4\n");
  CHECK(error.code() == ExitCode::config);
  REQUIRE(error.diagnostics().size() == 2);
  CHECK(error.diagnostics()[0].text() == "t.yaml:3:1: the key 'a' is given twice, in line 1 and in line 3");
  CHECK(error.diagnostics()[1].where.line == 4);
}

TEST_CASE("row 1: second document, empty file, top-level list") {
  CHECK_THAT(refusal("a: 1\n---\nb: 2\n").what(), Catch::Contains("t.yaml:2:1: a second document"));
  CHECK_THAT(refusal("a: 1\n---\n").what(), Catch::Contains("second document"));
  CHECK_THAT(refusal("a: 1\n...\n---\n[1]\n").what(), Catch::Contains("second document"));
  CHECK_NOTHROW(parse("---\na: 1\n...\n"));
  CHECK_NOTHROW(parse("# only\n---\na: 1\n"));
  const WrittenFolder folder;
  std::string text;
  for (const std::string content : {"", "\n\n", "# nothing\n", "---\n", "~\n"}) {
    const std::string file = folder.write("empty.yaml", content);
    const Error error = refused([&] { yaml::parse_file(file, &text); });
    CHECK(error.code() == ExitCode::config);
    CHECK_THAT(error.what(), Catch::Contains("empty"));
  }
  CHECK_THAT(refused([&] { yaml::parse_file(folder.write("list.yaml", "- a\n- b\n"), &text); }).what(),
             Catch::Contains("top level is a list"));
  CHECK_THAT(refused([&] { yaml::parse_file(folder.write("word.yaml", "hello\n"), &text); }).what(),
             Catch::Contains("top level is 'hello'"));
}

TEST_CASE("row 2: aliases, self-alias, alias bomb, merge key") {
  std::string bomb = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n";
  for (char c = 'b'; c <= 'z'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i > 0 ? "," : "") + "*" + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  for (const std::string& text :
       {std::string("a: &x 1\nb: *x\n"), std::string("a: &x [*x]\n"), std::string("&x {a: *x}\n"),
        std::string("a: *nowhere\n"), std::string("base: {a: 1}\n<<: {b: 2}\n"), std::string("&k a: 1\n"),
        std::string("a: &x\nb: 1\n"), bomb}) {
    INFO(text.substr(0, 60));
    const Error error = refusal(text);
    CHECK(error.code() == ExitCode::config);
    CHECK_THAT(error.what(), Catch::Contains("aliases are not supported"));
    CHECK(error.diagnostics().at(0).where.line > 0);
  }
  CHECK_NOTHROW(parse("\"<<\": 1\nb: \"*x\"\nc: \"&x\"\n"));
}

TEST_CASE("row 3: deep nesting of every kind") {
  std::string dashes, questions, indented;
  for (int i = 0; i < 500; ++i) {
    dashes += "- ";
    questions += "? ";
    indented += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  }
  for (const std::string& text :
       {std::string(500, '['), std::string(100'000, '['), std::string(500, '[') + std::string(500, ']'),
        "a: " + std::string(100'000, '['), std::string(100'000, '{'), dashes + "x", questions + "x", indented}) {
    INFO(text.substr(0, 40));
    CHECK(refusal(text).code() == ExitCode::config);
  }
  CHECK_NOTHROW(parse("a: \"" + std::string(500, '[') + "\" # " + std::string(500, '[') + "\n"));
  CHECK_THAT(refusal(std::string(500, '[')).what(), Catch::Contains("nested deeper than"));
}

TEST_CASE("a config of many keys is read in time proportional to them") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text.append("k").append(std::to_string(i)).append(":\n");
  CHECK(parse(text).entries.size() == 100'000);
  CHECK(refusal(text + text.substr(0, 200)).diagnostics().size() > 20);
}

TEST_CASE("row 3: not text") {
  CHECK_THAT(refusal(std::string("a: \0b", 5)).what(), Catch::Contains("NUL byte at offset 3"));
  CHECK_THAT(refusal("a: \xC3(\n").what(), Catch::Contains("0xC3") && Catch::Contains("offset 3"));
  CHECK_THAT(refusal("a: 1\nb: \xED\xA0\x80\n").what(), Catch::Contains("t.yaml:2:4") && Catch::Contains("offset 8"));
  CHECK_THAT(refusal(std::string("\xFF\xFE"
                                 "a\0:\0",
                                 6))
                 .what(),
             Catch::Contains("UTF-16"));
  CHECK_THAT(refusal("a: \x1B[31m\n").what(), Catch::Contains("0x1B"));
  CHECK(text_of(parse("\xEF\xBB\xBF"
                      "a: \xE4\xB8\xAD\xE5\x9B\xBD \xF0\x9F\x98\x80\n"),
                "a") == "\xE4\xB8\xAD\xE5\x9B\xBD \xF0\x9F\x98\x80");
}

TEST_CASE("row 3: directory, FIFO, missing, unreadable, too large") {
  const WrittenFolder folder;
  const auto code = [&](const std::string& path) { return refused([&] { yaml::read_source(path); }).code(); };
  CHECK(code(folder.path()) == ExitCode::io);
  CHECK(code(folder.path() + "/missing.yaml") == ExitCode::io);
  const std::string fifo = folder.path() + "/fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(code(fifo) == ExitCode::io);
  CHECK(code("/dev/zero") == ExitCode::io);
  const std::string secret = folder.write("secret.yaml", "a: 1\n");
  std::filesystem::permissions(secret, std::filesystem::perms::none);
  if (::geteuid() != 0) CHECK(code(secret) == ExitCode::io);
  const std::string large = folder.write("large.yaml", std::string(std::size_t{2} << 20, '#'));
  const Error error = refused([&] { yaml::read_source(large); });
  CHECK(error.code() == ExitCode::config);
  CHECK_THAT(error.what(), Catch::Contains("larger than a config may be"));
}

TEST_CASE("syntax errors, tags and odd keys have places") {
  CHECK_THAT(refusal("a: [1, 2\nb: 3\n").what(), Catch::Contains("t.yaml:") && Catch::Contains("not valid YAML"));
  CHECK_THAT(refusal("a: !!str 5\n").what(), Catch::Contains("tags are not supported"));
  CHECK_THAT(refusal("? [a, b]\n: 1\n").what(), Catch::Contains("key must be text"));
  CHECK_THAT(refusal("~: 1\n").what(), Catch::Contains("key is empty or null"));
}

TEST_CASE("JSON is read by the same layer") {
  const yaml::Node root =
      parse("{\n\t\"a\": \"52 weeks\",\n\t\"b\": [1, 2.5, true, null],\n\t\"c\": {\"d\\\"e\": \"\\u00e9\"}\n}\n");
  CHECK(root.find("a")->value.quoted);
  CHECK(root.find("b")->value.items.at(1).text == "2.5");
  CHECK(root.find("b")->value.items.at(3).kind == yaml::Kind::null);
  CHECK(root.find("c")->value.find("d\"e")->value.text == "\xC3\xA9");
}
