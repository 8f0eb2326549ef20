#include "sim/blocks/columns.h"

#include <algorithm>

namespace delcredere {
namespace {

constexpr std::size_t kLossValues = 6, kCashValues = 3, kRecoveryValues = 4;
constexpr std::uint64_t kPiece = std::uint64_t{1} << 16;  ///< values read at a time

}  // namespace

ColumnLayout::ColumnLayout(std::size_t scenarios, std::size_t policies, std::vector<PolicyColumns> cells, bool weighted)
    : scenarios_(scenarios), policies_(policies), columns_(scenarios * kScenarioValues), cells_(std::move(cells)) {
  for (const PolicyColumns& cell : cells_) {
    first_.push_back(columns_);
    columns_ += kLossValues + (cell.cash ? kCashValues : 0) + (cell.costly ? kRecoveryValues : 0) + 2 * cell.treaties;
  }
  first_weight_ = columns_;
  if (weighted) columns_ += scenarios;
}

std::size_t ColumnLayout::scenario_of(std::size_t column) const {
  if (column < scenarios_ * kScenarioValues) return column / kScenarioValues;
  if (column >= first_weight_) return column - first_weight_;
  const auto after = std::upper_bound(first_.begin(), first_.end(), column);
  return static_cast<std::size_t>(after - first_.begin() - 1) / policies_;
}

std::size_t ColumnLayout::of(std::size_t s, std::size_t p, PolicyValue value) const {
  const std::size_t i = s * policies_ + p;
  const PolicyColumns& cell = cells_[i];
  if (value >= PolicyValue::gross) {
    if (cell.costly)
      return first_[i] + kLossValues + (cell.cash ? kCashValues : 0) + static_cast<std::size_t>(value) -
             static_cast<std::size_t>(PolicyValue::gross);
    constexpr ScenarioValue own[] = {ScenarioValue::gross, ScenarioValue::recovered, ScenarioValue::largest_gross,
                                     ScenarioValue::largest_recovered};
    return of(s, own[static_cast<std::size_t>(value) - static_cast<std::size_t>(PolicyValue::gross)]);
  }
  return first_[i] + static_cast<std::size_t>(value);
}

std::size_t ColumnLayout::ceded(std::size_t s, std::size_t p, std::size_t treaty) const {
  const std::size_t i = s * policies_ + p;
  const PolicyColumns& cell = cells_[i];
  return first_[i] + kLossValues + (cell.cash ? kCashValues : 0) + (cell.costly ? kRecoveryValues : 0) + 2 * treaty;
}

ColumnStore::ColumnStore(std::size_t columns, std::uint64_t trials, std::uint64_t memory_bytes,
                         const std::string& folder)
    : trials_(trials), kept_(trials) {
  const std::uint64_t bytes = 8 * columns * trials;
  if (bytes <= memory_bytes)
    values_.resize(columns * trials);
  else
    file_ = std::make_unique<ScratchFile>(folder, bytes);
}

void ColumnStore::write(std::size_t column, std::uint64_t first_trial, std::span<const std::int64_t> values) {
  if (file_)
    file_->write(8 * offset(column, first_trial), std::as_bytes(values));
  else
    std::copy(values.begin(), values.end(), values_.begin() + static_cast<std::ptrdiff_t>(offset(column, first_trial)));
}

void ColumnStore::read(std::size_t column, std::uint64_t first_trial, std::span<std::int64_t> into) const {
  if (file_)
    file_->read(8 * offset(column, first_trial), std::as_writable_bytes(into));
  else
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(offset(column, first_trial)), into.size(), into.begin());
}

ColumnScan ColumnStore::scan(std::size_t column, std::uint64_t trials) const {
  if (!file_)
    return {trials, [this, column, trials](const ColumnScan::Visit& visit) {
              visit(std::span(values_).subspan(offset(column, 0), trials));
            }};
  return {trials, [this, column, trials](const ColumnScan::Visit& visit) {
            std::vector<std::int64_t> piece;
            for (std::uint64_t first = 0; first < trials; first += kPiece) {
              piece.resize(std::min(kPiece, trials - first));
              read(column, first, piece);
              visit(piece);
            }
          }};
}

}  // namespace delcredere
