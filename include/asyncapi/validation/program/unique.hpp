#pragma once

#include <asyncapi/validation/json/equality.hpp>
#include <asyncapi/validation/program/names.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace asyncapi::validation::detail {

/// What `count_values` gives for a value that nests too deep.
inline constexpr std::size_t too_deep_to_count = std::numeric_limits<std::size_t>::max();

/// \param levels  of arrays and objects, that may be inside one another
/// \return how many values there are in a value, and long texts for several
inline std::size_t count_values(const rapidjson::Value& value, std::size_t levels) {
    std::size_t count = 1;
    const auto add = [&](const rapidjson::Value& inner) {
        const auto more = count_values(inner, levels - 1);
        count = more == too_deep_to_count ? more : count + more;
        return more != too_deep_to_count;
    };
    if (value.IsString()) return 1 + value.GetStringLength() / 32;
    if (!value.IsArray() && !value.IsObject()) return 1;
    if (levels == 0) return too_deep_to_count;
    if (value.IsArray()) {
        for (const auto& item : value.GetArray())
            if (!add(item)) break;
    } else {
        for (const auto& member : value.GetObject())
            if (!add(member.value)) break;
    }
    return count;
}

/// \param steps  as for `equal`
inline bool is_same_value(const rapidjson::Value& left, const rapidjson::Value& right,
                          std::size_t& steps) {
    if (left.GetType() != right.GetType()) return false;
    return left.IsString() ? same_text(text_of(left), text_of(right)) : equal(left, right, steps);
}

/// Whether no two items of an array are equal. Few are compared with one another; of many the
/// digests are, so that nobody can choose items that make it slow.
///
/// \param steps  as for `equal`
inline bool all_unique(const rapidjson::Value& array, std::size_t& steps) {
    constexpr rapidjson::SizeType few = 16;
    const auto size = array.Size();
    if (size <= few) {
        for (rapidjson::SizeType i = 1; i < size; ++i)
            for (rapidjson::SizeType j = 0; j < i; ++j)
                if (is_same_value(array[i], array[j], steps)) return false;
        return true;
    }
    std::vector<std::pair<std::uint64_t, const rapidjson::Value*>> items;
    items.reserve(size);
    for (const auto& item : array.GetArray()) items.emplace_back(digest_of(item), &item);
    std::ranges::sort(items, {}, [](const auto& item) { return item.first; });
    for (std::size_t i = 1; i < items.size(); ++i)
        if (items[i].first == items[i - 1].first &&
            equal(*items[i].second, *items[i - 1].second, steps))
            return false;
    return true;
}

}  // namespace asyncapi::validation::detail
