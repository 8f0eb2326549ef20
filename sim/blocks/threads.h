#pragma once
// Work on as many threads as the run may use.

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstdint>

namespace delcredere {

/// Runs body(i) for every i below count, in any order, each as a task of its own.
template <class Body>
void for_each_index(int threads, std::uint64_t count, Body&& body) {
  // The control raises TBB's own limit where more threads than cores are asked for.
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::uint64_t>(0, count, 1),
        [&](const tbb::blocked_range<std::uint64_t>& range) {
          for (std::uint64_t i = range.begin(); i < range.end(); ++i) body(i);
        },
        tbb::simple_partitioner{});
  });
}

}  // namespace delcredere
