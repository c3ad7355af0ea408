#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/handling.hpp>
#include <asyncapi/consumer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace asyncapi {
namespace detail {

template <class T>
struct awaited {
    using type = T;
};
template <class T, class E>
struct awaited<asio::awaitable<T, E>> {
    using type = T;
};
template <class T>
struct unwrapped_result {
    using type = T;
};
template <class T>
struct unwrapped_result<result<T>> {
    using type = T;
};

/// Encodes a reply as the one reply message its type belongs to.
template <class... Replies>
result<std::string> encode_reply(const typename payloads<Replies...>::type& reply, metadata& with) {
    if constexpr (sizeof...(Replies) == 1) {
        return message_codec<Replies...>::encode(reply, with);
    } else {
        result<std::string> text{errc::contract_violation};
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const auto attempt = [&]<std::size_t At, class M>(
                                     std::integral_constant<std::size_t, At>,
                                     std::type_identity<M>) {
                if (const auto* held = std::get_if<At>(&reply))
                    text = message_codec<M>::encode(*held, with);
            };
            (attempt(std::integral_constant<std::size_t, I>{}, std::type_identity<Replies>{}), ...);
        }
        (std::index_sequence_for<Replies...>{});
        return text;
    }
}

/// Answers requests: what a responder and its coroutine share.
template <class Request, class... Replies>
struct answering {
    using reply_type = typename payloads<Replies...>::type;

    any_transport wire;
    std::string reply_address;  // of the contract; empty: the request's own

    static metadata start(const any_transport& wire, const metadata& request) {
        send_options options;
        options.following = message_context::of(request);
        return start_metadata(options, wire);
    }

    const std::string& destination(const metadata& request) const {
        return request.reply_address.empty() ? reply_address : request.reply_address;
    }

    /// A reply for a request that was refused; best effort, as there is nobody to wait.
    void refuse_with(const reply_type& reply, const metadata& request) const {
        if (destination(request).empty()) return;
        auto with = start(wire, request);
        if (const auto text = encode_reply<Replies...>(reply, with)) {
            static_cast<void>(publish(wire, destination(request), *text, with));
        }
    }

    static asio::awaitable<void> reply_to(std::shared_ptr<answering> self, const metadata& request,
                                          result<reply_type> reply) {
        if (self->destination(request).empty()) co_return;
        if (!reply) {
            send_error_reply(self->wire, request, self->destination(request), reply.error());
            co_return;
        }
        auto with = start(self->wire, request);
        const auto text = encode_reply<Replies...>(*reply, with);
        if (!text) {
            // The handler broke the contract; the requester must not wait for its deadline to hear
            // of it.
            send_error_reply(self->wire, request, self->destination(request), text.error());
            co_return;
        }
        for (;;) {
            const auto accepted = publish(self->wire, self->destination(request), *text, with);
            if (accepted || !(accepted.error() == errc::would_block)) co_return;
            const auto room = co_await self->wire->writable({});
            if (!room) co_return;
        }
    }
};

}  // namespace detail

/// Answers the requests of an operation. Destroying it ends the subscription.
template <class Request, class... Replies>
class responder {
public:
    using request_type = received<Request>;
    using reply_type = typename detail::payloads<Replies...>::type;
    /// Makes the reply for a request that does not satisfy its contract; none: the standard error
    /// reply.
    using on_rejected = std::function<std::optional<reply_type>(const rejection&)>;

    /// \param handler  `reply_type handler(received<Request>&)`, or one that returns
    /// `result<reply_type>` or an
    ///                 `asio::awaitable` of either; an error becomes an error reply, an exception a
    ///                 later try
    template <class Handler>
    responder(any_transport wire, const operation_object<Request, Replies...>& operation,
              Handler handler, on_rejected rejected = {}, consumer_options options = {}) {
        static_assert(answers_requests<Handler>(),
                      "the handler must take received<Request>&, or auto&, and return one of the "
                      "operation's replies, a result of it, or an awaitable of either");
        if constexpr (answers_requests<Handler>())
            start(std::move(wire), operation, std::move(handler), std::move(rejected),
                  std::move(options));
    }

    result<void> status() const { return subscription_.status(); }
    consumer_counters counters() const { return subscription_.counters(); }
    void close() { subscription_.close(); }

private:
    using answering_type = detail::answering<Request, Replies...>;

    template <class Handler>
    static constexpr bool answers_requests() {
        if constexpr (std::is_invocable_v<Handler&, request_type&>) {
            using returned = std::invoke_result_t<Handler&, request_type&>;
            using value =
                typename detail::unwrapped_result<typename detail::awaited<returned>::type>::type;
            return std::is_convertible_v<value, reply_type>;
        } else {
            return false;
        }
    }

    template <class Handler>
    void start(any_transport wire, const operation_object<Request, Replies...>& operation,
               Handler handler, on_rejected rejected, consumer_options options) {
        auto answers = std::make_shared<answering_type>(
            answering_type{wire, std::string{operation.reply_address}});
        auto call = std::make_shared<Handler>(std::move(handler));
        if (rejected || !operation.reply_address.empty())
            take_over_refusals(options, answers, std::move(rejected));
        subscription_ = subscription{detail::start_handling<Request>(
            std::move(wire), address_template{operation.address},
            [answers, call](request_type& request) -> asio::awaitable<void> {
                return handle<Handler>(answers, call, request);
            },
            std::move(options))};
    }

    template <class Handler>
    static asio::awaitable<void> handle(std::shared_ptr<answering_type> answers,
                                        std::shared_ptr<Handler> call, request_type& request) {
        using returned = std::invoke_result_t<Handler&, request_type&>;
        if constexpr (detail::is_awaitable<returned>) {
            auto work = (*call)(request);
            auto value = co_await std::move(work);
            result<reply_type> reply = as_reply(std::move(value));
            co_await answering_type::reply_to(answers, request.metadata, std::move(reply));
        } else {
            result<reply_type> reply = as_reply((*call)(request));
            co_await answering_type::reply_to(answers, request.metadata, std::move(reply));
        }
    }

    template <class T>
    static result<reply_type> as_reply(result<T> value) {
        if (!value) return value.error();
        return reply_type{*std::move(value)};
    }
    template <class T>
    static result<reply_type> as_reply(T value) {
        return reply_type{std::move(value)};
    }

    // A reply of the contract takes the place of the standard error reply, and both go where
    // replies go, which a consumer does not know.
    static void take_over_refusals(consumer_options& options,
                                   std::shared_ptr<answering_type> answers, on_rejected rejected) {
        const bool tell = rejected || options.on_bad_message == bad_message::reject;
        options.on_rejected = [answers, tell, rejected = std::move(rejected),
                               also = std::move(options.on_rejected)](const rejection& refused) {
            if (also) also(refused);
            if (auto copy = refused.message; detail::recognise_error(copy)) return;
            const auto& request = refused.message.metadata;
            const auto reply = rejected ? rejected(refused) : std::nullopt;
            if (reply)
                answers->refuse_with(*reply, request);
            else if (tell)
                detail::send_refusal(answers->wire, refused.message, answers->destination(request),
                                     refused.why);
        };
        options.on_bad_message = bad_message::drop;
    }

    subscription subscription_;
};

template <class Request, class... Replies, class... More>
responder(any_transport, operation_object<Request, Replies...>, More...)
    -> responder<Request, Replies...>;

}  // namespace asyncapi
