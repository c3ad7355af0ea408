#pragma once

#include <asyncapi/schema/json_cursor.hpp>

#include <cstddef>
#include <string_view>

namespace asyncapi {
namespace detail {

constexpr bool same_value(json_cursor& a, json_cursor& b);

constexpr bool same_array(json_cursor& a, json_cursor& b) {
    a.expect('[');
    b.expect('[');
    const bool none = a.take(']');
    if (none != b.take(']')) return false;
    if (none) return true;
    for (;;) {
        if (!same_value(a, b)) return false;
        const bool more = a.take(',');
        if (more != b.take(',')) return false;
        if (!more) break;
    }
    a.expect(']');
    b.expect(']');
    return a.ok && b.ok;
}

struct json_member {
    std::string_view name;
    json_cursor value;
};

/// Calls `f` with each member of the object that starts at `cursor`, until it returns false.
template <class F>
constexpr void for_each_member(json_cursor& cursor, F&& f) {
    cursor.expect('{');
    if (cursor.take('}')) return;
    do {
        json_member member{cursor.take_string(), {}};
        cursor.expect(':');
        member.value = cursor;
        if (!cursor.ok || !f(member)) return;
        cursor.skip_value();
    } while (cursor.ok && cursor.take(','));
    cursor.expect('}');
}

struct members_of_name {
    std::size_t count = 0;
    json_cursor value = {};  // of the last one
};

constexpr members_of_name find_members(json_cursor object, std::string_view name) {
    members_of_name found;
    for_each_member(object, [&](const json_member& each) {
        if (same_string(each.name, name)) found = {found.count + 1, each.value};
        return true;
    });
    return found;
}

constexpr bool same_object(json_cursor& a, json_cursor& b) {
    const auto start = a;
    bool same = true;
    std::size_t here = 0;
    std::size_t there = 0;
    auto counted = b;
    for_each_member(counted, [&](const json_member&) { return ++there, true; });
    for_each_member(a, [&](json_member mine) {
        ++here;
        auto theirs = find_members(b, mine.name);
        same = theirs.count == 1 && find_members(start, mine.name).count == 1 &&
               same_value(mine.value, theirs.value);
        return same;
    });
    b = counted;
    return same && here == there && a.ok && b.ok;
}

constexpr bool same_value(json_cursor& a, json_cursor& b) {
    const char first = a.peek();
    const char other = b.peek();
    if (first == '{') return other == '{' && same_object(a, b);
    if (first == '[') return other == '[' && same_array(a, b);
    if (first == '"') return other == '"' && same_string(a.take_string(), b.take_string());
    const auto left = a.take_word();
    const auto right = b.take_word();
    if (!a.ok || !b.ok) return false;
    const auto numeric = [](std::string_view word) {
        return word[0] == '-' || (word[0] >= '0' && word[0] <= '9');
    };
    if (numeric(left) && numeric(right)) return json_decimal{left} == json_decimal{right};
    return left == right;
}

}  // namespace detail

/// Whether two JSON texts mean the same: spaces and the order of members do not matter, `1` is
/// `1.0`.
///
/// For `static_assert`s beside a schema. A text that is not JSON is like no other, nor is one with
/// an object that has a name twice.
constexpr bool same_json(std::string_view left, std::string_view right) {
    detail::json_cursor a{left};
    detail::json_cursor b{right};
    return detail::same_value(a, b) && a.ok && b.ok && a.peek() == '\0' && b.peek() == '\0';
}

}  // namespace asyncapi
