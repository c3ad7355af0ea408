#pragma once

#include <asyncapi/document/grammar/shape.hpp>
#include <asyncapi/validation/json/text.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <string_view>

namespace asyncapi::checks {

/// \return the shape among a shape's alternatives that a value has, or nullptr
inline const grammar::shape* fitting(const grammar::shape& is, const rapidjson::Value& value) {
    using kind = grammar::shape::kind;
    const auto fits = [&value](kind wanted) {
        switch (wanted) {
            case kind::any:
                return true;
            case kind::text:
                return value.IsString();
            case kind::boolean:
                return value.IsBool();
            case kind::integer:
                return value.IsNumber() &&
                       (value.IsInt64() || value.IsUint64() ||
                        value.GetDouble() == static_cast<double>(static_cast<long long>(
                                                 std::clamp(value.GetDouble(), -9e15, 9e15))));
            case kind::number:
                return value.IsNumber();
            case kind::null:
                return value.IsNull();
            case kind::list:
                return value.IsArray();
            case kind::schema:
                return value.IsObject() || value.IsBool();
            default:
                return value.IsObject();
        }
    };
    const grammar::shape* last = nullptr;
    for (const auto* each = &is; each != nullptr; each = each->otherwise) {
        if (!fits(each->is)) continue;
        // Of two objects, the first that has none but members of its own.
        if (each->otherwise == nullptr || each->is != kind::object) return each;
        bool knows_all = true;
        for (const auto& member : value.GetObject()) {
            const auto name = validation::detail::text_of(member.name);
            bool knows = name.starts_with("x-");
            for (const auto& field : each->object->fields) knows |= field.name == name;
            knows_all &= knows;
        }
        if (knows_all) return each;
        if (last == nullptr) last = each;
    }
    return last;
}

}  // namespace asyncapi::checks
