#pragma once

namespace cadis::test {

/// Whether this build has sanitizers, under which all is several times as slow. Two kinds of tests
/// are left out of it by `doctest::skip(is_sanitized)`: large samples of what other tests run in
/// small, and the work of other programs, which sanitizers do not see. docs/validation.md names
/// them.
#ifdef __SANITIZE_ADDRESS__
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// How many of `count` random cases are run: a fifth of them under sanitizers.
constexpr int random_cases(int count) { return is_sanitized ? count / 5 : count; }

}  // namespace cadis::test
