#pragma once

#include <asyncapi/validation/rapidjson/lowering.hpp>

namespace asyncapi::validation::detail {

/// `minimum`, `maximum`, their exclusive forms, `multipleOf`. In draft-04 an exclusive bound is a
/// flag beside the bound, so the tighter of the two stands.
inline void lower(lowering& to, const number_keywords& from, draft04& into) {
    if (from.exclusive_minimum && !(from.minimum && *from.minimum > *from.exclusive_minimum)) {
        to.set(into.keywords, "minimum", lowering::numeric(*from.exclusive_minimum));
        to.set(into.keywords, "exclusiveMinimum", lowered_value{true});
    } else if (from.minimum) {
        to.set(into.keywords, "minimum", lowering::numeric(*from.minimum));
    }
    if (from.exclusive_maximum && !(from.maximum && *from.maximum < *from.exclusive_maximum)) {
        to.set(into.keywords, "maximum", lowering::numeric(*from.exclusive_maximum));
        to.set(into.keywords, "exclusiveMaximum", lowered_value{true});
    } else if (from.maximum) {
        to.set(into.keywords, "maximum", lowering::numeric(*from.maximum));
    }
    if (from.format != nullptr) to.refuse("format", "RapidJSON cannot enforce it");
    if (from.multiple_of) to.set(into.keywords, "multipleOf", lowering::numeric(*from.multiple_of));
}

}  // namespace asyncapi::validation::detail
