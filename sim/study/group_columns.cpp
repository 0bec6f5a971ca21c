#include "study/group_columns.hpp"

#include <algorithm>

namespace cadis {

std::vector<std::string> group_header(const StudyTitle& title,
                                      const std::vector<std::string>& own) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < title.columns.size(); ++i) {
    if (!title.is_policy[i]) list.push_back(axis_title(title.columns[i], own));
  }
  list.insert(list.end(), own.begin(), own.end());
  return list;
}

void write_group(CsvWriter& row, const StudyTitle& title, const PlannedRun& run) {
  for (std::size_t column = 0; column < title.columns.size(); ++column) {
    if (!title.is_policy[column]) row.cell(run.titles[column]);
  }
}

std::string axis_title(const std::string& key, const std::vector<std::string>& taken) {
  return std::find(taken.begin(), taken.end(), key) == taken.end() ? key : "axis_" + key;
}

}  // namespace cadis
