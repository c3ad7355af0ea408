#pragma once

#include <asyncapi/channel/error_reply.hpp>
#include <asyncapi/channel/handling.hpp>
#include <asyncapi/channel/outgoing.hpp>
#include <asyncapi/consumer.hpp>
#include <asyncapi/detail/config.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

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

/// A reply that is to be encoded: which of the operation's replies, and its payload. Views both.
struct reply_view {
    const outgoing_message* message;
    const void* payload;
};

template <class... Replies>
reply_view view_reply(const typename payloads<Replies...>::type& reply) {
    static constexpr const outgoing_message* all[] = {&outgoing_of<Replies>...};
    if constexpr (sizeof...(Replies) == 1)
        return {all[0], &reply};
    else
        return {all[reply.index()],
                std::visit([](const auto& held) -> const void* { return &held; }, reply)};
}

/// Answers requests: what a responder and its coroutines share.
class answering {
public:
    /// \param address        of the operation
    /// \param reply_address  of the contract; empty: the request's own
    answering(any_transport wire, std::string_view address, std::string_view reply_address)
        : wire_{std::move(wire)}, address_{address}, reply_address_{reply_address} {}

    bool has_address() const noexcept { return !reply_address_.empty(); }

    result<std::string> encode(const reply_view& reply, const metadata& request,
                               metadata& with) const;

    /// Sends what was encoded, or says that there will be no reply.
    static asio::awaitable<void> reply_to(std::shared_ptr<const answering> self, metadata request,
                                          result<std::string> text, metadata with);

    /// A reply for a request that was refused; best effort, as there is nobody to wait.
    void refuse_with(const reply_view& reply, const metadata& request) const;
    void refuse(const rejection& refused) const;

private:
    const std::string& destination(const metadata& request) const;

    any_transport wire_;
    std::string address_;
    std::string reply_address_;
};

}  // namespace detail

/// Answers the requests of an operation. Destroying it ends the subscription.
template <class Request, class... Replies>
class responder {
public:
    using request_type = received<Request>;
    using reply_type = typename detail::payloads<Replies...>::type;
    /// Makes the reply for a request that does not satisfy its contract, or whose handler failed on
    /// its last attempt; none: the standard error reply.
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
        auto answers = std::make_shared<const detail::answering>(wire, operation.address,
                                                                 operation.reply_address);
        if (rejected && options.on_bad_message == bad_message::drop)
            options.on_bad_message = bad_message::reject;
        auto tell = refusals(answers, std::move(rejected));
        auto answer = [answers, call = std::move(handler)](request_type& request) mutable {
            return handle(answers, call, request);
        };
        using handling = detail::handling_by<decltype(answer), Request>;
        subscription_ = subscription{detail::start_handling(
            std::move(wire), address_template{operation.address},
            std::make_shared<handling>(std::move(answer)), std::move(options), std::move(tell))};
    }

    // The request and the handler outlive the coroutine.
    template <class Handler>
    static asio::awaitable<void> handle(std::shared_ptr<const detail::answering> answers,
                                        Handler& call, request_type& request) {
        using returned = std::invoke_result_t<Handler&, request_type&>;
        if constexpr (detail::is_awaitable<returned>)
            return handle_later(std::move(answers), call, request);
        else
            return reply(std::move(answers), request, as_reply(call(request)));
    }

    template <class Handler>
    static asio::awaitable<void> handle_later(std::shared_ptr<const detail::answering> answers,
                                              Handler& call, request_type& request) {
        auto work = call(request);
        auto value = co_await std::move(work);
        auto sending = reply(std::move(answers), request, as_reply(std::move(value)));
        co_await std::move(sending);
    }

    static asio::awaitable<void> reply(std::shared_ptr<const detail::answering> answers,
                                       const request_type& request,
                                       const result<reply_type>& value) {
        metadata with;
        auto text =
            value ? answers->encode(detail::view_reply<Replies...>(*value), request.metadata, with)
                  : result<std::string>{value.error()};
        return detail::answering::reply_to(std::move(answers), request.metadata, std::move(text),
                                           std::move(with));
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
    static detail::tell_sender refusals(std::shared_ptr<const detail::answering> answers,
                                        on_rejected rejected) {
        return [answers = std::move(answers),
                rejected = std::move(rejected)](const rejection& refused) {
            if (auto copy = refused.message; detail::recognise_error(copy)) return;
            const auto reply = rejected ? rejected(refused) : std::nullopt;
            if (reply)
                answers->refuse_with(detail::view_reply<Replies...>(*reply),
                                     refused.message.metadata);
            else
                answers->refuse(refused);
        };
    }

    subscription subscription_;
};

template <class Request, class... Replies, class... More>
responder(any_transport, operation_object<Request, Replies...>, More...)
    -> responder<Request, Replies...>;

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/impl/responder.ipp>
#endif
