#pragma once

#include <asyncapi/channel/arrival.hpp>
#include <asyncapi/channel/received.hpp>
#include <asyncapi/context.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
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

/// A message on its way through a handler.
class handled_message {
public:
    virtual ~handled_message() = default;
    virtual received_base& message() noexcept = 0;

    /// \return false when the delivery was refused
    virtual bool accept(const std::shared_ptr<subscription_state>& state, delivery&& from) = 0;

    /// Calls the handler. It runs to its end, or as far as the coroutine that it returns.
    virtual asio::awaitable<void> handle() = 0;

    /// Takes back what was read into it, to be used for another message.
    virtual void clear() = 0;

    message_context context;  ///< of the message, while it is being handled
};

/// A handler of accepted messages, whatever it and they are.
class handling {
public:
    virtual ~handling() = default;

    /// \return whether the handler's work is a coroutine; if not, `handle` has no result
    virtual bool is_coroutine() const noexcept = 0;

    /// For a coroutine: a message to be accepted.
    virtual std::unique_ptr<handled_message> make() = 0;

    /// For a plain handler: deals with a delivery to the end.
    virtual void handle(const std::shared_ptr<subscription_state>& state, delivery&& from) = 0;
};

/// Accepts a delivery and runs a plain handler.
void handle_now(const std::shared_ptr<subscription_state>& state, handled_message& work,
                delivery&& from);

/// \tparam F  called with `received<Ms...>&`; returns nothing or a coroutine
template <class F, class... Ms>
class handling_by final : public handling {
public:
    explicit handling_by(F handler) : handler_{std::move(handler)} {}

    bool is_coroutine() const noexcept override { return !is_plain; }

    std::unique_ptr<handled_message> make() override {
        if constexpr (is_plain)
            return nullptr;
        else
            return std::make_unique<handled>(handler_);
    }

    void handle(const std::shared_ptr<subscription_state>& state, delivery&& from) override {
        if constexpr (is_plain) {
            // A handler that runs the executor comes here again, and finds none.
            auto work = std::exchange(spare_, nullptr);
            if (!work) work = std::make_unique<handled>(handler_);
            handle_now(state, *work, std::move(from));
            spare_ = std::move(work);
        }
    }

private:
    static constexpr bool is_plain = std::is_void_v<std::invoke_result_t<F&, received<Ms...>&>>;

    class handled final : public handled_message {
    public:
        explicit handled(F& handler) : handler_{handler}, message_{to_be_read{}} {}

        received_base& message() noexcept override { return message_; }
        bool accept(const std::shared_ptr<subscription_state>& state, delivery&& from) override {
            return detail::accept(state, std::move(from), incoming_of<Ms...>, &message_.payload,
                                  message_);
        }
        asio::awaitable<void> handle() override {
            if constexpr (is_plain) {
                handler_(message_);
                return {};
            } else {
                return handler_(message_);
            }
        }

        void clear() override { incoming_of<Ms...>.first->payload.reset(&message_.payload); }

    private:
        F& handler_;
        received<Ms...> message_;
    };

    F handler_;
    std::unique_ptr<handled> spare_;
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
