#include "study/plan.hpp"

#include <nlohmann/json.hpp>

#include "study/cell.hpp"
#include "study/stored_json.hpp"

namespace cadis {
namespace {

using Json = nlohmann::json;

PlannedRun planned_from(const Json& fields, const StudyTitle& title) {
  PlannedRun run;
  run.titles = fields.at(0).get<std::vector<std::string>>();
  if (run.titles.size() != title.columns.size())
    throw DamagedError("has not as many titles as the study has axes");
  run.policy = fields.at(1).get<std::string>();
  if (!fields.at(2).is_null()) run.seed = fields.at(2).get<std::uint64_t>();
  run.point = fields.at(3).get<std::uint64_t>();
  run.group = fields.at(4).get<std::uint64_t>();
  std::size_t at = 5;
  for (std::int64_t* order :
       {&run.static_small, &run.static_large, &run.blind, &run.static_mix, &run.oracle}) {
    *order = fields.at(at++).get<std::int64_t>();
  }
  return run;
}

}  // namespace

ResultStore::Bytes encode(const PlannedRun& run) {
  return Json::to_cbor(Json{run.titles, run.policy, run.seed ? Json(*run.seed) : Json(), run.point,
                            run.group, run.static_small, run.static_large, run.blind,
                            run.static_mix, run.oracle});
}

PlannedRun decode_planned(const ResultStore::Bytes& bytes, const StudyTitle& title) {
  return decode_stored([&] { return planned_from(read_stored_cbor(bytes), title); });
}

PlannedRun planned(const Grid& grid, std::size_t run) {
  const Run& of_grid = grid.runs[run];
  PlannedRun planned;
  planned.titles = titles(grid, of_grid);
  planned.policy = grid.policies[of_grid.policy].label;
  planned.seed = seed(grid, of_grid);
  planned.point = of_grid.point;
  planned.group = grid.group_of(of_grid);
  if (run >= grid.cells) return planned;
  const auto order = [&grid](std::uint32_t of) { return of == no_run ? -1 : grid.runs[of].order; };
  const References& references = grid.references[run];
  planned.static_small = order(references.static_small);
  planned.static_large = order(references.static_large);
  planned.blind = order(references.blind);
  planned.static_mix = order(references.static_mix);
  planned.oracle = order(references.oracle);
  return planned;
}

StudyTitle title_of(const Grid& grid) {
  StudyTitle title{grid.study.name, {}, {}, grid.study.has_one_seed(), grid.counted};
  for (const Axis& axis : grid.study.axes) {
    for (const std::string& column : axis.columns) {
      title.columns.push_back(column);
      title.is_policy.push_back(axis.is_policy());
    }
  }
  return title;
}

void write_title(const StudyTitle& title, ResultStore& store) {
  store.set_text(
      "title",
      Json{title.name, title.columns, title.is_policy, title.has_one_seed, title.counted}.dump());
}

void write_plan(const Grid& grid, ResultStore& store) {
  write_title(title_of(grid), store);
  store.clear_plan();
  for (std::size_t i = 0; i < grid.runs.size(); ++i) {
    store.plan(grid.runs[i].order, grid.keys[i], encode(planned(grid, i)));
  }
  store.commit();
}

StudyTitle read_title(const ResultStore& store) {
  return store.checked("its title", [&store] {
    const auto text = store.text("title");
    if (!text) throw DamagedError("is missing: no study has begun in it");
    const Json fields = read_stored_json(*text);
    StudyTitle title = decode_stored([&fields] {
      return StudyTitle{fields.at(0).get<std::string>(),
                        fields.at(1).get<std::vector<std::string>>(),
                        fields.at(2).get<std::vector<bool>>(), fields.at(3).get<bool>(),
                        fields.at(4).get<std::vector<std::string>>()};
    });
    if (title.columns.size() != title.is_policy.size())
      throw DamagedError("does not say of each axis whether it is the policy");
    return title;
  });
}

std::string describe(const StudyTitle& title, const PlannedRun& run) {
  std::string text = "policy=" + run.policy;
  for (std::size_t column = 0; column < title.columns.size(); ++column) {
    if (title.is_policy[column]) continue;
    text += " " + title.columns[column] + "=" + run.titles[column];
  }
  if (run.seed) text += " seed=" + std::to_string(*run.seed);
  return text;
}

}  // namespace cadis
