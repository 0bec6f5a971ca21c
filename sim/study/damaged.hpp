#pragma once

#include "base/errors.hpp"

namespace cadis {

/// Something in a study's store that is not as Cadis wrote it. ResultStore::checked() says where.
class DamagedError : public Error {
  using Error::Error;
};

}  // namespace cadis
