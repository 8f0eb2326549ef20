// portfolio: the files of the book.

#include <filesystem>

#include "scenarios/config/config.h"

namespace delcredere::config {

void describe_file(Visitor& v, const Key& key, std::optional<FileSource>& file, const ConfigPlaces& places) {
  const auto take_name = [&](Visitor& inner, const Key& name) {
    FileSource source = file.value_or(FileSource{});
    inner.text(name, source.name);
    if (!inner.reading() || source.name.empty()) return;
    source.path = (std::filesystem::path(places.folder) / source.name).string();
    source.where = inner.here();
    file = source;
  };
  v.either(
      key, [&](Visitor& inner) { take_name(inner, {.name = "", .doc = key.doc, .example = key.example}); },
      [&](Visitor& inner) {
        file.reset();
        take_name(inner, {.name = "file",
                          .doc = "Path of the CSV file, relative to this config.",
                          .example = key.example,
                          .required = true});
        FileSource source;
        inner.map_of({.name = "columns",
                      .doc = "Our column: the file's own header, for files that keep their headers.",
                      .on_demand = true},
                     "<column>", nullptr, source.columns, [](Visitor& each, std::string& header) {
                       each.text({.name = "", .doc = "The file's header.", .example = "Header"}, header);
                     });
        inner.text({.name = "date_format",
                    .doc = "Form of the dates where they are not ISO, such as M/D/YYYY or D.M.YYYY.",
                    .example = "D.M.YYYY",
                    .on_demand = true},
                   source.date_format);
        enum class Rule { trim, drop_trailing_dot_zero };
        const std::vector<std::pair<const char*, Rule>> rules{{"trim", Rule::trim},
                                                              {"drop_trailing_dot_zero", Rule::drop_trailing_dot_zero}};
        inner.list_of({.name = "clean_ids",
                       .doc = "Rules applied to buyer and invoice ids, in this order; none by default.",
                       .on_demand = true},
                      source.id_cleanup, [&rules](Visitor& each, std::string& item) {
                        Rule rule{};
                        each.choice(
                            {.name = "", .doc = "trim: no spaces at the ends; drop_trailing_dot_zero: 123.0 is 123."},
                            rule, rules);
                        item = rules[static_cast<std::size_t>(rule)].first;
                      });
        if (file) {
          file->columns = std::move(source.columns);
          file->date_format = std::move(source.date_format);
          file->id_cleanup = std::move(source.id_cleanup);
        }
      });
}

void describe_portfolio(Visitor& v, PortfolioSource& source, const ConfigPlaces& places) {
  v.section(
      {.name = "portfolio", .doc = "The book: at least one of buyers and invoices.", .required = true},
      [&](Visitor& inner) {
        describe_file(inner,
                      {.name = "buyers",
                       .doc = "CSV file of the buyers.",
                       .example = "buyers.csv",
                       .on_demand = true,
                       .shown = true},
                      source.buyers, places);
        describe_file(inner,
                      {.name = "invoices",
                       .doc = "CSV file of the invoices, open and paid.",
                       .example = "invoices.csv",
                       .on_demand = true,
                       .shown = true},
                      source.invoices, places);
        describe_file(inner,
                      {.name = "sales_plan",
                       .doc = "CSV file of planned invoices.",
                       .example = "sales_plan.csv",
                       .on_demand = true},
                      source.sales_plan, places);
        enum class NewSales { planned, none };
        NewSales new_sales = source.new_sales ? NewSales::planned : NewSales::none;
        inner.choice({.name = "new_sales",
                      .doc = "none: a run-off; nothing is shipped after as_of, whatever is planned; `explain` says "
                             "when its last claim can be paid.",
                      .example = "none",
                      .on_demand = true},
                     new_sales, {{"planned", NewSales::planned}, {"none", NewSales::none}});
        source.new_sales = new_sales == NewSales::planned;
        inner.optional_section(
            {.name = "repeat_last_12_months",
             .doc = "A plan in place of sales_plan: what was issued in the 12 months up to as_of comes again."},
            source.repeat, [](Visitor& each, RepeatPlan& repeat) {
              each.share({.name = "growth", .doc = "Of the amounts, a year.", .minimum = -1, .maximum = 10},
                         repeat.growth);
              each.integer(
                  {.name = "years", .doc = "How many times, one year after the other.", .minimum = 1, .maximum = 20},
                  repeat.years);
            });
        inner.optional_section(
            {.name = "derive_buyers", .doc = "Makes the buyers from the invoices where there is no buyers file."},
            source.derive_buyers, [](Visitor& each, DeriveBuyers& derive) {
              each.text({.name = "sector", .doc = "Sector of every buyer."}, derive.sector);
              each.text({.name = "country", .doc = "Country of every buyer.", .example = "DE", .on_demand = true},
                        derive.country);
              each.text({.name = "grade",
                         .doc = "Grade of every buyer; this or annual_pd.",
                         .example = "C",
                         .on_demand = true},
                        derive.grade);
              each.share({.name = "annual_pd",
                          .doc = "Annual default probability of every buyer; this or grade.",
                          .example = "1%",
                          .on_demand = true},
                         derive.annual_pd);
              each.text({.name = "sector_column",
                         .doc = "Header of the invoices file that holds the sector.",
                         .example = "sector",
                         .on_demand = true},
                        derive.sector_column);
              each.text({.name = "country_column",
                         .doc = "Header of the invoices file that holds the country.",
                         .example = "country",
                         .on_demand = true},
                        derive.country_column);
              if (each.reading() && derive.grade.empty() && !derive.annual_pd) {
                each.reject("", "needs a grade or an annual_pd for the derived buyers");
              }
              if (each.reading() && !derive.grade.empty() && derive.annual_pd) {
                each.reject("grade", "is given beside annual_pd (allowed: one of the two)");
              }
            });
        if (!inner.reading()) return;
        if (source.repeat && source.sales_plan)
          inner.reject("repeat_last_12_months", "is given beside a sales_plan (allowed: one of the two)");
        if (source.repeat && !source.invoices)
          inner.reject("repeat_last_12_months", "needs an invoices file to repeat");
        if (!source.buyers && !source.invoices) inner.reject("", "names no book (allowed: buyers, invoices or both)");
        if (source.derive_buyers && source.buyers) {
          inner.reject("derive_buyers", "does not apply: there is a buyers file");
        }
        if (source.derive_buyers && !source.invoices) inner.reject("derive_buyers", "needs an invoices file");
        if (!source.buyers && source.invoices && !source.derive_buyers) {
          inner.reject("invoices", "has no buyers: name a buyers file, or derive_buyers");
        }
      });
}

}  // namespace delcredere::config
