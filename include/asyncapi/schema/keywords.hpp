#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace asyncapi {
namespace detail {

template <class N>
struct kept_number {
    N value{};
    bool exact = true;
};

/// A number as a keyword keeps it, and whether it still is that number. Whoever uses the keywords
/// refuses one that is not.
template <class N, class Given>
constexpr kept_number<N> keep_number(Given given) {
    if constexpr (std::is_floating_point_v<N> || !std::is_floating_point_v<Given>) {
        const auto value = static_cast<N>(given);
        if constexpr (std::is_floating_point_v<N>)
            return {value, static_cast<long double>(value) == static_cast<long double>(given)};
        else
            return {value, std::in_range<N>(given)};
    } else {
        return {N{}, false};
    }
}

}  // namespace detail

/// The number of a keyword, where it is given.
template <class T>
class keyword_value {
public:
    constexpr keyword_value() = default;
    template <class U>
    requires std::is_arithmetic_v<U>
    constexpr keyword_value(U given)
        : value_{detail::keep_number<T>(given).value},
          given_{true},
          exact_{detail::keep_number<T>(given).exact} {}

    constexpr bool has_value() const noexcept { return given_; }
    constexpr explicit operator bool() const noexcept { return given_; }
    constexpr const T& operator*() const noexcept { return value_; }
    constexpr T value_or(T otherwise) const noexcept { return given_ ? value_ : otherwise; }
    /// Whether what was given is what is kept.
    constexpr bool exact() const noexcept { return exact_; }
    friend constexpr bool operator==(const keyword_value&, const keyword_value&) = default;

private:
    T value_{};
    bool given_ = false;
    bool exact_ = true;
};

/// A short list inside a keyword, e.g. of `enum_values`.
///
/// Holds up to `Capacity` elements; more is a compile-time error. A C++ enum with `enumeration` has
/// no such bound.
template <class T, std::size_t Capacity = 32>
class keyword_list {
public:
    constexpr keyword_list() = default;
    template <class... U>
    requires(sizeof...(U) > 0 &&
             (std::convertible_to<U, T> && ...)) constexpr keyword_list(const U&... values) {
        static_assert(sizeof...(U) <= Capacity,
                      "this list of values is too long for a keyword: describe a C++ enum with "
                      "enumeration(), which takes any number");
        if constexpr (sizeof...(U) <= Capacity) (keep(values), ...);
    }

    constexpr void push_back(const T& value) { items_.at(size_++) = value; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    /// Whether what was given is what is kept.
    constexpr bool exact() const noexcept { return exact_; }
    constexpr const T* begin() const noexcept { return items_.data(); }
    constexpr const T* end() const noexcept { return items_.data() + size_; }
    constexpr bool contains(const T& wanted) const noexcept {
        for (const auto& item : *this) {
            if (item == wanted) return true;
        }
        return false;
    }

private:
    template <class U>
    constexpr void keep(const U& given) {
        if constexpr (std::is_arithmetic_v<T>) {
            const auto kept = detail::keep_number<T>(given);
            push_back(kept.value);
            exact_ = exact_ && kept.exact;
        } else {
            push_back(given);
        }
    }

    std::array<T, Capacity> items_{};
    std::size_t size_ = 0;
    bool exact_ = true;
};

/// Says something about a value of any type, and constrains nothing.
struct annotations {
    std::string_view title = {};
    std::string_view description = {};
    std::string_view default_json = {};                    ///< the default, as JSON text
    keyword_list<std::string_view, 4> examples_json = {};  ///< examples, each as JSON text
    bool deprecated = false;
};

/// Text: `std::string`.
struct string {
    keyword_value<std::size_t> min_length = {};  ///< in characters, not bytes
    keyword_value<std::size_t> max_length = {};  ///< in characters, not bytes
    std::string_view pattern =
        {};  ///< ECMA-262 regular expression; matches anywhere unless anchored
    std::string_view format = {};
    keyword_list<std::string_view> enum_values = {};
    std::optional<std::string_view> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    std::optional<std::string_view> default_value = {};
    keyword_list<std::string_view, 4> examples = {};
    bool deprecated = false;
};

/// Whole numbers: the integer types of C++.
struct integer {
    keyword_value<std::int64_t> minimum = {};
    keyword_value<std::int64_t> maximum = {};
    keyword_value<std::int64_t> exclusive_minimum = {};
    keyword_value<std::int64_t> exclusive_maximum = {};
    keyword_value<std::int64_t> multiple_of = {};
    std::string_view format = {};
    keyword_list<std::int64_t> enum_values = {};
    keyword_value<std::int64_t> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    keyword_value<std::int64_t> default_value = {};
    keyword_list<std::int64_t, 4> examples = {};
    bool deprecated = false;
};

/// Numbers: `double` and `float`.
struct number {
    keyword_value<double> minimum = {};
    keyword_value<double> maximum = {};
    keyword_value<double> exclusive_minimum = {};
    keyword_value<double> exclusive_maximum = {};
    keyword_value<double> multiple_of = {};
    std::string_view format = {};
    keyword_list<double> enum_values = {};
    keyword_value<double> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    keyword_value<double> default_value = {};
    keyword_list<double, 4> examples = {};
    bool deprecated = false;
};

struct boolean {
    std::optional<bool> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    std::optional<bool> default_value = {};
    bool deprecated = false;
};

struct null {
    std::string_view title = {};
    std::string_view description = {};
    bool deprecated = false;
};

/// Sequences and sets; keywords of the items come from the C++ type, or from `array_of`.
struct array {
    keyword_value<std::size_t> min_items = {};
    keyword_value<std::size_t> max_items = {};
    bool unique_items = false;
    std::string_view title = {};
    std::string_view description = {};
    std::string_view default_json = {};
    keyword_list<std::string_view, 4> examples_json = {};
    bool deprecated = false;
};

/// `std::map<std::string, T>`; keywords of the values come from the C++ type, or from `map_of`.
struct map {
    keyword_value<std::size_t> min_properties = {};
    keyword_value<std::size_t> max_properties = {};
    std::optional<string> property_names = {};
    std::string_view title = {};
    std::string_view description = {};
    std::string_view default_json = {};
    keyword_list<std::string_view, 4> examples_json = {};
    bool deprecated = false;
};

/// Keywords of a described struct, first argument of `object`.
struct object_keywords {
    bool additional_properties = true;  ///< false: a property that is not declared is a violation
    keyword_value<std::size_t> min_properties = {};
    keyword_value<std::size_t> max_properties = {};
    std::string_view title = {};
    std::string_view description = {};
    keyword_list<std::string_view, 4> examples_json = {};
    bool deprecated = false;
};

}  // namespace asyncapi
