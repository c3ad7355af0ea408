#pragma once

#include <asyncapi/address.hpp>
#include <asyncapi/detail/unique_function.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/time_source.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi {

class middleware;

namespace detail {
class contract_rules;
}

/// What a transport, as it is configured, can promise.
struct capabilities {
    bool metadata = true;  ///< metadata travel beside the payload; if not, only the payload does
    bool acknowledgement = true;        ///< what was not acknowledged is delivered again
    bool competing_consumers = true;    ///< `subscribe_options::group` is honoured
    bool wildcards = true;              ///< filters may hold `{parameters}`, `+` and `#`
    std::size_t max_payload_bytes = 0;  ///< largest payload it takes
};

/// A message on its way out. The views are read before `try_publish` returns.
struct outbound {
    std::string_view address;  ///< concrete
    std::string_view payload;
    const asyncapi::metadata* metadata = nullptr;  ///< never null
    bool binary = false;  ///< the payload is not text, where the transport knows the difference
    /// The message is worth nothing after so long; a transport may drop it then.
    std::optional<std::chrono::milliseconds> expires_in = {};
    /// Called at most once, on the executor and perhaps from inside `try_publish`, when a message
    /// that was accepted is refused for good after all, where the transport learns of it, or, with
    /// `timed_out`, was dropped because it had become too old. Such a message has left, as
    /// `drained` sees it. Must not throw.
    std::function<void(const error& why)> on_refused = {};
};

/// Names one delivery to one subscription, for `acknowledge` and `release`.
struct delivery_tag {
    std::uint64_t subscription = 0;
    std::uint64_t sequence = 0;
};

/// A message that arrived.
struct delivery {
    std::string address;
    std::string payload;
    asyncapi::metadata metadata;
    delivery_tag tag;
    std::uint32_t attempt = 1;  ///< 1 on the first delivery; more when it was delivered before
    bool binary = false;
    bool bare = false;      ///< the peer sent the payload only: it knows nothing of metadata
    bool retained = false;  ///< it was there before the subscription: the last one of its address
};

struct subscribe_options {
    /// Consumers of one group share the messages; without a group each consumer gets its own copy.
    std::string group = {};
    /// How many deliveries may be neither acknowledged nor released; then the transport holds back.
    std::size_t prefetch = 64;
};

/// How full the outbound queue is.
struct transport_load {
    std::size_t queued_messages = 0;
    std::size_t queued_bytes = 0;
};

/// What a transport implements. It is bound to one executor: every function is called there, and
/// every delivery handed over there, one at a time, never from inside `try_publish` or `subscribe`.
class transport_interface {
public:
    using subscription_id = std::uint64_t;
    /// What it leaves in the delivery, a transport may use again.
    using on_delivery = detail::unique_function<void(delivery&&)>;

    virtual ~transport_interface() = default;

    virtual asio::any_io_executor get_executor() const = 0;
    virtual const std::shared_ptr<time_source>& time() const = 0;
    virtual capabilities get_capabilities() const = 0;
    virtual transport_load load() const = 0;

    /// Accepts a message into the bounded outbound queue; never blocks, never waits for a peer.
    ///
    /// \return `would_block`, `too_large`, `not_connected`, `closed`; the message was then not
    /// accepted
    virtual result<void> try_publish(const outbound& message) = 0;

    /// Starts deliveries of what matches `filter`; remembered across reconnections.
    ///
    /// The handler is destroyed when the subscription ends, by `unsubscribe` or by `close`: that is
    /// how its owner learns of the end.
    virtual result<subscription_id> subscribe(const address_template& filter,
                                              const subscribe_options& options,
                                              on_delivery handler) = 0;

    /// Ends deliveries. What is not settled yet goes back, to be delivered to someone else where
    /// there is one.
    virtual void unsubscribe(subscription_id id) = 0;

    /// Settles a delivery: it is done. Unknown and already settled tags are ignored.
    virtual void acknowledge(delivery_tag tag) = 0;

    /// Gives a delivery back: it will be delivered again, `attempt` one higher.
    virtual void release(delivery_tag tag) = 0;

    /// An address at which only this transport's subscriptions receive, for replies; `token` is
    /// unique within it.
    virtual std::string reply_address(std::string_view token) const = 0;

    /// Completes when `try_publish` may succeed again.
    virtual asio::awaitable<result<void>> writable(
        std::optional<time_source::time_point> deadline) = 0;

    /// Completes when everything accepted so far has left: for a broker, when it confirmed receipt.
    virtual asio::awaitable<result<void>> drained(
        std::optional<time_source::time_point> deadline) = 0;

    /// Ends the transport in an orderly way; waits and subscriptions complete with `closed`.
    virtual void close() = 0;
};

/// Anything that can become an `any_transport`: a handle with `interface()`.
template <class T>
concept transport = requires(const T& handle) {
    { handle.interface() } -> std::convertible_to<std::shared_ptr<transport_interface>>;
};

/// A transport of any kind, as a handle: copies share the connection.
///
/// Call it on its executor only.
class any_transport {
public:
    any_transport() = default;
    explicit any_transport(std::shared_ptr<transport_interface> implementation)
        : implementation_{std::move(implementation)} {}

    template <transport T>
    requires(!std::same_as<std::remove_cvref_t<T>, any_transport>) any_transport(const T& handle)
        : implementation_{handle.interface()} {}

    explicit operator bool() const noexcept { return implementation_ != nullptr; }
    transport_interface* operator->() const noexcept { return implementation_.get(); }
    transport_interface& operator*() const noexcept { return *implementation_; }
    const std::shared_ptr<transport_interface>& interface() const noexcept {
        return implementation_;
    }

    asio::any_io_executor get_executor() const { return implementation_->get_executor(); }

    /// The document that messages on this handle are held to; nullptr: only to their C++ types.
    const std::shared_ptr<const detail::contract_rules>& rules() const noexcept { return rules_; }

    /// A handle of the same connection on which messages are held to a document.
    any_transport held_to(std::shared_ptr<const detail::contract_rules> rules) const {
        auto held = *this;
        held.rules_ = std::move(rules);
        return held;
    }

    /// What sees the messages on this handle, in the order in which it was added; may be nullptr.
    const std::shared_ptr<const std::vector<std::shared_ptr<middleware>>>& middlewares()
        const noexcept {
        return middlewares_;
    }

    /// A handle of the same connection on which `added` sees all messages as well.
    any_transport with(std::shared_ptr<middleware> added) const {
        auto all = middlewares_ ? *middlewares_ : std::vector<std::shared_ptr<middleware>>{};
        all.push_back(std::move(added));
        auto seen = *this;
        seen.middlewares_ =
            std::make_shared<const std::vector<std::shared_ptr<middleware>>>(std::move(all));
        return seen;
    }

private:
    std::shared_ptr<transport_interface> implementation_;
    std::shared_ptr<const detail::contract_rules> rules_;
    std::shared_ptr<const std::vector<std::shared_ptr<middleware>>> middlewares_;
};

}  // namespace asyncapi
