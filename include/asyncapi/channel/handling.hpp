#pragma once

#include <asyncapi/channel/arrival.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace asyncapi::detail {

template <class T>
inline constexpr bool is_awaitable = false;
template <class T, class E>
inline constexpr bool is_awaitable<asio::awaitable<T, E>> = true;

template <class Returned>
inline constexpr bool is_handled = std::is_void_v<Returned>;
template <class E>
inline constexpr bool is_handled<asio::awaitable<void, E>> = true;

/// A handler of accepted messages: a plain function, or one that returns a coroutine.
template <class F, class... Ms>
concept message_handler = requires(F& handler, received<Ms...>& message) {
    requires is_handled<decltype(handler(message))>;
};

/// A message that was accepted, on its way through a handler.
class handled_message {
public:
    virtual ~handled_message() = default;
    virtual received_base& message() noexcept = 0;

    /// Calls the handler. It runs to its end, or as far as the coroutine that it returns.
    virtual asio::awaitable<void> handle() = 0;
};

/// A handler of accepted messages, whatever it and they are.
class handling {
public:
    virtual ~handling() = default;

    /// \return whether the handler's work is a coroutine; if not, `handle` has no result
    virtual bool is_coroutine() const noexcept = 0;

    /// \return nullptr when the delivery was refused
    virtual std::unique_ptr<handled_message> accept(
        const std::shared_ptr<subscription_state>& state, delivery&& from) = 0;
};

template <class... Ms>
std::optional<received<Ms...>> accept_as(const std::shared_ptr<subscription_state>& state,
                                         delivery&& from) {
    typename payloads<Ms...>::type payload{};
    auto rest = accept(state, std::move(from), incoming_of<Ms...>, &payload);
    if (!rest) return {};
    return std::optional<received<Ms...>>{std::in_place, std::move(payload),
                                          std::move(rest->metadata), std::move(rest->settle)};
}

/// \tparam F  called with `received<Ms...>&`; returns nothing or a coroutine
template <class F, class... Ms>
class handling_by final : public handling {
public:
    explicit handling_by(F handler) : handler_{std::move(handler)} {}

    bool is_coroutine() const noexcept override { return !std::is_void_v<returned>; }

    std::unique_ptr<handled_message> accept(const std::shared_ptr<subscription_state>& state,
                                            delivery&& from) override {
        auto message = accept_as<Ms...>(state, std::move(from));
        if (!message) return nullptr;
        return std::make_unique<handled>(handler_, *std::move(message));
    }

private:
    using returned = std::invoke_result_t<F&, received<Ms...>&>;

    class handled final : public handled_message {
    public:
        handled(F& handler, received<Ms...>&& message)
            : handler_{handler}, message_{std::move(message)} {}

        received_base& message() noexcept override { return message_; }
        asio::awaitable<void> handle() override {
            if constexpr (std::is_void_v<returned>) {
                handler_(message_);
                return {};
            } else {
                return handler_(message_);
            }
        }

    private:
        F& handler_;
        received<Ms...> message_;
    };

    F handler_;
};

/// Starts a subscription that calls a handler.
///
/// Its return acknowledges a message, an exception releases it.
/// \param tell  how the sender of a message is told that it was refused or given up
result<std::shared_ptr<subscription_state>> start_handling(any_transport wire,
                                                           address_template filter,
                                                           std::shared_ptr<handling> by,
                                                           consumer_options options,
                                                           tell_sender tell = {});

}  // namespace asyncapi::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/channel/impl/handling.ipp>
#endif
