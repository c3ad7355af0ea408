#pragma once

#include <asyncapi/error.hpp>

#include <boost/system/system_error.hpp>

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace asyncapi {

/// A value or an `error`, with the names of `std::expected`.
///
/// `value()` throws `boost::system::system_error`; nothing else here does.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    template <class U = T>
    requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
             !std::is_same_v<std::remove_cvref_t<U>, error> &&
             !std::is_same_v<std::remove_cvref_t<U>, errc>) result(U&& value)
        : state_{std::in_place_index<0>, std::forward<U>(value)} {}
    result(asyncapi::error why) : state_{std::in_place_index<1>, std::move(why)} {}
    result(errc why) : result{asyncapi::error{why}} {}

    bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { return check(), **this; }
    const T& value() const& { return check(), **this; }
    T&& value() && { return check(), std::move(**this); }

    T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
    T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
    T* operator->() noexcept { return std::get_if<0>(&state_); }
    const T* operator->() const noexcept { return std::get_if<0>(&state_); }

    const asyncapi::error& error() const noexcept { return *std::get_if<1>(&state_); }

    template <class U>
    T value_or(U&& otherwise) && {
        return has_value() ? std::move(**this) : static_cast<T>(std::forward<U>(otherwise));
    }

private:
    void check() const {
        if (!has_value()) throw boost::system::system_error{error().code(), error().to_string()};
    }

    std::variant<T, asyncapi::error> state_;
};

template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;

    result() = default;
    result(asyncapi::error why) : why_{std::move(why)} {}
    result(errc why) : why_{asyncapi::error{why}} {}

    bool has_value() const noexcept { return !why_; }
    explicit operator bool() const noexcept { return has_value(); }

    void value() const {
        if (why_) throw boost::system::system_error{why_->code(), why_->to_string()};
    }

    const asyncapi::error& error() const noexcept { return *why_; }

private:
    std::optional<asyncapi::error> why_;
};

}  // namespace asyncapi
