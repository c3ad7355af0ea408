#pragma once

#include <asyncapi/document/checks/schemas/instance_maker.hpp>
#include <asyncapi/document/checks/schemas/instances.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncapi::checks::detail {

/// Values that a part of a message may be.
struct candidates {
    formatted_schema schema = {};               ///< empty: anything is allowed
    std::vector<rapidjson::Value> values = {};  ///< each satisfies it

    bool accept(run& asking, const rapidjson::Value& value) const {
        return !schema.schema || judge(asking, schema, value) == verdict::yes;
    }
};

/// \param part  `payload` or `headers`
inline candidates candidates_of(run& asking, const document_value& message, std::string_view part,
                                formatted_schema schema,
                                rapidjson::Document::AllocatorType& memory) {
    constexpr rapidjson::SizeType most_examples = 3;
    candidates found{std::move(schema)};
    if (!found.schema.schema) return found;
    const auto add = [&](rapidjson::Value&& value) {
        if (found.accept(asking, value)) found.values.push_back(std::move(value));
    };
    const auto examples = effective_member(asking.document(), message, "examples");
    if (examples && examples->IsArray())
        for (rapidjson::SizeType i = 0; i < std::min(examples->Size(), most_examples); ++i)
            if (const auto value = element(examples, i).member(part))
                add(rapidjson::Value{*value, memory});
    instance_maker maker{asking, memory};
    add(maker.make(found.schema.schema, instance_maker::extent::least));
    add(maker.make(found.schema.schema, instance_maker::extent::most));
    return found;
}

/// \return a value that satisfies both, or nullptr
inline const rapidjson::Value* common_value(run& asking, const candidates& left,
                                            const candidates& right) {
    for (const auto& each : left.values)
        if (right.accept(asking, each)) return &each;
    for (const auto& each : right.values)
        if (left.accept(asking, each)) return &each;
    return nullptr;
}

/// \return an object that satisfies both with the members of both, or null
inline rapidjson::Value merged_value(run& asking, const candidates& left, const candidates& right,
                                     rapidjson::Document::AllocatorType& memory) {
    if (left.values.empty() || right.values.empty()) return {};
    rapidjson::Value made{left.values.back(), memory};
    if (!made.IsObject() || !right.values.back().IsObject()) return {};
    for (const auto& member : right.values.back().GetObject())
        if (validation::detail::find_member(made, text_of(member.name)) == nullptr)
            made.AddMember(rapidjson::Value{member.name, memory},
                           rapidjson::Value{member.value, memory}, memory);
    const bool fits = left.accept(asking, made) && right.accept(asking, made);
    return fits ? std::move(made) : rapidjson::Value{};
}

inline std::string shortened_json(const rapidjson::Value& value) {
    constexpr std::size_t longest = 160;
    rapidjson::StringBuffer buffer;
    rapidjson::Writer writer{buffer};
    value.Accept(writer);
    return validation::detail::shortened({buffer.GetString(), buffer.GetSize()}, longest);
}

}  // namespace asyncapi::checks::detail
