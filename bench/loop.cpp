// delcredere_loop defaults|defaults140|payments|managed TRIALS: one hot loop and nothing else, for counting
// instructions:
//   valgrind --tool=callgrind --collect-atstart=no --toggle-collect='delcredere::bench::*Work::run*' delcredere_loop
//   ...

#include <cstdlib>
#include <iostream>
#include <string>

#include "bench/books.h"
#include "bench/work.h"

namespace {

using namespace delcredere;

template <class Work>
void loop(const Study& study, std::uint64_t trials, std::size_t& items) {
  const Plan plan = make_plan(study);
  Work work(plan);
  std::int64_t sum = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    work.prepare(trial);
    sum += static_cast<std::int64_t>(work.run(trial));
  }
  items = plan.live.size() != 0 ? plan.live.size() : plan.buyers;
  std::cerr << "sum " << sum << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 3 ? argv[1] : "";
  const std::uint64_t trials = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
  std::size_t items = 0;
  if (what == "defaults") {
    loop<bench::DefaultsWork>(bench::exposure_study(8, 1), trials, items);
  } else if (what == "defaults140") {
    loop<bench::DefaultsWork>(bench::exposure_study(7, 20), trials, items);
  } else if (what == "payments" || what == "managed") {
    loop<bench::PaymentsWork>(bench::payment_study(what == "managed"), trials, items);
  } else {
    std::cerr << "delcredere_loop defaults|defaults140|payments|managed TRIALS\n";
    return 2;
  }
  std::cout << items * trials << '\n';  // buyer-trials or invoice-trials
}
