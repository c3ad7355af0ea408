#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/json/number.hpp>

#include <optional>
#include <string>

namespace asyncapi::validation::detail {

inline bool explain_numbers(explanation& run, const node& schema, const rapidjson::Value& value) {
    if (!value.IsNumber()) return true;
    const auto& k = schema.numbers;
    const auto n = number::of(value);
    bool valid = true;
    const auto check = [&](bool broken, const char* keyword, const std::optional<number>& bound,
                           const char* relation) {
        if (broken)
            valid = run.fail(schema, keyword,
                             [&] { return n.text() + " is " + relation + ' ' + bound->text(); });
    };
    check(k.minimum && n < *k.minimum, "minimum", k.minimum, "less than the minimum of");
    check(k.maximum && n > *k.maximum, "maximum", k.maximum, "more than the maximum of");
    check(k.exclusive_minimum && n <= *k.exclusive_minimum, "exclusiveMinimum", k.exclusive_minimum,
          "not more than");
    check(k.exclusive_maximum && n >= *k.exclusive_maximum, "exclusiveMaximum", k.exclusive_maximum,
          "not less than");
    check(k.multiple_of && !n.is_multiple_of(*k.multiple_of), "multipleOf", k.multiple_of,
          "not a multiple of");
    if (k.format != nullptr && !k.format->numeric(n))
        valid = run.fail(schema, "format",
                         [&] { return n.text() + " is not " + std::string{k.format->phrase}; });
    return valid;
}

}  // namespace asyncapi::validation::detail
