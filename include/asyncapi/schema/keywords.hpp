#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace asyncapi {

/// A short list inside a keyword, e.g. of `enum_values`.
///
/// Holds up to `capacity` elements; more is a compile-time error. A C++ enum with `enumeration` has
/// no such bound.
template <class T, std::size_t Capacity = 32>
class keyword_list {
public:
    constexpr keyword_list() = default;
    constexpr keyword_list(std::initializer_list<T> values) {
        for (const auto& value : values) push_back(value);
    }

    constexpr void push_back(const T& value) { items_.at(size_++) = value; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const T* begin() const noexcept { return items_.data(); }
    constexpr const T* end() const noexcept { return items_.data() + size_; }
    constexpr bool contains(const T& wanted) const noexcept {
        for (const auto& item : *this) {
            if (item == wanted) return true;
        }
        return false;
    }

private:
    std::array<T, Capacity> items_{};
    std::size_t size_ = 0;
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
    std::optional<std::size_t> min_length = {};  ///< in characters, not bytes
    std::optional<std::size_t> max_length = {};  ///< in characters, not bytes
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
    std::optional<std::int64_t> minimum = {};
    std::optional<std::int64_t> maximum = {};
    std::optional<std::int64_t> exclusive_minimum = {};
    std::optional<std::int64_t> exclusive_maximum = {};
    std::optional<std::int64_t> multiple_of = {};
    std::string_view format = {};
    keyword_list<std::int64_t> enum_values = {};
    std::optional<std::int64_t> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    std::optional<std::int64_t> default_value = {};
    keyword_list<std::int64_t, 4> examples = {};
    bool deprecated = false;
};

/// Numbers: `double`, `float`, and integers that may come as `1.0`.
struct number {
    std::optional<double> minimum = {};
    std::optional<double> maximum = {};
    std::optional<double> exclusive_minimum = {};
    std::optional<double> exclusive_maximum = {};
    std::optional<double> multiple_of = {};
    std::string_view format = {};
    keyword_list<double> enum_values = {};
    std::optional<double> const_value = {};
    std::string_view title = {};
    std::string_view description = {};
    std::optional<double> default_value = {};
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
    std::optional<std::size_t> min_items = {};
    std::optional<std::size_t> max_items = {};
    bool unique_items = false;
    std::string_view title = {};
    std::string_view description = {};
    std::string_view default_json = {};
    keyword_list<std::string_view, 4> examples_json = {};
    bool deprecated = false;
};

/// `std::map<std::string, T>`; keywords of the values come from the C++ type, or from `map_of`.
struct map {
    std::optional<std::size_t> min_properties = {};
    std::optional<std::size_t> max_properties = {};
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
    std::optional<std::size_t> min_properties = {};
    std::optional<std::size_t> max_properties = {};
    std::string_view title = {};
    std::string_view description = {};
    keyword_list<std::string_view, 4> examples_json = {};
    bool deprecated = false;
};

}  // namespace asyncapi
