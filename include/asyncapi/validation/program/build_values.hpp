#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/json/number.hpp>
#include <asyncapi/validation/program/rules.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace asyncapi::validation::detail {

/// \return the types, by `type_mask`, that `type` allows; all when there is no such keyword
inline unsigned mask_of_types(unsigned bits) noexcept {
    if (bits == 0) return every_type;
    unsigned mask = 0;
    if ((bits & null_type) != 0) mask |= type_mask(rapidjson::kNullType);
    if ((bits & boolean_type) != 0) mask |= boolean_mask;
    if ((bits & object_type) != 0) mask |= type_mask(rapidjson::kObjectType);
    if ((bits & array_type) != 0) mask |= type_mask(rapidjson::kArrayType);
    if ((bits & string_type) != 0) mask |= type_mask(rapidjson::kStringType);
    if ((bits & (number_type | integer_type)) != 0) mask |= type_mask(rapidjson::kNumberType);
    return mask;
}

/// The values that `enum` and `const` leave over; nullopt when there are no such keywords.
inline std::optional<std::vector<const rapidjson::Value*>> listed_values(
    const value_keywords& keywords) {
    if (keywords.enumeration == nullptr && keywords.constant == nullptr) return std::nullopt;
    std::vector<const rapidjson::Value*> list;
    if (keywords.enumeration == nullptr) {
        list.push_back(keywords.constant);
        return list;
    }
    for (const auto& each : keywords.enumeration->GetArray())
        if (keywords.constant == nullptr || equal(each, *keywords.constant)) list.push_back(&each);
    return list;
}

/// Bounds of whole numbers, as far as they can be said in 64 bits with sign.
class whole_bounds {
public:
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();

    void at_least(const number& bound, bool exclusive) {
        using limits = std::numeric_limits<std::int64_t>;
        if (bound.which() == number::form::real) {
            // Beyond 64 bits, or with a fraction: then the next whole number is the bound.
            if (bound.real() >= 0x1p63) return make_empty();
            if (bound.real() < -0x1p63) return;
            least = std::max(least, static_cast<std::int64_t>(std::ceil(bound.real())));
            return;
        }
        if (bound > number{limits::max()}) return make_empty();
        const auto whole = whole_of(bound);
        if (exclusive && whole == limits::max()) return make_empty();
        least = std::max(least, exclusive ? whole + 1 : whole);
    }

    void at_most(const number& bound, bool exclusive) {
        using limits = std::numeric_limits<std::int64_t>;
        if (bound.which() == number::form::real) {
            if (bound.real() < -0x1p63) return make_empty();
            if (bound.real() >= 0x1p63) return;
            most = std::min(most, static_cast<std::int64_t>(std::floor(bound.real())));
            return;
        }
        if (bound > number{limits::max()}) return;
        const auto whole = whole_of(bound);
        if (exclusive && whole == limits::min()) return make_empty();
        most = std::min(most, exclusive ? whole - 1 : whole);
    }

private:
    static std::int64_t whole_of(const number& bound) noexcept {
        return bound.which() == number::form::negative ? bound.negative()
                                                       : static_cast<std::int64_t>(bound.natural());
    }
    void make_empty() noexcept {
        least = std::numeric_limits<std::int64_t>::max();
        most = std::numeric_limits<std::int64_t>::min();
    }
};

/// \return the bound as a double, when none is lost by that
inline std::optional<double> exact_real(const number& bound) {
    constexpr double exact = 0x1p53;
    double real = 0;
    switch (bound.which()) {
        case number::form::real:
            return bound.real();
        case number::form::negative:
            real = static_cast<double>(bound.negative());
            break;
        case number::form::natural:
            real = static_cast<double>(bound.natural());
            break;
    }
    if (real < -exact || real > exact) return std::nullopt;
    return real;
}

inline number_rule build_numbers(const number_keywords& keywords, bool only_integers) {
    number_rule made;
    made.only_integers = only_integers;
    made.keywords = keywords;
    whole_bounds bounds;
    if (keywords.minimum) bounds.at_least(*keywords.minimum, false);
    if (keywords.exclusive_minimum) bounds.at_least(*keywords.exclusive_minimum, true);
    if (keywords.maximum) bounds.at_most(*keywords.maximum, false);
    if (keywords.exclusive_maximum) bounds.at_most(*keywords.exclusive_maximum, true);
    made.least = bounds.least;
    made.most = bounds.most;
    made.reals_need_keywords =
        only_integers || keywords.multiple_of.has_value() || keywords.format != nullptr;
    const auto real_bound = [&](const std::optional<number>& bound, auto take) {
        if (!bound) return;
        if (const auto real = exact_real(*bound)) {
            take(*real);
        } else {
            made.reals_need_keywords = true;
        }
    };
    real_bound(keywords.minimum, [&](double bound) { made.low = bound; });
    real_bound(keywords.maximum, [&](double bound) { made.high = bound; });
    real_bound(keywords.exclusive_minimum, [&](double bound) {
        if (bound < made.low) return;
        made.low = bound;
        made.is_low_open = true;
    });
    real_bound(keywords.exclusive_maximum, [&](double bound) {
        if (bound > made.high) return;
        made.high = bound;
        made.is_high_open = true;
    });
    if (keywords.multiple_of) {
        const auto& by = *keywords.multiple_of;
        const bool fits = by.which() == number::form::natural &&
                          by <= number{std::numeric_limits<std::int64_t>::max()};
        made.divisor = fits ? static_cast<std::int64_t>(by.natural()) : 0;
    }
    return made;
}

}  // namespace asyncapi::validation::detail
