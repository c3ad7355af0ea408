#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/program/names.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// Whether a value nests arrays and objects more than `levels` deep.
inline bool is_deeper(const rapidjson::Value& value, std::size_t levels) {
    if (value.IsArray()) {
        if (levels == 0) return true;
        for (const auto& item : value.GetArray())
            if (is_deeper(item, levels - 1)) return true;
    } else if (value.IsObject()) {
        if (levels == 0) return true;
        for (const auto& member : value.GetObject())
            if (is_deeper(member.value, levels - 1)) return true;
    }
    return false;
}

inline bool is_same_value(const rapidjson::Value& left, const rapidjson::Value& right) {
    if (left.GetType() != right.GetType()) return false;
    return left.IsString() ? same_text(text_of(left), text_of(right)) : equal(left, right);
}

/// Whether no two items of an array are equal. Few are compared with one another; of many the
/// digests are, so that nobody can choose items that make it slow.
inline bool all_unique(const rapidjson::Value& array) {
    constexpr rapidjson::SizeType few = 16;
    const auto size = array.Size();
    if (size <= few) {
        for (rapidjson::SizeType i = 1; i < size; ++i)
            for (rapidjson::SizeType j = 0; j < i; ++j)
                if (is_same_value(array[i], array[j])) return false;
        return true;
    }
    std::vector<std::pair<std::uint64_t, const rapidjson::Value*>> items;
    items.reserve(size);
    for (const auto& item : array.GetArray()) items.emplace_back(digest_of(item), &item);
    std::ranges::sort(items, {}, [](const auto& item) { return item.first; });
    for (std::size_t i = 1; i < items.size(); ++i)
        if (items[i].first == items[i - 1].first && equal(*items[i].second, *items[i - 1].second))
            return false;
    return true;
}

}  // namespace asyncapi::validation::detail
