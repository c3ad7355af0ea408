#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace asyncapi::detail {

/// Copies into the memory that is there.
///
/// What was there before is often of the same size: an id, a name, nothing.
inline void copy_text(std::string_view from, std::string& to) {
    if (from.size() != to.size())
        to = from;
    else if (!from.empty())
        std::memcpy(to.data(), from.data(), from.size());
}

}  // namespace asyncapi::detail
