#pragma once

#include <asyncapi/validation/explain/explanation.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace asyncapi::validation::detail {

/// \return the bits of `type` that a value satisfies
inline unsigned types_of(const rapidjson::Value& value) {
    switch (value.GetType()) {
        case rapidjson::kNullType:
            return null_type;
        case rapidjson::kObjectType:
            return object_type;
        case rapidjson::kArrayType:
            return array_type;
        case rapidjson::kStringType:
            return string_type;
        case rapidjson::kNumberType:
            return number::of(value).is_integer() ? number_type | integer_type : number_type;
        default:
            return boolean_type;
    }
}

/// \return `a string`, `an integer or null`
inline std::string type_text(unsigned types) {
    std::string text;
    for (const auto& [bit, name] : type_names) {
        if ((types & bit) == 0) continue;
        types &= ~bit;
        if (!text.empty()) text += types == 0 ? " or " : ", ";
        if (bit != null_type) text += name.find_first_of("aeiou") == 0 ? "an " : "a ";
        text += name;
    }
    return text;
}

inline std::string wrong_type_text(unsigned expected, const rapidjson::Value& value) {
    const auto wanted = type_text(expected);
    if (value.IsNull()) return "null is not " + wanted;
    const auto actual = type_text(types_of(value) & ~static_cast<unsigned>(integer_type));
    const auto what = value.IsObject() || value.IsArray() ? "the value" : value_text(value);
    return what + " is " + actual + ", not " + wanted;
}

/// \return `"a", 1, null`, cut short
inline std::string list_text(const rapidjson::Value& values) {
    if (values.Empty()) return "no values";
    std::string text;
    for (rapidjson::SizeType i = 0; i < values.Size(); ++i) {
        if (text.size() > 100) return text + ", ...";
        if (i > 0) text += ", ";
        text += value_text(values[i]);
    }
    return text;
}

inline bool explain_values(explanation& run, const node& schema, const rapidjson::Value& value) {
    const auto& k = schema.values;
    bool valid = true;
    if (k.types != 0 && (k.types & types_of(value)) == 0)
        valid = run.fail(schema, "type", [&] { return wrong_type_text(k.types, value); });
    if (k.constant != nullptr && !equal(value, *k.constant))
        valid = run.fail(schema, "const", [&] {
            const bool structured = k.constant->IsObject() || k.constant->IsArray();
            if (structured) return std::string{"the value is not the only one that is allowed"};
            return value_text(value) + " is not " + value_text(*k.constant) + ", the only value";
        });
    if (k.enumeration != nullptr) {
        const auto& allowed = k.enumeration->GetArray();
        const bool found = std::any_of(allowed.begin(), allowed.end(),
                                       [&](const auto& each) { return equal(value, each); });
        if (!found)
            valid = run.fail(schema, "enum", [&] {
                return value_text(value) + " is not one of " + list_text(*k.enumeration);
            });
    }
    return valid;
}

}  // namespace asyncapi::validation::detail
