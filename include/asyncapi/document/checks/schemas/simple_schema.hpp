#pragma once

#include <asyncapi/document/checks/parts.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace asyncapi::checks::detail {

inline bool has_type_name(const rapidjson::Value& value, std::string_view type) {
    if (type == "string") return value.IsString();
    if (type == "boolean") return value.IsBool();
    if (type == "null") return value.IsNull();
    if (type == "object") return value.IsObject();
    if (type == "array") return value.IsArray();
    if (type == "number") return value.IsNumber();
    if (type != "integer") return true;  // which another rule says
    return value.IsNumber() && (value.IsInt64() || value.IsUint64() ||
                                std::trunc(value.GetDouble()) == value.GetDouble());
}

/// \param type  of a schema: a name or a list of them
inline bool has_type(const rapidjson::Value& value, const rapidjson::Value& type) {
    if (type.IsString()) return has_type_name(value, text_of(type));
    if (!type.IsArray() || type.Empty()) return true;
    for (const auto& each : type.GetArray())
        if (!each.IsString() || has_type_name(value, text_of(each))) return true;
    return false;
}

/// Whether a value satisfies a schema of few keywords, which most with a default are: without
/// compiling it.
///
/// \return false also where only the engine can tell
inline bool simply_accepts(const rapidjson::Value& schema, const rapidjson::Value& value) {
    constexpr std::array<std::string_view, 11> annotations{
        "title",    "description", "default",  "examples",     "example", "deprecated",
        "readOnly", "writeOnly",   "$comment", "externalDocs", "xml"};
    for (const auto& member : schema.GetObject()) {
        const auto name = text_of(member.name);
        if (name == "type") {
            if (!has_type(value, member.value)) return false;
        } else if (name == "enum" && member.value.IsArray()) {
            bool found = false;
            for (const auto& each : member.value.GetArray())
                found = found || validation::detail::equal(each, value);
            if (!found) return false;
        } else if (name == "minimum" && value.IsNumber() && member.value.IsNumber()) {
            if (value.GetDouble() < member.value.GetDouble()) return false;
        } else if (name == "maximum" && value.IsNumber() && member.value.IsNumber()) {
            if (value.GetDouble() > member.value.GetDouble()) return false;
        } else if (!name.starts_with("x-") &&
                   std::ranges::find(annotations, name) == annotations.end()) {
            return false;
        }
    }
    return true;
}

}  // namespace asyncapi::checks::detail
