#pragma once

namespace cadis {

/// One callable of several, for std::visit: `std::visit(Overloaded{[](int) {}, [](double) {}}, v)`.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 does not deduce it by itself

}  // namespace cadis
