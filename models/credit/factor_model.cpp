#include "models/credit/factor_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/core/error.h"
#include "models/credit/standard_normal.h"

namespace delcredere {
namespace {

/// Numerical slack of a' Omega a <= 1 and of weights that add up to 1.
constexpr double kSlack = 1e-10;

const SectorDependence& sector_numbers(const DependenceParameters& parameters, const std::string& sector) {
  static const SectorDependence builtin;
  if (const auto own = parameters.sectors.find(sector); own != parameters.sectors.end()) return own->second;
  if (const auto fallback = parameters.sectors.find("default"); fallback != parameters.sectors.end())
    return fallback->second;
  return builtin;
}

void insert_names(const NamedNumbers& numbers, std::set<std::string>& names) {
  for (const auto& [name, value] : numbers) names.insert(name);
}

BookSectors grouped_by(const Portfolio& book, std::string Buyer::*word) {
  BookSectors groups;
  std::set<std::string> names;
  for (const Buyer& buyer : book.buyers) names.insert(buyer.*word);
  groups.names.assign(names.begin(), names.end());
  groups.of_buyer.reserve(book.buyers.size());
  for (const Buyer& buyer : book.buyers)
    groups.of_buyer.push_back(static_cast<std::uint32_t>(
        std::lower_bound(groups.names.begin(), groups.names.end(), buyer.*word) - groups.names.begin()));
  return groups;
}

void check_finite(const FactorModel::State& state) {
  // A sum of finite scores is finite: they are far from overflow.
  double sum = state.mixing_root;
  for (const double score : state.score) sum += score;
  for (const double score : state.delay_score) sum += score;
  for (const double multiplier : state.multiplier) sum += multiplier;
  if (std::isfinite(sum)) return;
  throw Error(ExitCode::model,
              "credit.dependence: a systematic state is not a finite number. No result is made of it; check the "
              "loadings, volatilities and degrees of freedom");
}

}  // namespace

BookSectors sectors_of(const Portfolio& book) { return grouped_by(book, &Buyer::sector); }

BookSectors countries_of(const Portfolio& book) {
  BookSectors countries = grouped_by(book, &Buyer::country);
  if (countries.names.size() == 1 && countries.names.front().empty()) return {};
  return countries;
}

FactorModel::FactorModel(const DependenceParameters& parameters, const BookSectors& sectors)
    : model_(parameters.model) {
  name_factors(parameters, sectors);
  if (model_ == DependenceModel::gaussian || model_ == DependenceModel::student_t)
    covariance_ = FactorCovariance(parameters.factor_correlation, factors_);
  if (model_ == DependenceModel::student_t) {
    const double nu = parameters.degrees_of_freedom;
    student_ = std::make_shared<const StudentMap>(nu);
    mixing_ = std::make_shared<const UnitGamma>(std::sqrt(2.0 / nu));
  }
  if (model_ == DependenceModel::gamma) {
    std::map<double, std::shared_ptr<const UnitGamma>> made;
    for (const std::string& factor : factors_) {
      const double s = sector_numbers(parameters, factor).volatility;
      volatility_.push_back(s);
      if (s > 0.0 && !made.contains(s)) made[s] = std::make_shared<const UnitGamma>(s);
      multipliers_.push_back(s > 0.0 ? made[s] : nullptr);
    }
  }
  list_inputs();
  build_groups(parameters, sectors);
}

void FactorModel::name_factors(const DependenceParameters& parameters, const BookSectors& sectors) {
  std::set<std::string> names;
  switch (model_) {
    case DependenceModel::independent:
      break;
    case DependenceModel::gamma:
      names.insert(sectors.names.begin(), sectors.names.end());
      for (const auto& [buyer, weights] : parameters.buyer_weights) insert_names(weights, names);
      break;
    case DependenceModel::gaussian:
    case DependenceModel::student_t:
      names.insert(parameters.factor_correlation.order.begin(), parameters.factor_correlation.order.end());
      for (const std::string& sector : sectors.names) {
        const SectorDependence& numbers = sector_numbers(parameters, sector);
        if (numbers.loadings.empty()) names.insert(sector);
        insert_names(numbers.loadings, names);
      }
      for (const auto& [buyer, loadings] : parameters.buyer_loadings) insert_names(loadings, names);
  }
  factors_.assign(names.begin(), names.end());
  std::set<std::uint32_t> seen;
  for (const std::string& factor : factors_) {
    factor_entities_.push_back(name_entity(factor));
    if (!seen.insert(factor_entities_.back()).second)
      throw Error(ExitCode::model, "factor '" + factor + "' shares its random numbers with another: rename it");
  }
}

std::uint32_t FactorModel::number_of(const std::string& factor) const {
  return static_cast<std::uint32_t>(std::lower_bound(factors_.begin(), factors_.end(), factor) - factors_.begin());
}

DependenceGroup FactorModel::latent_group(const std::string& sector, const SectorDependence& numbers,
                                          const NamedNumbers* own, const std::string& place) const {
  const NamedNumbers& loadings = own != nullptr ? *own : numbers.loadings;
  DependenceGroup group;
  if (own == nullptr && loadings.empty()) {
    if (numbers.asset_correlation > 0.0)
      group.loadings.emplace_back(number_of(sector), std::sqrt(numbers.asset_correlation));
    group.systematic_variance = numbers.asset_correlation;  // exact, not sqrt squared
  } else {
    for (const auto& [factor, a] : loadings)
      if (a != 0.0) group.loadings.emplace_back(number_of(factor), a);
    double variance = 0.0;
    for (const auto& [j, a] : group.loadings)
      for (const auto& [k, c] : group.loadings) variance += a * c * correlation(j, k);
    if (variance > 1.0 + kSlack)
      throw Error(ExitCode::model,
                  place + ": systematic variance " + std::to_string(variance) + " (must be at most 1)");
    group.systematic_variance = std::clamp(variance, 0.0, 1.0);
  }
  group.idiosyncratic = std::sqrt(1.0 - group.systematic_variance);
  return group;
}

DependenceGroup FactorModel::gamma_group(const DependenceParameters& parameters, const std::string& sector,
                                         const NamedNumbers* own, const std::string& place) const {
  const NamedNumbers weights =
      own != nullptr ? *own : NamedNumbers{{sector, sector_numbers(parameters, sector).weight}};
  DependenceGroup group;
  std::vector<GammaPart> parts;
  double sum = 0.0, largest = 0.0;
  for (const auto& [name, weight] : weights) {
    sum += weight;
    const std::uint32_t k = number_of(name);
    if (weight <= 0.0 || volatility_[k] <= 0.0) continue;
    group.loadings.emplace_back(k, weight);
    parts.push_back({weight, volatility_[k] * volatility_[k]});
    if (weight > largest) {
      largest = weight;
      group.main_factor = k;
    }
  }
  if (sum > 1.0 + kSlack)
    throw Error(ExitCode::model, place + ": weights add up to " + std::to_string(sum) + " (must be at most 1)");
  const bool poisson = parameters.counts == DefaultCounts::poisson;
  group.multiplied = poisson || !parts.empty();
  group.mixture = GammaMixture(std::move(parts), poisson);
  return group;
}

void FactorModel::build_groups(const DependenceParameters& parameters, const BookSectors& sectors) {
  const auto make = [&](const std::string& sector, const NamedNumbers* own, const std::string& place) {
    DependenceGroup group;
    switch (model_) {
      case DependenceModel::independent:
        break;
      case DependenceModel::gamma:
        group = gamma_group(parameters, sector, own, place);
        break;
      case DependenceModel::gaussian:
      case DependenceModel::student_t:
        group = latent_group(sector, sector_numbers(parameters, sector), own, place);
    }
    group.name = sector;
    group.delay_entity = name_entity(sector);
    groups_.push_back(std::move(group));
  };
  for (const std::string& sector : sectors.names)
    make(sector, nullptr, "credit.dependence.sectors." + sector + ".loadings");
  group_of_ = sectors.of_buyer;
  if (model_ == DependenceModel::independent) return;
  const bool gamma = model_ == DependenceModel::gamma;
  std::map<std::pair<std::uint32_t, NamedNumbers>, std::uint32_t> known;
  for (const auto& [buyer, numbers] : gamma ? parameters.buyer_weights : parameters.buyer_loadings) {
    const std::uint32_t sector = sectors.of_buyer[buyer];
    const auto [place, fresh] = known.try_emplace({sector, numbers}, static_cast<std::uint32_t>(groups_.size()));
    if (fresh)
      make(sectors.names[sector], &numbers, std::string("credit.dependence.") + (gamma ? "weights" : "loadings"));
    group_of_[buyer] = place->second;
  }
}

void FactorModel::list_inputs() {
  if (model_ == DependenceModel::gamma) {
    for (std::size_t k = 0; k < factors_.size(); ++k)
      if (multipliers_[k] != nullptr) inputs_.push_back({Purpose::gamma_sector, factor_entities_[k]});
  } else {
    covariance_.add_inputs(factor_entities_, inputs_);
  }
  if (mixing_ != nullptr) inputs_.push_back({Purpose::mixing, 0});
}

void FactorModel::set_gamma(State& state) const {
  state.z.resize(factors_.size());
  state.sector.resize(factors_.size());
  auto next = state.inputs.begin();
  for (std::size_t k = 0; k < factors_.size(); ++k) {
    state.z[k] = 0.0;
    state.sector[k] = 1.0;
    if (multipliers_[k] == nullptr) continue;
    state.z[k] = *next++;
    state.sector[k] = multipliers_[k]->at(state.z[k]);
  }
  state.multiplier.resize(groups_.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    double sum = groups_[g].mixture.own_weight();
    for (const auto& [k, weight] : groups_[g].loadings) sum += weight * state.sector[k];
    state.multiplier[g] = sum;
  }
}

void FactorModel::draw_review_scores(std::uint64_t seed, std::uint64_t trial, std::uint32_t review,
                                     std::vector<double>& scores) const {
  scores.assign(groups_.size(), 0.0);
  if (model_ != DependenceModel::gaussian && model_ != DependenceModel::student_t) return;
  std::vector<double> y, z;
  for (const SystematicInput& input : inputs_)
    if (input.purpose == Purpose::factor)
      y.push_back(standard_normal(seed, input.purpose, input.entity, trial, review));
  covariance_.combine(y, z);
  for (std::size_t g = 0; g < groups_.size(); ++g)
    for (const auto& [j, a] : groups_[g].loadings) scores[g] += a * z[j];
}

void FactorModel::draw_state(std::uint64_t seed, std::uint64_t trial, State& state) const {
  state.inputs.resize(inputs_.size());
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    state.inputs[i] = standard_normal(seed, inputs_[i].purpose, inputs_[i].entity, trial);
  state.log_weight = 0.0;
  set_state(seed, trial, state);
}

void FactorModel::set_state(std::uint64_t seed, std::uint64_t trial, State& state) const {
  const bool gamma = model_ == DependenceModel::gamma;
  if (gamma)
    set_gamma(state);
  else
    covariance_.combine(state.inputs, state.z);
  if (mixing_ != nullptr) state.mixing_root = mixing_->root_at(state.inputs.back());
  state.score.resize(groups_.size());
  state.delay_score.resize(groups_.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const DependenceGroup& group = groups_[g];
    double score = 0.0;
    if (!gamma)
      for (const auto& [j, a] : group.loadings) score += a * state.z[j];
    state.score[g] = score;
    if (gamma && !group.loadings.empty())
      state.delay_score[g] = state.z[group.main_factor];  // a large multiplier is bad, so late
    else
      state.delay_score[g] = group.systematic_variance > 0.0
                                 ? -score / std::sqrt(group.systematic_variance)
                                 : standard_normal(seed, Purpose::sector_delay, group.delay_entity, trial);
  }
  check_finite(state);
}

}  // namespace delcredere
