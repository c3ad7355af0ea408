#pragma once

#include <asyncapi/error.hpp>

#include <boost/system/system_error.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

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
        : value_(std::forward<U>(value)), has_value_{true} {}
    result(asyncapi::error why) noexcept : error_{std::move(why)}, has_value_{false} {}
    result(errc why) noexcept : result{asyncapi::error{why}} {}

    result(const result& other) requires std::is_copy_constructible_v<T> { take(other); }
    result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        take(std::move(other));
    }
    result& operator=(const result& other) requires std::is_copy_constructible_v<T> {
        if (this != &other) replace(result{other});
        return *this;
    }
    result& operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        if (this != &other) replace(std::move(other));
        return *this;
    }
    ~result() { clear(); }

    bool has_value() const noexcept { return has_value_; }
    explicit operator bool() const noexcept { return has_value(); }

    T& value() & { return check(), **this; }
    const T& value() const& { return check(), **this; }
    T&& value() && { return check(), std::move(**this); }

    T& operator*() & noexcept { return value_; }
    const T& operator*() const& noexcept { return value_; }
    T&& operator*() && noexcept { return std::move(value_); }
    T* operator->() noexcept { return std::addressof(value_); }
    const T* operator->() const noexcept { return std::addressof(value_); }

    const asyncapi::error& error() const noexcept { return error_; }

    template <class U>
    T value_or(U&& otherwise) && {
        return has_value() ? std::move(**this) : static_cast<T>(std::forward<U>(otherwise));
    }

private:
    void check() const {
        if (!has_value()) throw boost::system::system_error{error().code(), error().to_string()};
    }

    template <class Other>
    void take(Other&& other) {
        if (other.has_value_)
            std::construct_at(std::addressof(value_), std::forward<Other>(other).value_);
        else
            std::construct_at(std::addressof(error_), std::forward<Other>(other).error_);
        has_value_ = other.has_value_;
    }

    void replace(result&& other) {
        clear();
        try {
            take(std::move(other));
        } catch (...) {
            std::construct_at(std::addressof(error_), errc::cancelled);
            has_value_ = false;
            throw;
        }
    }

    void clear() noexcept {
        if (has_value_)
            std::destroy_at(std::addressof(value_));
        else
            std::destroy_at(std::addressof(error_));
    }

    // A std::variant costs a user's file four times as much to compile.
    union {
        T value_;
        asyncapi::error error_;
    };
    bool has_value_;
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
