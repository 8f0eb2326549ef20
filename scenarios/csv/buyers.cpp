#include "scenarios/csv/buyers.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "scenarios/csv/columns.h"
#include "scenarios/csv/fields.h"
#include "scenarios/csv/ids.h"

namespace delcredere::csv {
namespace {

const std::vector<ColumnRule> kColumns = {
    {"buyer_id", true}, {"name"},     {"sector", true}, {"country"},       {"grade"},
    {"annual_pd"},      {"lgd"},      {"credit_limit"}, {"insured_limit"}, {"insured_percentage"},
    {"segment"},        {"exposure"}, {"guarantee"},    {"legal_group"},   {"infection_group"}};

class BuyerRows {
 public:
  BuyerRows(const FileSource& source, const AmountReader& amounts, Table& table, const Columns& columns, Report& report)
      : amounts_(amounts), table_(table), columns_(columns), report_(report), ids_(source, report) {}

  BuyersFile read() {
    BuyersFile file;
    file.buyers.reserve(table_.rows_at_most());
    while (table_.next()) {
      Buyer buyer;
      const std::string_view id = ids_.clean(text(id_));
      if (id.empty()) {
        fault(id_, "is empty; every buyer needs an id");
        continue;
      }
      lines_.push_back(table_.line());
      buyer.id = id;
      read_words(buyer);
      read_risk(buyer);
      read_amounts(buyer, file);
      file.buyers.push_back(std::move(buyer));
    }
    ids_.report_use(report_);
    if (exposure_column_seen_without_value_ > 0 && file.has_exposure) {
      report_.error(first_without_exposure_, columns_.header("exposure"),
                    fmt::format("is empty in {}; in a book of exposures every buyer has one (0 is allowed)",
                                counted(exposure_column_seen_without_value_, "row")));
    }
    sort(file.buyers);
    return file;
  }

 private:
  // A column looked up once.
  struct Column {
    std::string_view name;
    int at;
  };
  Column column(std::string_view name) const { return {name, columns_[name]}; }

  std::string_view text(const Column& column) const { return column.at < 0 ? std::string_view{} : table_[column.at]; }
  void fault(const Column& column, std::string message) {
    report_.error(table_.line(), columns_.header(column.name), std::move(message));
  }

  // By the bytes of the id; the same id twice is an error.
  void sort(std::vector<Buyer>& buyers) {
    std::vector<std::size_t> order(buyers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return buyers[a].id < buyers[b].id; });
    std::vector<Buyer> sorted;
    sorted.reserve(buyers.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i > 0 && buyers[order[i]].id == sorted.back().id) {
        report_.error(lines_[order[i]], columns_.header("buyer_id"),
                      fmt::format("buyer {} is there twice, on lines {} and {}", shown(sorted.back().id),
                                  lines_[order[i - 1]], lines_[order[i]]));
        continue;
      }
      sorted.push_back(std::move(buyers[order[i]]));
    }
    buyers.swap(sorted);
  }

  void read_words(Buyer& buyer) {
    buyer.name = text(name_);
    buyer.sector = text(sector_);
    buyer.country = text(country_);
    buyer.segment = text(segment_);
    buyer.grade = text(grade_);
    buyer.legal_group = text(legal_group_);
    buyer.infection_group = text(infection_group_);
    if (buyer.sector.empty()) fault(sector_, "is empty; every buyer needs a sector");
  }

  void read_risk(Buyer& buyer) {
    if (const std::string_view pd = text(pd_); !pd.empty()) {
      buyer.annual_pd = parse_probability(pd);
      if (!buyer.annual_pd) fault(pd_, describe_probability_fault(pd));
    } else if (buyer.grade.empty()) {
      fault(grade_.at >= 0 ? grade_ : pd_,
            fmt::format("buyer {} has neither a grade nor an annual_pd", shown(buyer.id)));
    }
    if (const std::string_view lgd = text(lgd_); !lgd.empty()) {
      buyer.lgd = parse_probability(lgd);
      if (!buyer.lgd) fault(lgd_, describe_probability_fault(lgd));
    }
    if (const std::string_view share = text(percentage_); !share.empty()) {
      buyer.insured_percentage = Decimal::parse_share(share);
      const auto value = buyer.insured_percentage;
      if (!value || value->mantissa < 0 || value->mantissa > value->denominator()) {
        fault(percentage_, describe_probability_fault(share));
      }
    }
  }

  std::optional<Money> amount(const Column& column) {
    const std::string_view field = text(column);
    if (field.empty()) return std::nullopt;
    const auto value = amounts_.read(field, table_.line(), columns_.header(column.name), report_);
    if (value && *value < 0) {
      fault(column, fmt::format("must not be negative, got {}", shown(field)));
      return std::nullopt;
    }
    return value;
  }

