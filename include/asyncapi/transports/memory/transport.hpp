#pragma once

#include <asyncapi/transport.hpp>
#include <asyncapi/transports/memory/broker.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace asyncapi::memory {

namespace detail {
class session;
}

/// A connection to a broker in this process, as a handle: copies share it, and it ends with the
/// last of them, with `close()`, or with the context of its executor.
///
/// - `would_block`: a queue that matches is full, and no queue took the message. `writable()` then
///   waits for that queue, the one of the last refusal.
/// - `drained()` completes at once: what `try_publish` accepted is in the queues, which is all that
///   a broker's receipt says. `load()` tells what this transport published and no consumer has
///   settled yet.
/// - Order is kept from each publisher to each subscription, except for what comes back: that is
///   delivered again before what still waits.
/// - `release()` gives back at once, to the next consumer whose turn it is, perhaps the same.
/// - Filters that could match the replies of another transport are `unauthorized`, or do not match
///   them: replies go only to filters that begin with `reply_address("")`.
/// - A prefetch of 0 counts as 1.
/// - A subscription gets up to 16 messages in one turn of its executor; then others there have
///   theirs.
/// - Handlers are destroyed by `unsubscribe` and `close`, a running one when it returns. A handler
///   that owns its transport keeps it until then.
class transport {
public:
    /// \param executor  runs one handler at a time: of a single-threaded context, or a strand
    transport(const asio::any_io_executor& executor, const broker& through);

    /// Makes a broker of its own.
    explicit transport(const asio::any_io_executor& executor);

    std::shared_ptr<transport_interface> interface() const;
    void close() const;

private:
    std::shared_ptr<detail::session> session_;
};

}  // namespace asyncapi::memory

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/transports/memory/impl/transport.ipp>
#endif
