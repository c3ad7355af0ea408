#pragma once

#include <cstddef>

namespace asyncapi::validation {

/// Work that may still be done on one instance.
struct work_left {
    std::size_t steps = 100'000'000;  ///< as `compile_options::max_steps` counts them
    double slow_since = -1;  ///< processor time of the thread at the end of the last slow match
};

}  // namespace asyncapi::validation
