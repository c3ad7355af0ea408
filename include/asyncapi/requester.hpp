#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/message.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace asyncapi {

struct requester_options {
    std::size_t max_in_flight = 1024;  ///< requests that await a reply; one more is `would_block`
};

struct requester_counters {
    std::uint64_t requests = 0;
    std::uint64_t replies = 0;
    std::uint64_t unexpected = 0;  ///< replies that came late, twice or for nobody; dropped
};

namespace detail {

/// Joins replies to requests. Each request has a reply address of its own, so that a correlation
/// id, which a whole conversation shares, need not be unique. Where replies come to an address of
/// the contract, or without metadata, the correlation id has to do it.
class pending_replies : public std::enable_shared_from_this<pending_replies> {
public:
    pending_replies(any_transport wire, std::string_view fixed_address,
                    correlation_location in_reply, requester_options options)
        : wire_{std::move(wire)}, correlation_{in_reply}, options_{options} {
        by_correlation_ = !fixed_address.empty() || !wire_->get_capabilities().metadata;
        base_ = fixed_address.empty()
                    ? wire_->reply_address("r" + metadata::make_id().substr(0, 12))
                    : std::string{fixed_address};
    }

    result<void> start() {
        const address_template filter{by_correlation_ ? base_ : base_ + "/{request}"};
        replies_ = std::make_shared<subscription_state>(wire_, filter, consumer_options{});
        return replies_->start(
            [weak = weak_from_this()](delivery reply) {
                if (const auto alive = weak.lock()) alive->take(std::move(reply));
            },
            [weak = weak_from_this()] {
                if (const auto alive = weak.lock()) alive->end();
            });
    }

    /// All requests that still wait complete with `closed`.
    void stop() {
        if (replies_) replies_->stop();
        end();
    }

    struct entry {
        entry(const asio::any_io_executor& executor, const std::shared_ptr<time_source>& time)
            : arrived{executor, time} {}
        event arrived;
        std::optional<delivery> reply;
    };

    /// A request that is on its way; leaving its scope forgets it.
    struct ticket {
        std::shared_ptr<pending_replies> owner;
        std::string key;
        std::shared_ptr<entry> waiting;

        ticket(std::shared_ptr<pending_replies> of, std::string by, std::shared_ptr<entry> on)
            : owner{std::move(of)}, key{std::move(by)}, waiting{std::move(on)} {}
        ticket(ticket&&) = default;
        ticket& operator=(ticket&&) = delete;
        ~ticket() {
            if (owner) owner->waiting_.erase(key);
        }
    };

    /// Registers a request, and completes `options` with what its reply will be known by.
    result<ticket> expect(send_options& options) {
        if (waiting_.size() >= options_.max_in_flight) {
            return error{errc::would_block, "too many requests await a reply"};
        }
        std::string key;
        if (by_correlation_) {
            if (options.correlation_id.empty() || waiting_.contains(options.correlation_id)) {
                options.correlation_id = metadata::make_id();
            }
            key = options.correlation_id;
            if (wire_->get_capabilities().metadata) options.reply_address = base_;
        } else {
            options.reply_address = base_ + "/" + std::to_string(++number_);
            key = options.reply_address;
        }
        auto waiting = std::make_shared<entry>(wire_.get_executor(), wire_->time());
        waiting_[key] = waiting;
        ++counters_.requests;
        return ticket{shared_from_this(), std::move(key), std::move(waiting)};
    }

    /// The payload can hold an id of its own, which then is what the reply will carry.
    result<void> sent_as(ticket& request, const std::string& correlation_id) {
        if (!by_correlation_ || request.key == correlation_id) return {};
        if (!waiting_.try_emplace(correlation_id, request.waiting).second) {
            return error{errc::would_block,
                         "a request with this correlation id already awaits its reply"};
        }
        waiting_.erase(std::exchange(request.key, correlation_id));
        return {};
    }

    const any_transport& wire() const noexcept { return wire_; }
    const std::shared_ptr<subscription_state>& replies() const noexcept { return replies_; }
    requester_counters& counters() noexcept { return counters_; }

private:
    void take(delivery reply) {
        replies_->acknowledge(reply.tag);
        if (by_correlation_) recognise_error(reply);
        const auto found = waiting_.find(by_correlation_ ? correlation_of(reply) : reply.address);
        if (found == waiting_.end() || found->second->reply) {
            ++counters_.unexpected;
            return;
        }
        ++counters_.replies;
        found->second->reply = std::move(reply);
        found->second->arrived.notify_all();
    }

    void end() {
        for (const auto& [key, each] : waiting_) each->arrived.wake_all(errc::closed);
    }

    std::string correlation_of(const delivery& reply) const {
        auto with = reply.metadata;
        if (const auto json = validation::parse_json(reply.payload)) correlation_.take(with, *json);
        return with.correlation_id;
    }

    any_transport wire_;
    correlation correlation_;
    requester_options options_;
    std::string base_;
    bool by_correlation_ = false;
    std::uint64_t number_ = 0;
    std::map<std::string, std::shared_ptr<entry>> waiting_;
    std::shared_ptr<subscription_state> replies_;
    requester_counters counters_;
};

}  // namespace detail

/// Sends the requests of an operation and awaits their replies; any number at a time, in any order.
template <class Request, class... Replies>
class requester {
public:
    using request_type = detail::payload_t<Request>;
    using reply_type = received<Replies...>;

