#pragma once

#include <string_view>

namespace cadis {

/// What an input that begins so is, where it is no text but packed or a program's own format, and
/// what to do about it; null where it may be text.
const char* packing_of(std::string_view beginning);

}  // namespace cadis
