#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/detail/event.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/transport.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {

struct settled_message;

namespace detail {

/// One subscription at a transport, shared by its consumer and the messages it handed out.
class subscription_state : public std::enable_shared_from_this<subscription_state> {
public:
    using on_delivery =
        unique_function<void(const std::shared_ptr<subscription_state>&, delivery&&)>;

    /// \param tell  how a sender is told that its message was refused or given up; none: by an
    ///              error reply
    subscription_state(any_transport wire, address_template filter, consumer_options options,
                       tell_sender tell = {});
    subscription_state(const subscription_state&) = delete;
    subscription_state& operator=(const subscription_state&) = delete;
    ~subscription_state();

    /// Starts to take deliveries: into the queue, or into `handler` where there is one.
    /// `on_end` is called once when they end.
    result<void> start(on_delivery handler = {}, unique_function<void()> on_end = {});
    void stop();

    /// \return the next delivery, or `closed`, `timed_out`, `cancelled`
    asio::awaitable<result<delivery>> next(std::optional<time_source::time_point> deadline);

    bool closed() const noexcept { return closed_; }
    const any_transport& wire() const noexcept { return wire_; }
    const address_template& filter() const noexcept { return filter_; }
    /// Whether it takes one address only, without parameters.
    bool is_concrete() const noexcept { return is_concrete_; }
    /// What the middleware of the handle knows it by.
    const std::string& channel() const noexcept { return channel_; }
    void set_channel(std::string name) { channel_ = std::move(name); }
    const consumer_options& options() const noexcept { return options_; }
    consumer_counters& counters() noexcept { return counters_; }

    void acknowledge(delivery_tag tag);
    void release(delivery_tag tag);

    /// Releases a delivery whose handler failed, after the pause for that attempt.
    void retry_later(delivery_tag tag, std::uint32_t attempt);

    /// Whether a failure on this attempt is the last.
    bool is_last(std::uint32_t attempt) const noexcept {
        return retry_.attempts != 0 && attempt >= retry_.attempts;
    }
    void give_up(delivery message, std::string_view why);
    /// One that no handler gets any more.
    void give_up_unhandled(delivery message);

    /// A handler is to get the message next: counts that, where somebody does.
    ///
    /// \return whether it may; false when its last attempt was before this one; an error when that
    ///         cannot be known now, and the message comes again later
    result<bool> begin_attempt(delivery& message, const std::string& id);

    /// Applies the policy for bad messages to one of them.
    ///
    /// \param own_correlation  what came in its metadata; in `message` stands what is known now
    void refuse(delivery message, const error& why, std::string own_correlation);
    void warn(const delivery& message, const error& why);

    /// Tells the middleware of the handle.
    void report(const settled_message& settled) const;

    /// Asked once for each message: whether it is one of the sample.
    bool holds_next_to_document() noexcept;

private:
    result<void> take_policy();
    result<void> check_policy() const;
    static void take(const std::shared_ptr<subscription_state>& self, delivery&& message);
    bool is_duplicate(const delivery& message);
    void drop_duplicate(delivery_tag tag, std::uint32_t attempt);
    /// What the deduplicator is told of a delivery.
    enum class ending { handled, buried, given_back };
    void end_handling(delivery_tag tag, ending how);
    void end_attempt(delivery_tag tag, ending how);
    void settle(delivery_tag tag, ending how);
    void ended();
    void tell(const rejection& letter) const;
    void report(const std::function<void(const rejection&)>& to, const rejection& what) const;
    void release_after(delivery_tag tag, std::chrono::milliseconds pause);

    /// Keeps a message where dead letters go, and settles it then.
    void bury(delivery message, error why);
    void buried(delivery_tag tag, std::uint32_t attempt, const result<void>& kept);
    static asio::awaitable<void> bury_at_address(std::shared_ptr<subscription_state> self,
                                                 delivery message, error why);
    static asio::awaitable<result<void>> hand_over(any_transport wire, std::string address,
                                                   delivery message);

    any_transport wire_;
    address_template filter_;
    bool is_concrete_;  // the filter
    std::string channel_;
    consumer_options options_;
    tell_sender tell_;
    retry retry_;
    event arrived_;
    std::deque<delivery> queue_;
    on_delivery on_delivery_;
    unique_function<void()> on_end_;
    std::optional<transport_interface::subscription_id> id_;
    std::map<std::uint64_t, time_source::ticket> pauses_;
    std::uint64_t pause_number_ = 0;
    std::map<std::uint64_t, std::string>
        under_way_;  // ids, by sequence, where there is a deduplicator
    std::map<std::uint64_t, std::string> attempted_;  // ids, by sequence, of those counted
    std::uint64_t judged_ = 0;
    consumer_counters counters_;
    bool closed_ = false;
};

}  // namespace detail
}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/subscription.ipp>
#endif
