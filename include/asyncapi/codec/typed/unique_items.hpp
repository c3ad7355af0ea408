#pragma once

#include <asyncapi/schema/types.hpp>

#include <cstddef>
#include <iterator>

namespace asyncapi::detail {

/// Whether C++'s equality of a type is that of JSON.
template <class T>
inline constexpr bool has_json_equality = shape_of<T>() == shape::text
                                          || shape_of<T>() == shape::integer
                                          || shape_of<T>() == shape::number
                                          || shape_of<T>() == shape::boolean
                                          || shape_of<T>() == shape::enumeration;

/// \return true only when all items differ; false also where that is too much to find out here
template <class Items>
bool all_unique(const Items& items) {
    constexpr std::size_t few = 32;
    if constexpr (!has_json_equality<typename Items::value_type>) {
        return std::size(items) < 2;
    } else {
        if (std::size(items) > few) return false;
        for (auto each = items.begin(); each != items.end(); ++each)
            for (auto earlier = items.begin(); earlier != each; ++earlier)
                if (*earlier == *each) return false;
        return true;
    }
}

}  // namespace asyncapi::detail
