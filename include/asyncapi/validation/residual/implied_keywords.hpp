#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/residual/facts.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace asyncapi::validation::detail {

template <class Says>
bool any_fact(const facts& known, Says says) {
    return std::any_of(known.begin(), known.end(), [&](const node* each) { return says(*each); });
}

/// Takes off a keyword that what is known makes true.
template <class T, class Implies>
void drop_implied(std::optional<T>& keyword, const facts& known, Implies implies) {
    if (keyword && any_fact(known, [&](const node& fact) { return implies(fact, *keyword); }))
        keyword.reset();
}

/// What a format that is enforced says of a number's range.
struct format_range {
    std::optional<number> low;
    std::optional<number> high;

    template <class T>
    static format_range of() {
        using limits = std::numeric_limits<T>;
        return {number{std::int64_t{limits::min()}}, number{std::int64_t{limits::max()}}};
    }
    static format_range of(const number_keywords& k) {
        if (k.format == nullptr) return {};
        if (k.format->name == "int32") return of<std::int32_t>();
        if (k.format->name == "int64") return of<std::int64_t>();
        return {};
    }
};

inline number_keywords residual_of(number_keywords k, const facts& known, unsigned types) {
    drop_implied(k.minimum, known, [](const node& fact, number bound) {
        const auto low = format_range::of(fact.numbers).low;
        return low && *low >= bound;
    });
    drop_implied(k.maximum, known, [](const node& fact, number bound) {
        const auto high = format_range::of(fact.numbers).high;
        return high && *high <= bound;
    });
    drop_implied(k.minimum, known, [](const node& fact, number bound) {
        const auto& n = fact.numbers;
        return (n.minimum && *n.minimum >= bound) ||
               (n.exclusive_minimum && *n.exclusive_minimum >= bound);
    });
    drop_implied(k.exclusive_minimum, known, [](const node& fact, number bound) {
        const auto& n = fact.numbers;
        return (n.minimum && *n.minimum > bound) ||
               (n.exclusive_minimum && *n.exclusive_minimum >= bound);
    });
    drop_implied(k.maximum, known, [](const node& fact, number bound) {
        const auto& n = fact.numbers;
        return (n.maximum && *n.maximum <= bound) ||
               (n.exclusive_maximum && *n.exclusive_maximum <= bound);
    });
    drop_implied(k.exclusive_maximum, known, [](const node& fact, number bound) {
        const auto& n = fact.numbers;
        return (n.maximum && *n.maximum < bound) ||
               (n.exclusive_maximum && *n.exclusive_maximum <= bound);
    });
    if ((types & number_type) == 0 && k.multiple_of &&
        number{std::uint64_t{1}}.is_multiple_of(*k.multiple_of))
        k.multiple_of.reset();
    drop_implied(k.multiple_of, known, [](const node& fact, number divisor) {
        return fact.numbers.multiple_of && fact.numbers.multiple_of->is_multiple_of(divisor);
    });
    if (any_fact(known, [&](const node& fact) { return fact.numbers.format == k.format; }))
        k.format = nullptr;
    return k;
}

inline string_keywords residual_of(string_keywords k, const facts& known) {
    drop_implied(k.min_length, known, [](const node& fact, std::uint64_t bound) {
        return fact.strings.min_length && *fact.strings.min_length >= bound;
    });
    drop_implied(k.max_length, known, [](const node& fact, std::uint64_t bound) {
        return fact.strings.max_length && *fact.strings.max_length <= bound;
    });
    if (k.min_length == std::uint64_t{0}) k.min_length.reset();
    if (k.pattern != nullptr && any_fact(known, [&](const node& fact) {
            return fact.strings.pattern != nullptr &&
                   fact.strings.pattern->source() == k.pattern->source();
        }))
        k.pattern = nullptr;
    if (any_fact(known, [&](const node& fact) { return fact.strings.format == k.format; }))
        k.format = nullptr;
    return k;
}

/// The sizes of arrays, and `uniqueItems`.
inline void drop_implied_sizes(array_keywords& k, const facts& known) {
    const auto at_most = [&](std::uint64_t size) {
        return any_fact(known, [&](const node& fact) {
            return fact.arrays.max_items && *fact.arrays.max_items <= size;
        });
    };
    drop_implied(k.min_items, known, [](const node& fact, std::uint64_t bound) {
        return fact.arrays.min_items && *fact.arrays.min_items >= bound;
    });
    if (k.min_items == std::uint64_t{0}) k.min_items.reset();
    if (k.max_items && at_most(*k.max_items)) k.max_items.reset();
    if (at_most(1) || any_fact(known, [](const node& fact) { return fact.arrays.unique_items; }))
        k.unique_items = false;
}

}  // namespace asyncapi::validation::detail
