#pragma once

#include <asyncapi/validation/json/digest.hpp>
#include <asyncapi/validation/json/number.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

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

/// Takes from the steps that are left.
///
/// \return false, with none left, when there were fewer
inline bool take_steps(std::size_t& left, std::size_t steps) noexcept {
    const bool enough = left > steps;
    left = enough ? left - steps : 0;
    return enough;
}

/// \return the members of an object in the order of their names
inline std::vector<const rapidjson::Value::Member*> sorted_members(const rapidjson::Value& object) {
    std::vector<const rapidjson::Value::Member*> list;
    list.reserve(object.MemberCount());
    for (const auto& each : object.GetObject()) list.push_back(&each);
    std::ranges::sort(list, {}, [](const auto* each) { return text_of(each->name); });
    return list;
}

/// Equality as JSON Schema means it: numbers by value, members in any order. Recurses as deep as
/// the values nest.
///
/// \param steps  that are left for it; with 0 left afterwards, a no means nothing
inline bool equal(const rapidjson::Value& left, const rapidjson::Value& right, std::size_t& steps) {
    if (left.GetType() != right.GetType()) return false;
    switch (left.GetType()) {
        case rapidjson::kNumberType:
            return number::of(left) == number::of(right);
        case rapidjson::kStringType:
            return text_of(left) == text_of(right);
        case rapidjson::kArrayType:
            if (left.Size() != right.Size() || !take_steps(steps, left.Size())) return false;
            for (rapidjson::SizeType i = 0; i < left.Size(); ++i)
                if (!equal(left[i], right[i], steps)) return false;
            return true;
        case rapidjson::kObjectType: {
            constexpr rapidjson::SizeType few = 16;
            const auto size = left.MemberCount();
            if (size != right.MemberCount() || !take_steps(steps, size)) return false;
            if (size <= few) {
                for (const auto& member : left.GetObject()) {
                    const auto* other = find_member(right, text_of(member.name));
                    if (other == nullptr || !equal(member.value, *other, steps)) return false;
                }
                return true;
            }
            // Sorting costs about this much more than going through them.
            if (!take_steps(steps, std::size_t{size} * 16)) return false;
            return std::ranges::equal(sorted_members(left), sorted_members(right),
                                      [&](const auto* one, const auto* other) {
                                          return text_of(one->name) == text_of(other->name) &&
                                                 equal(one->value, other->value, steps);
                                      });
        }
        default:
            return true;
    }
}

inline bool equal(const rapidjson::Value& left, const rapidjson::Value& right) {
    auto unlimited = std::numeric_limits<std::size_t>::max();
    return equal(left, right, unlimited);
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
