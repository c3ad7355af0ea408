#pragma once

#include <charconv>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// A JSON number with one form for each value: `1.0` and `1` are the same integer. A real is what
/// has a fraction or does not fit 64 bits.
class number {
public:
    enum class form { negative, natural, real };

    number(std::int64_t value) noexcept {
        if (value < 0) {
            form_ = form::negative;
            negative_ = value;
        } else {
            natural_ = static_cast<std::uint64_t>(value);
        }
    }
    number(std::uint64_t value) noexcept : natural_{value} {}
    number(double value) noexcept {
        constexpr double two_63 = 9223372036854775808.0;
        if (value != std::floor(value) || value < -two_63 || value >= 2 * two_63) {
            form_ = form::real;
            real_ = value;
        } else if (value < 0) {
            form_ = form::negative;
            negative_ = static_cast<std::int64_t>(value);
        } else {
            natural_ = static_cast<std::uint64_t>(value);
        }
    }

    template <class Value>
    static number of(const Value& json) {
        if (json.IsUint64()) return json.GetUint64();
        if (json.IsInt64()) return json.GetInt64();
        return json.GetDouble();
    }

    form which() const noexcept { return form_; }
    std::int64_t negative() const noexcept { return negative_; }
    std::uint64_t natural() const noexcept { return natural_; }
    double real() const noexcept { return real_; }

    bool is_integer() const noexcept {
        return form_ != form::real || (std::isfinite(real_) && real_ == std::floor(real_));
    }
    bool is_positive() const noexcept {
        return form_ == form::natural ? natural_ > 0 : form_ == form::real && real_ > 0;
    }

    friend std::partial_ordering operator<=>(number left, number right) noexcept {
        if (left.form_ == form::real && right.form_ == form::real)
            return left.real_ <=> right.real_;
        if (left.form_ == form::real) return 0 <=> (right <=> left);
        if (right.form_ == form::real) return left.against(right.real_);
        if (left.form_ != right.form_)
            return left.form_ == form::negative ? std::partial_ordering::less
                                                : std::partial_ordering::greater;
        if (left.form_ == form::negative) return left.negative_ <=> right.negative_;
        return left.natural_ <=> right.natural_;
    }
    friend bool operator==(number left, number right) noexcept { return (left <=> right) == 0; }

    std::string text() const {
        if (form_ == form::negative) return std::to_string(negative_);
        if (form_ == form::natural) return std::to_string(natural_);
        char buffer[48];
        const double size = std::abs(real_);
        const bool plain = size >= 1e-6 && size < 1e21;
        const auto how = plain ? std::chars_format::fixed : std::chars_format::scientific;
        return {buffer, std::to_chars(buffer, buffer + sizeof buffer, real_, how).ptr};
    }

    /// Reckons with the decimal digits that are written, as an author does: 19.99 is a multiple of
    /// 0.01, though the nearest doubles are not.
    bool is_multiple_of(number divisor) const {
        const auto value = decimals();
        const auto by = divisor.decimals();
        if (value.digits == 0 || by.digits == 0) return value.digits == 0;
        if (value.exponent >= by.exponent) {
            const auto power = power_of_ten(value.exponent - by.exponent, by.digits);
            return static_cast<wide>(value.digits % by.digits) * power % by.digits == 0;
        }
        wide unit = by.digits;
        for (auto places = by.exponent - value.exponent; places > 0; --places) {
            if (unit > value.digits) return false;
            unit *= 10;
        }
        return value.digits % unit == 0;
    }

private:
    __extension__ using wide = unsigned __int128;

    struct decimal {
        std::uint64_t digits;
        int exponent;
    };

    // An integer against a real, which has a fraction or is beyond 64 bits.
    std::partial_ordering against(double real) const noexcept {
        if (std::isnan(real)) return std::partial_ordering::unordered;
        constexpr double two_64 = 18446744073709551616.0;
        if (real >= two_64) return std::partial_ordering::less;
        if (real <= -two_64 / 2) return std::partial_ordering::greater;
        const double floor = std::floor(real);
        const bool below = form_ == form::negative
                               ? floor >= 0 || negative_ <= static_cast<std::int64_t>(floor)
                               : floor >= 0 && natural_ <= static_cast<std::uint64_t>(floor);
        return below ? std::partial_ordering::less : std::partial_ordering::greater;
    }

    // Of the absolute value: the shortest digits that read back as the same number.
    decimal decimals() const {
        if (form_ == form::natural) return {natural_, 0};
        if (form_ == form::negative) return {~static_cast<std::uint64_t>(negative_) + 1, 0};
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(real_),
                                       std::chars_format::scientific)
                             .ptr;
        decimal made{0, 0};
        bool fraction = false;
        const char* at = buffer;
        for (; at != end && *at != 'e'; ++at) {
            if (*at == '.') {
                fraction = true;
            } else {
                made.digits = made.digits * 10 + static_cast<unsigned>(*at - '0');
                made.exponent -= fraction;
            }
        }
        int exponent = 0;
        if (at != end) std::from_chars(at + (at[1] == '+' ? 2 : 1), end, exponent);
        made.exponent += exponent;
        return made;
    }

    static std::uint64_t power_of_ten(int exponent, std::uint64_t modulus) {
        wide power = 1 % modulus;
        for (; exponent > 0; --exponent) power = power * 10 % modulus;
        return static_cast<std::uint64_t>(power);
    }

    form form_ = form::natural;
    union {
        std::int64_t negative_;
        std::uint64_t natural_ = 0;
        double real_;
    };
};

}  // namespace asyncapi::validation::detail
