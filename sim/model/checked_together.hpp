#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace cadis {

/// Sets of a scenario's top-level keys. Whether ScenarioDocument::read() finds a problem follows
/// from the values of one of these sets: it holds for each problem that there is a set such that
/// every document with the same values of its keys has the problem, too, or another one. So a study
/// that has read every combination of each set's values has found what reading all of its cells
/// finds. A key that is in no set stands for itself.
///
/// What a new check of a reader compares must be in one set; tests/property/test_study_checks.cpp
/// looks for checks that are not.
std::span<const std::vector<std::string_view>> checked_together();

}  // namespace cadis