  // An amount, or a percentage of the debt with its sign.
  void read_guarantee(Buyer& buyer) {
    const std::string_view field = text(guarantee_);
    if (!field.ends_with('%')) {
      buyer.guarantee = amount(guarantee_);
      if (buyer.guarantee == Money{0}) buyer.guarantee.reset();
      return;
    }
    buyer.guarantee_share = Decimal::parse_share(field);
    const auto& share = buyer.guarantee_share;
    if (share && share->mantissa >= 0 && share->mantissa <= share->denominator()) return;
    fault(guarantee_, describe_probability_fault(field));
    buyer.guarantee_share.reset();
  }

  void read_amounts(Buyer& buyer, BuyersFile& file) {
    buyer.credit_limit = amount(credit_limit_);
    buyer.insured_limit = amount(insured_limit_);
    read_guarantee(buyer);
    if (exposure_.at < 0) return;
    if (text(exposure_).empty()) {
      if (exposure_column_seen_without_value_++ == 0) first_without_exposure_ = table_.line();
      return;
    }
    if (!file.has_exposure) file.exposure_line = table_.line();
    file.has_exposure = true;
    buyer.exposure = amount(exposure_).value_or(0);
  }

  const AmountReader& amounts_;
  Table& table_;
  const Columns& columns_;
  Report& report_;
  IdRules ids_;
  const Column id_ = column("buyer_id"), name_ = column("name"), sector_ = column("sector"),
               country_ = column("country"), segment_ = column("segment"), grade_ = column("grade"),
               pd_ = column("annual_pd"), lgd_ = column("lgd"), percentage_ = column("insured_percentage"),
               credit_limit_ = column("credit_limit"), insured_limit_ = column("insured_limit"),
               legal_group_ = column("legal_group"), infection_group_ = column("infection_group"),
               exposure_ = column("exposure"), guarantee_ = column("guarantee");
  std::vector<int> lines_;
  std::size_t exposure_column_seen_without_value_ = 0;
  int first_without_exposure_ = 0;
};

}  // namespace

BuyersFile read_buyers(const FileSource& source, const AmountReader& amounts, Report& report) {
  Table table(TextFile::read(source.path, source.name), report);
  if (!table.readable()) return {};
  const Columns columns(source, table, kColumns, {}, report);
  if (!columns.complete()) return {};
  BuyersFile file = BuyerRows(source, amounts, table, columns, report).read();
  if (file.buyers.empty() && report.errors() == 0) report.error(0, "", "no buyers in the file");
  return file;
}

BuyerDirectory::BuyerDirectory(const std::vector<Buyer>& given) : index_(given.size()) {
  bool inserted = false;
  for (const Buyer& buyer : given) index_.insert(buyer.id, inserted);
}

std::optional<std::uint32_t> BuyerDirectory::find(std::string_view id) {
  if (last_ != IdIndex::kAbsent && last_id_ == id) return last_;
  std::uint32_t found = IdIndex::kAbsent;
  if (derive_) {
    bool inserted = false;
    found = index_.insert(id, inserted);
    if (inserted) traits_.emplace_back();
  } else {
    found = index_.find(id);
  }
  if (found == IdIndex::kAbsent) return std::nullopt;
  last_id_ = id;
  last_ = found;
  return found;
}

void BuyerDirectory::describe(std::uint32_t buyer, std::string_view sector, std::string_view country, int line,
                              Report& report) {
  Traits& traits = traits_[buyer];
  const auto settle = [&](std::string_view& kept, std::string_view given, const char* what) {
    if (given.empty() || kept == given) return;
    if (kept.empty()) {
      kept = given;
      if (traits.line == 0) traits.line = line;
    } else if (!traits.warned) {
      traits.warned = true;
      report.warning(line, what,
                     fmt::format("buyer {} has {} here and {} on line {}; the first is taken", shown(id(buyer)),
                                 shown(given), shown(kept), traits.line));
    }
  };
  settle(traits.sector, sector, "sector");
  settle(traits.country, country, "country");
}

std::vector<Buyer> BuyerDirectory::derived(std::vector<std::uint32_t>& order) const {
  std::vector<std::uint32_t> by_id(size());
  std::iota(by_id.begin(), by_id.end(), 0u);
  std::sort(by_id.begin(), by_id.end(), [&](std::uint32_t a, std::uint32_t b) { return id(a) < id(b); });
  order.assign(size(), 0);
  std::vector<Buyer> buyers(size());
  for (std::uint32_t i = 0; i < by_id.size(); ++i) {
    order[by_id[i]] = i;
    const Traits& traits = traits_[by_id[i]];
    Buyer& buyer = buyers[i];
    buyer.id = id(by_id[i]);
    buyer.sector = traits.sector.empty() ? derive_->sector : std::string(traits.sector);
    buyer.country = traits.country.empty() ? derive_->country : std::string(traits.country);
    buyer.grade = derive_->grade;
    buyer.annual_pd = derive_->annual_pd;
  }
  return buyers;
}

}  // namespace delcredere::csv
