#pragma once

#include <stdexcept>

namespace cadis {

/// Something in a study's store that is not as Cadis wrote it. ResultStore::checked() says where.
class DamagedError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace cadis
