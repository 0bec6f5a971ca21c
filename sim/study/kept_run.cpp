#include "study/kept_run.hpp"

#include "study/summary_codec.hpp"

namespace cadis {

std::optional<KeptRun> kept_run(const ResultStore& store, const StudyTitle& title,
                                const ResultStore::Planned& run) {
  if (!run.summary) return std::nullopt;
  return store.checked("run " + std::to_string(run.order) + " of its plan", [&] {
    const Summary summary = decode_summary(*run.summary);
    const std::vector<std::string> own = counted_names(summary);
    Totals totals = totals_of(summary);
    totals.counted = in_order_of(title.counted, own, totals.counted);
    KeptRun kept{figures_of(totals), summary.peeks, {}};
    if (title.has_one_seed) {
      if (const auto bytes = store.days(run.key)) {
        DayTotals days = decode_days(*bytes, own.size());
        for (Totals& day : days) day.counted = in_order_of(title.counted, own, day.counted);
        kept.without_day = without_each_day(totals, days);
      }
    }
    return std::optional(std::move(kept));
  });
}

const RunFigures& KeptRun::without(std::size_t day) const {
  if (day >= without_day.size()) throw DamagedError("has not the days of the run it goes with");
  return without_day[day];
}

std::optional<KeptRun> kept_run(const ResultStore& store, const StudyTitle& title,
                                std::int64_t order) {
  if (order < 0) return std::nullopt;
  const auto run = store.planned(order);
  return run ? kept_run(store, title, *run) : std::nullopt;
}

}  // namespace cadis
