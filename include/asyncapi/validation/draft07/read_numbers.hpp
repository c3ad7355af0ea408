#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

#include <optional>
#include <string_view>

namespace asyncapi::validation::detail {

/// `minimum`, `maximum`, their exclusive forms, `multipleOf`; `format` where it is asserted.
inline void read_numbers(reader& from, number_keywords& into) {
    const auto bound = [&](std::string_view name) -> std::optional<number> {
        const auto* value = from.keyword(name);
        if (value == nullptr) return std::nullopt;
        if (value->IsNumber()) return number::of(*value);
        from.refuse("must be a number");
        return std::nullopt;
    };
    into.minimum = bound("minimum");
    into.maximum = bound("maximum");
    into.exclusive_minimum = bound("exclusiveMinimum");
    into.exclusive_maximum = bound("exclusiveMaximum");
    into.multiple_of = bound("multipleOf");
    if (into.multiple_of && !into.multiple_of->is_positive()) from.refuse("must be more than 0");
    if (const auto* known = from.asserted_format(); known != nullptr && known->numeric != nullptr)
        into.format = known;
}

}  // namespace asyncapi::validation::detail
