#pragma once

#include <asyncapi/validation/json/digest.hpp>
#include <asyncapi/validation/json/number.hpp>

#include <rapidjson/document.h>

#include <cstdint>
#include <string_view>

namespace asyncapi::validation::detail {

inline std::string_view text_of(const rapidjson::Value& value) {
    return {value.GetString(), value.GetStringLength()};
}

/// \return nullptr when the object has no such member
inline const rapidjson::Value* find_member(const rapidjson::Value& object, std::string_view name) {
    for (auto at = object.MemberBegin(); at != object.MemberEnd(); ++at)
        if (text_of(at->name) == name) return &at->value;
    return nullptr;
}

/// Equality as JSON Schema means it: numbers by value, members in any order. Recurses as deep as
/// the values nest.
inline bool equal(const rapidjson::Value& left, const rapidjson::Value& right) {
    if (left.GetType() != right.GetType()) return false;
    switch (left.GetType()) {
        case rapidjson::kNumberType:
            return number::of(left) == number::of(right);
        case rapidjson::kStringType:
            return text_of(left) == text_of(right);
        case rapidjson::kArrayType:
            if (left.Size() != right.Size()) return false;
            for (rapidjson::SizeType i = 0; i < left.Size(); ++i)
                if (!equal(left[i], right[i])) return false;
            return true;
        case rapidjson::kObjectType:
            if (left.MemberCount() != right.MemberCount()) return false;
            for (auto at = left.MemberBegin(); at != left.MemberEnd(); ++at) {
                const auto* other = find_member(right, text_of(at->name));
                if (other == nullptr || !equal(at->value, *other)) return false;
            }
            return true;
        default:
            return true;
    }
}

/// \return the same for values that are `equal`
inline std::uint64_t digest_of(const rapidjson::Value& value) {
    switch (value.GetType()) {
        case rapidjson::kNumberType:
            return digest::of_number(number::of(value));
        case rapidjson::kStringType:
            return digest::of_text(text_of(value));
        case rapidjson::kArrayType: {
            auto made = digest::of_empty_array();
            for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
                made = digest::of_array(made, digest_of(value[i]));
            return made;
        }
        case rapidjson::kObjectType: {
            std::uint64_t sum = 0;
            for (auto at = value.MemberBegin(); at != value.MemberEnd(); ++at)
                sum += digest::of_member(digest::of_text(text_of(at->name)), digest_of(at->value));
            return digest::of_object(sum, value.MemberCount());
        }
        case rapidjson::kNullType:
            return digest::of_null();
        default:
            return digest::of_bool(value.IsTrue());
    }
}

}  // namespace asyncapi::validation::detail
