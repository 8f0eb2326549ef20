#pragma once
// The books of the benchmarks, made in memory from fixed seeds.

#include <cstddef>

#include "models/study.h"

namespace delcredere::bench {

/// 10,000 buyers of unequal exposure in grades x sectors buckets of equal size, mean annual PD 1 % (grades double from
/// one to the next), one factor, asset correlations 10 to 20 %, LGD 90 % +- 10 %.
Study exposure_study(std::size_t grades, std::size_t sectors, std::uint64_t trials = 1000);

/// 65,536 planned invoices of 2,000 buyers of unequal size over 364 days, terms of 14, 30 or 60 days, sector and buyer
/// effects; managed: dunning after 15 days and supply stop after 45.
Study payment_study(bool managed, std::uint64_t trials = 1000);

/// Replaces the policies of every scenario by `count` different structures (deductibles, retentions, limits, premiums).
void set_structures(Study& study, std::size_t count);

/// configs/quickstart.yaml, base scenario alone.
Study quickstart_base(std::uint64_t trials);

}  // namespace delcredere::bench
