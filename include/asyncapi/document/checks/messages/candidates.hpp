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
    const validation::compiled_schema* schema = nullptr;  ///< null: nothing is said, or known
    std::vector<rapidjson::Value> values = {};            ///< each satisfies it
    bool is_known = true;  ///< the schema can be held to, or there is none
};

/// \param part  `payload` or `headers`
inline candidates candidates_of(run& asking, const document_value& message, std::string_view part,
                                const formatted_schema& schema,
                                rapidjson::Document::AllocatorType& memory) {
    constexpr rapidjson::SizeType most_examples = 3;
    candidates found;
    if (!schema.schema) return found;
    found.schema = compiled(asking, schema);
    found.is_known = found.schema != nullptr;
    if (!found.is_known) return found;
    const auto add = [&](rapidjson::Value&& value) {
        if (found.schema->accepts(value)) found.values.push_back(std::move(value));
    };
    const auto examples = effective_member(asking.document(), message, "examples");
    if (examples && examples->IsArray())
        for (rapidjson::SizeType i = 0; i < std::min(examples->Size(), most_examples); ++i)
            if (const auto value = element(examples, i).member(part))
                add(rapidjson::Value{*value, memory});
    instance_maker maker{asking, memory};
    add(maker.make(schema.schema, instance_maker::extent::least));
    add(maker.make(schema.schema, instance_maker::extent::most));
    return found;
}

/// \return a value that satisfies both, or nullptr
inline const rapidjson::Value* common_value(const candidates& left, const candidates& right) {
    for (const auto& each : left.values)
        if (right.schema == nullptr || right.schema->accepts(each)) return &each;
    for (const auto& each : right.values)
        if (left.schema == nullptr || left.schema->accepts(each)) return &each;
    return nullptr;
}

inline std::string shortened_json(const rapidjson::Value& value) {
    constexpr std::size_t longest = 160;
    rapidjson::StringBuffer buffer;
    rapidjson::Writer writer{buffer};
    value.Accept(writer);
    return validation::detail::shortened({buffer.GetString(), buffer.GetSize()}, longest);
}

}  // namespace asyncapi::checks::detail
