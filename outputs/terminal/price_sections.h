#pragma once
// The parts of the price report. Each returns whole lines, or nothing where the file has no such results.

#include <functional>
#include <string>
#include <vector>

#include "outputs/terminal/sections.h"

namespace delcredere::terminal {

/// A variable of a group at one scenario and policy, or the like: where a cell of a table comes from.
struct Source {
  std::string group, variable;
  std::vector<Index> at;
};

/// Policies shown one by one, as positions on the axis of all policies: those with results by buyer, without `none`.
std::vector<std::size_t> shown_policies(const ResultView& view);
/// Position of a policy on a group's axis; its length where it is not there.
std::size_t policy_in(const ResultView& view, const std::string& group, const std::string& policy);

/// Cells of one kind for a PairedColumn; an unknown value gives a dash.
void add_money(const ResultView& view, const Source& source, PairedColumn& column);
void add_percent(const ResultView& view, const Source& source, PairedColumn& column);

std::string premiums_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
std::string layers_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
std::string exceedance_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
/// Without cover and under every policy: losses, premium, cash.
std::string cover_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
std::string treaties_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
std::string price_buyers_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
std::string limits_section(const ResultView& view, std::size_t scenario, const TextStyle& style);
/// Retained VaR against premium, where there are several structures: which of them no other one beats in both.
std::string frontier_section(const ResultView& view, std::size_t scenario, const TextStyle& style);

}  // namespace delcredere::terminal
