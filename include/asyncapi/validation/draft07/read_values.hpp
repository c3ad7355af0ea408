#pragma once

#include <asyncapi/validation/draft07/reader.hpp>

#include <string_view>

namespace asyncapi::validation::detail {

/// \return 0 for what is no type of JSON Schema
inline unsigned type_named(std::string_view name) {
    for (const auto& [bit, known] : type_names)
        if (known == name) return bit;
    return 0;
}

/// `type`, `enum`, `const`.
inline void read_values(reader& from, value_keywords& into) {
    if (const auto* type = from.keyword("type")) {
        const auto add = [&](const rapidjson::Value& name) {
            const auto bit = name.IsString() ? type_named(text_of(name)) : 0U;
            if (bit == 0) from.refuse("must be a type of JSON Schema or a list of them");
            into.types |= bit;
        };
        if (type->IsArray() && !type->Empty()) {
            for (const auto& each : type->GetArray()) add(each);
        } else {
            add(*type);
        }
    }
    into.enumeration = from.keyword("enum");
    if (into.enumeration != nullptr && !into.enumeration->IsArray()) {
        from.refuse("must be a list of values");
        into.enumeration = nullptr;
    }
    into.constant = from.keyword("const");
}

}  // namespace asyncapi::validation::detail
