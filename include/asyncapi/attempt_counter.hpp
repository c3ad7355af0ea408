#pragma once

#include <asyncapi/result.hpp>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace asyncapi {

/// Counts how often a message came again to a handler, by its id and beyond the life of a process:
/// for transports that say of a message that it is not the first time, and not which time it is.
///
/// Only what comes again is counted, so a message that is handled at once costs nothing. Give one
/// to each consumer, or one to all consumers of a group. Belongs to the executor of those who use
/// it.
class attempt_counter {
public:
    using wall_time = std::chrono::system_clock::time_point;

    virtual ~attempt_counter() = default;

    /// A handler gets the message next, and not for the first time.
    ///
    /// \return how often this happened, this time included, once that is safe; an error where it
    ///         cannot be known: then the message waits
    virtual result<std::uint32_t> begin(std::string_view id, wall_time now) = 0;

    /// It was given back without having failed: the last time does not count.
    virtual result<void> give_back(std::string_view id) = 0;

    /// It is settled, and need not be known any more.
    virtual result<void> end(std::string_view id) = 0;
};

}  // namespace asyncapi
