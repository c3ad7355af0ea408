#pragma once

#include <asyncapi/document/checks/parts.hpp>

#include <rapidjson/document.h>

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

}  // namespace asyncapi::checks::detail
