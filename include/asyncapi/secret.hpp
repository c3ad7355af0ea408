#pragma once

#include <asyncapi/result.hpp>

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncapi {

/// A password, a key or a token, or a function that gives it: asked again for each connection, so
/// that what expires can be renewed.
///
/// It has no way into a stream or an error. The function is called on the executor of the transport
/// that asks, and must not throw.
class secret {
public:
    secret() = default;
    secret(std::string text)
        : give_{[text = std::move(text)]() -> result<std::string> { return text; }} {}
    secret(const char* text) : secret{std::string{text}} {}

    template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, secret> && std::invocable<F&> &&
             std::convertible_to<std::invoke_result_t<F&>, result<std::string>>) secret(F give)
        : give_{std::move(give)} {}

    explicit operator bool() const noexcept { return static_cast<bool>(give_); }

    /// \return the text; `unauthorized` where there is none, or why the function has none now
    result<std::string> get() const {
        if (!give_) return errc::unauthorized;
        return give_();
    }

private:
    std::function<result<std::string>()> give_;
};

}  // namespace asyncapi
