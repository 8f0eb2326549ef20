#pragma once
// The 25 obligors of the CreditRisk+ manual (Credit Suisse First Boston 1997); every default rate has half its mean as
// standard deviation.

#include "models/core/money.h"

namespace delcredere::testing {

/// Sector of example 2, weights of example 3.
struct Obligor {
  Money exposure;
  double pd;
  const char* sector;
  double specific, us, japan, europe;
};

inline constexpr Obligor kManual[] = {
    {358475, 0.3, "US", 0.5, 0.3, 0.1, 0.1},           {1089819, 0.3, "Japan", 0.25, 0.25, 0.25, 0.25},
    {1799710, 0.1, "Japan", 0.25, 0.25, 0.2, 0.3},     {1933116, 0.15, "US", 0.75, 0.05, 0.1, 0.1},
    {2317327, 0.15, "Europe", 0.5, 0.1, 0.1, 0.3},     {2410929, 0.15, "Europe", 0.5, 0.2, 0.1, 0.2},
    {2652184, 0.3, "US", 0.25, 0.1, 0.1, 0.55},        {2957685, 0.15, "Japan", 0.25, 0.25, 0.2, 0.3},
    {3137989, 0.05, "Europe", 0.25, 0.25, 0.25, 0.25}, {3204044, 0.05, "Europe", 0.75, 0.1, 0.05, 0.1},
    {4727724, 0.015, "US", 0.5, 0.1, 0.1, 0.3},        {4830517, 0.05, "Europe", 0.5, 0.2, 0.1, 0.2},
    {4912097, 0.05, "Europe", 0.25, 0.25, 0.25, 0.25}, {4928989, 0.3, "Japan", 0.25, 0.1, 0.1, 0.55},
    {5042312, 0.1, "Europe", 0.25, 0.25, 0.3, 0.2},    {5320364, 0.075, "Europe", 0.75, 0.1, 0.05, 0.1},
    {5435457, 0.05, "US", 0.5, 0.2, 0.1, 0.2},         {5517586, 0.03, "US", 0.5, 0.1, 0.1, 0.3},
    {5764596, 0.075, "US", 0.25, 0.25, 0.2, 0.3},      {5847845, 0.03, "US", 0.25, 0.1, 0.1, 0.55},
    {6466533, 0.3, "US", 0.25, 0.25, 0.2, 0.3},        {6480322, 0.3, "Europe", 0.75, 0.1, 0.05, 0.1},
    {7727651, 0.016, "Japan", 0.25, 0.25, 0.2, 0.3},   {15410906, 0.1, "Europe", 0.5, 0.2, 0.1, 0.2},
    {20238895, 0.075, "US", 0.75, 0.1, 0.1, 0.05},
};

}  // namespace delcredere::testing
