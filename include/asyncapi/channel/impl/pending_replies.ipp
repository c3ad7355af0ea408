#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/pending_replies.hpp>
#include <asyncapi/channel/subscription.hpp>
#include <asyncapi/codec/correlation.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/middleware.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

struct pending_reply {
    pending_reply(const asio::any_io_executor& executor, const std::shared_ptr<time_source>& time)
        : arrived{executor, time} {}
    event arrived;
    std::optional<delivery> reply;
};

/// Joins replies to requests. Each request has a reply address of its own, so that a correlation
/// id, which a whole conversation shares, need not be unique. Where replies come to an address of
/// the contract, or without metadata, the correlation id has to do it.
class pending_replies : public std::enable_shared_from_this<pending_replies> {
public:
    pending_replies(any_transport wire, std::string_view operation, std::string_view fixed_address,
                    correlation_location in_reply, requester_options options)
        : wire_{std::move(wire)}, operation_{operation}, correlation_{in_reply}, options_{options} {
        by_correlation_ = !fixed_address.empty() || !wire_->get_capabilities().metadata;
        base_ = fixed_address.empty()
                    ? wire_->reply_address("r" + metadata::make_id().substr(0, 12))
                    : std::string{fixed_address};
    }

    result<void> start() {
        const address_template filter{by_correlation_ ? base_ : base_ + "/{request}"};
        replies_ = std::make_shared<subscription_state>(wire_, filter, consumer_options{});
        replies_->set_channel(operation_ + " replies");
        return replies_->start(
            [weak = weak_from_this()](const auto&, delivery&& reply) {
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

    /// Registers a request, and completes `options` with what its reply will be known by.
    result<request_ticket> expect(send_options& options) {
        if (waiting_.size() >= options_.max_in_flight) {
            return error{errc::would_block, "too many requests await a reply"};
        }
        std::string key;
        if (by_correlation_) {
            if (options.correlation_id.empty() || waiting_.contains(options.correlation_id)) {
                options.correlation_id = metadata::make_id();
            }
            key = options.correlation_id;
            options.reply_address = base_;
        } else {
            options.reply_address = base_ + "/" + std::to_string(++number_);
            key = options.reply_address;
        }
        auto waiting = std::make_shared<pending_reply>(wire_.get_executor(), wire_->time());
        waiting_[key] = waiting;
        ++counters_.requests;
        return request_ticket{shared_from_this(), std::move(key), std::move(waiting)};
    }

    /// The payload can hold an id of its own, which then is what the reply will carry.
    result<void> sent_as(request_ticket& request, const std::string& correlation_id) {
        if (!by_correlation_ || request.key_ == correlation_id) return {};
        if (!waiting_.try_emplace(correlation_id, request.waiting_).second) {
            return error{errc::would_block,
                         "a request with this correlation id already awaits its reply"};
        }
        waiting_.erase(std::exchange(request.key_, correlation_id));
        return {};
    }

    void forget(const std::string& key) { waiting_.erase(key); }

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
    std::string operation_;
    correlation correlation_;
    requester_options options_;
    std::string base_;
    bool by_correlation_ = false;
    std::uint64_t number_ = 0;
    std::map<std::string, std::shared_ptr<pending_reply>> waiting_;
    std::shared_ptr<subscription_state> replies_;
    requester_counters counters_;
};

ASYNCAPI_DECL request_ticket::request_ticket(std::shared_ptr<pending_replies> owner,
                                             std::string key,
                                             std::shared_ptr<pending_reply> waiting)
    : owner_{std::move(owner)}, key_{std::move(key)}, waiting_{std::move(waiting)} {}
ASYNCAPI_DECL request_ticket::request_ticket(request_ticket&&) noexcept = default;
ASYNCAPI_DECL request_ticket::~request_ticket() {
    if (owner_) owner_->forget(key_);
}

ASYNCAPI_DECL requesting::requesting(any_transport wire, std::string_view address,
                                     std::string_view reply_address, correlation_location in_reply,
                                     bool ids_in_payloads, requester_options options)
    : address_{address} {
    const bool has_metadata = wire->get_capabilities().metadata;
    // Without metadata replies are told apart by what the payload holds, and all come to this
    // transport.
    if (reply_address.empty() && !has_metadata) reply_address = address;
    pending_ = std::make_shared<pending_replies>(std::move(wire), address, reply_address, in_reply,
                                                 options);
    if (!has_metadata && !ids_in_payloads) {
        broken_ = error{errc::unsupported,
                        "without metadata, request and reply need a correlation_id in their "
                        "payloads: \"$message.payload#/...\""};
    } else if (auto started = pending_->start(); !started) {
        broken_ = started.error();
    }
}

ASYNCAPI_DECL requesting::requesting(requesting&&) noexcept = default;
ASYNCAPI_DECL requesting::~requesting() {
    if (pending_) pending_->stop();
}

ASYNCAPI_DECL const any_transport& requesting::wire() const noexcept {
    return pending_->wire();
}
ASYNCAPI_DECL requester_counters requesting::counters() const {
    return pending_->counters();
}

ASYNCAPI_DECL result<request_ticket> requesting::begin(const outgoing_message& message,
                                                       const void* payload, send_options options,
                                                       std::chrono::milliseconds within) const {
    if (broken_) return *broken_;
    if (!options.expires_in) options.expires_in = within;
    // Within a handler a request belongs to the conversation of the message being handled.
    if (options.correlation_id.empty()) {
        const auto* cause = options.following ? &*options.following : ambient_context();
        if (cause != nullptr) options.correlation_id = cause->correlation_id;
    }
    auto expected = pending_->expect(options);
    if (!expected) return expected;
    const auto accepted = send_message(pending_->wire(), address_, message, payload, options);
    if (!accepted) return accepted.error();
    if (auto known = pending_->sent_as(*expected, accepted->correlation_id); !known)
        return known.error();
    expected->address_ = address_.text();
    return expected;
}

ASYNCAPI_DECL asio::awaitable<result<void>> requesting::end(const result<request_ticket>& sent,
                                                            time_source::time_point deadline,
                                                            const incoming_messages& messages,
                                                            void* payload, received_base& into) {
    if (!sent) co_return sent.error();
    const auto waiting = sent->waiting_;
    if (!waiting->reply) {
        if (sent->owner_->replies()->closed()) co_return errc::closed;
        const auto waited = co_await waiting->arrived.wait(deadline);
        if (!waited && !waiting->reply) co_return waited.error();
    }
    auto reply = *std::move(waiting->reply);
    if (auto refused = error_in_reply(reply)) co_return *std::move(refused);
    auto& with = into.metadata;
    with = reply.metadata;
    const message_origin origin{sent->owner_->wire().rules().get(), sent->address_,
                                message_way::received_reply};
    const auto& state = *sent->owner_->replies();
    if (auto decoded = decode_delivery(reply, with, messages, payload, origin); !decoded) {
        for_each_middleware(state.wire(), [&](middleware& each) {
            each.on_rejected({state.channel(), reply, decoded.error()});
        });
        co_return decoded.error();
    }
    for_each_middleware(state.wire(), [&](middleware& each) {
        each.on_accepted(
            {state.channel(), reply.address, reply.payload, with, reply.attempt, reply.tag, false});
    });
    into.settle_.begin(sent->owner_->replies(), std::move(reply));
    into.acknowledge();
    co_return result<void>{};
}

}  // namespace asyncapi::detail
