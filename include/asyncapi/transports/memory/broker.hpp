#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/transports/memory/options.hpp>

#include <memory>

namespace asyncapi::memory {

namespace detail {
class hub;
}
class transport;

/// A message broker inside the process, as a handle: copies share the queues.
///
/// Transports of any executors and threads may share it. A subscription without a group has a
/// queue of its own; all subscriptions with one group and one filter share a queue, which lives
/// until the last of them leaves: what it still holds is then discarded and counted as `abandoned`.
/// A message that no subscription matches is counted as `unroutable`, and its publisher succeeds.
///
/// Nothing is kept for subscriptions that come later. One subscriber that does not settle what it
/// gets ends up blocking every publisher to it: `would_block` means that one queue is full.
class broker {
public:
    explicit broker(broker_options options = {});

    const broker_options& options() const noexcept;
    broker_statistics statistics() const;

private:
    friend class transport;

    std::shared_ptr<detail::hub> hub_;
};

}  // namespace asyncapi::memory

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/memory/impl/broker.ipp>
#endif