    requester(any_transport wire, const operation_object<Request, Replies...>& operation,
              requester_options options = {})
        : address_{operation.address}, pending_{make_pending(std::move(wire), operation, options)} {
        if (!pending_->wire()->get_capabilities().metadata && !ids_in_payloads()) {
            broken_ = error{errc::unsupported,
                            "without metadata, request and reply need a correlation_id in their "
                            "payloads: \"$message.payload#/...\""};
        } else if (auto started = pending_->start(); !started) {
            broken_ = started.error();
        }
    }

    requester(requester&&) = default;
    requester& operator=(requester&&) = delete;
    ~requester() {
        if (pending_) pending_->stop();
    }

    /// Sends `payload` and awaits the reply. The request is checked and sent when this is called,
    /// not when it is awaited.
    ///
    /// \return `timed_out` when no reply came in time, `rejected` when the other side refused the
    ///         request, `contract_violation` when request or reply broke the contract, or what
    ///         `send` can return
    asio::awaitable<result<reply_type>> request(const request_type& payload,
                                                std::chrono::milliseconds within) {
        return wait(begin(payload, {}), pending_->wire()->time()->now() + within);
    }
    asio::awaitable<result<reply_type>> request(const request_type& payload,
                                                std::chrono::milliseconds within,
                                                const send_options& options) {
        return wait(begin(payload, options), pending_->wire()->time()->now() + within);
    }

    template <class Unused = void, class... Options>
    asio::awaitable<result<reply_type>> request(request_type&&, std::chrono::milliseconds within,
                                                const Options&...) {
        static_assert(!std::is_void_v<Unused>,
                      "give payload and options a name first, `quote_request about{...}; co_await "
                      "quotes.request(about, 2s)`: g++ 12 destroys twice what is built inside a "
                      "co_await expression");
        return wait(errc::cancelled, pending_->wire()->time()->now() + within);
    }
    template <class Unused = void>
    asio::awaitable<result<reply_type>> request(const request_type&,
                                                std::chrono::milliseconds within, send_options&&) {
        static_assert(!std::is_void_v<Unused>,
                      "give payload and options a name first, `quote_request about{...}; co_await "
                      "quotes.request(about, 2s)`: g++ 12 destroys twice what is built inside a "
                      "co_await expression");
        return wait(errc::cancelled, pending_->wire()->time()->now() + within);
    }

    requester_counters counters() const { return pending_->counters(); }

private:
    using ticket = detail::pending_replies::ticket;

    static constexpr bool ids_in_payloads() {
        constexpr auto in_payload = correlation_location::source::payload;
        return detail::message_traits<Request>::correlation.in == in_payload &&
               ((detail::message_traits<Replies>::correlation.in == in_payload) || ...);
    }

    static std::shared_ptr<detail::pending_replies> make_pending(
        any_transport wire, const operation_object<Request, Replies...>& operation,
        requester_options options) {
        // Without metadata replies are told apart by what the payload holds, and all come to this
        // transport.
        auto fixed = operation.reply_address;
        if (fixed.empty() && !wire->get_capabilities().metadata) fixed = operation.address;
        correlation_location in_reply;
        ((in_reply.in == correlation_location::source::none
              ? static_cast<void>(in_reply = detail::message_traits<Replies>::correlation)
              : static_cast<void>(0)),
         ...);
        return std::make_shared<detail::pending_replies>(std::move(wire), fixed, in_reply, options);
    }

    result<ticket> begin(const request_type& payload, send_options options) {
        if (broken_) return *broken_;
        // Within a handler a request belongs to the conversation of the message being handled.
        if (options.correlation_id.empty()) {
            const auto* cause = options.following ? &*options.following : detail::ambient_context();
            if (cause != nullptr) options.correlation_id = cause->correlation_id;
        }
        auto expected = pending_->expect(options);
        if (!expected) return expected;
        const auto accepted =
            detail::send_message<Request>(pending_->wire(), address_, payload, options);
        if (!accepted) return accepted.error();
        if (auto known = pending_->sent_as(*expected, accepted->correlation_id); !known)
            return known.error();
        return expected;
    }

    static asio::awaitable<result<reply_type>> wait(result<ticket> sent,
                                                    time_source::time_point deadline) {
        if (!sent) co_return sent.error();
        const auto waiting = sent->waiting;
        if (!waiting->reply) {
            const auto waited = co_await waiting->arrived.wait(deadline);
            if (!waited && !waiting->reply) co_return waited.error();
        }
        auto reply = *std::move(waiting->reply);
        if (auto refused = detail::error_in_reply(reply)) co_return *std::move(refused);
        auto with = reply.metadata;
        auto payload = detail::decode_delivery<Replies...>(reply, with);
        if (!payload) co_return payload.error();
        detail::settlement settled{sent->owner->replies(), reply};
        settled.acknowledge();
        co_return reply_type{*std::move(payload), std::move(with), std::move(settled)};
    }

    address_template address_;
    std::shared_ptr<detail::pending_replies> pending_;
    std::optional<error> broken_;
};

template <class Request, class... Replies, class... More>
requester(any_transport, operation_object<Request, Replies...>, More...)
    -> requester<Request, Replies...>;

}  // namespace asyncapi
