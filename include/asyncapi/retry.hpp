#pragma once

#include <chrono>
#include <cstdint>

namespace asyncapi {

/// When a message comes again whose handler failed, and how often.
///
/// The n-th pause is `initial` times `factor` to the power of n - 1, at most `max`.
struct retry {
    /// Deliveries, as the transport counts them, after which a failure is the last: the message
    /// is a dead letter then. 0: there is no last.
    std::uint32_t attempts = 0;
    std::chrono::milliseconds initial{100};
    std::chrono::milliseconds max{30'000};
    double factor = 2;
    double jitter = 0;  ///< the share of each pause that is left to chance, 0 to 1; it shortens
};

}  // namespace asyncapi
