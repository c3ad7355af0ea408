#pragma once

#include <asyncapi/codec/typed/failure.hpp>
#include <asyncapi/detail/json/text_cursor.hpp>

#include <cstddef>
#include <vector>

namespace asyncapi::detail {

ASYNCAPI_DECL std::string pointer_step(std::string_view token) {
    std::string step = "/";
    for (const char c : token) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

ASYNCAPI_DECL std::string pointer_after(std::string_view beginning) {
    struct level {
        bool is_object = false;
        bool awaits_name = false;
        std::size_t index = 0;
        std::string name = {};
    };
    std::vector<level> levels;
    text_cursor at{beginning};
    text_token text;
    while (!at.is_at_end()) {
        const char c = at.peek();
        if (c == '"') {
            if (!at.text(text)) break;
            if (!levels.empty() && levels.back().awaits_name) {
                levels.back().awaits_name = false;
                levels.back().name = text.text;
            }
            continue;
        }
        at.take(c);
        if (c == '{' || c == '[') {
            levels.push_back({c == '{', c == '{'});
        } else if (c == '}' || c == ']') {
            levels.pop_back();
        } else if (c == ',') {
            ++levels.back().index;
            levels.back().awaits_name = levels.back().is_object;
        }
    }
    std::string pointer;
    for (const auto& each : levels) {
        if (!each.is_object)
            pointer += pointer_step(std::to_string(each.index));
        else if (!each.awaits_name)
            pointer += pointer_step(each.name);
    }
    return pointer;
}

}  // namespace asyncapi::detail
