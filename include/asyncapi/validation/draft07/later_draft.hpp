#pragma once

#include <asyncapi/validation/draft07/subschemas.hpp>
#include <asyncapi/validation/draft07/uri.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::validation::detail {

/// Says a document of draft 2019-09 that a `$ref` led to in the words of draft-07, where that has
/// words for all that the document says.
///
/// \see JSON Schema 2019-09, release notes: what changed since draft-07
class later_draft {
public:
    static bool is_declared_by(const rapidjson::Value& document) {
        if (!document.IsObject()) return false;
        const auto* dialect = find_member(document, "$schema");
        if (dialect == nullptr || !dialect->IsString()) return false;
        const auto declared = uri::parse(text_of(*dialect));
        return declared.authority == "json-schema.org" && declared.path == "/draft/2019-09/schema";
    }

    explicit later_draft(rapidjson::Document& document)
        : document_{document}, allocator_{document.GetAllocator()} {}

    /// \return whether it could be done; if not, the document is of no use any more
    bool restate() {
        document_.RemoveMember("$schema");
        return restate(document_);
    }

private:
    using value = rapidjson::Value;

    // What draft-07 has no words for, or means something else by.
    static bool is_beyond(std::string_view keyword) {
        constexpr std::string_view beyond[] = {
            "$anchor",     "$recursiveRef", "$recursiveAnchor", "$vocabulary",          "$schema",
            "minContains", "maxContains",   "unevaluatedItems", "unevaluatedProperties"};
        return std::ranges::find(beyond, keyword) != std::end(beyond);
    }

    static bool is_annotation(std::string_view keyword) {
        constexpr std::string_view annotations[] = {
            "$comment", "title",      "description", "default", "examples",
            "readOnly", "deprecated", "writeOnly",   "$defs",   "definitions"};
        return std::ranges::find(annotations, keyword) != std::end(annotations);
    }

    bool restate(value& schema) {
        if (!schema.IsObject()) return true;
        schema.RemoveMember("dependencies");  // says nothing in 2019-09
        for (auto& member : schema.GetObject())
            if (is_beyond(text_of(member.name)) || !restate_inside(member)) return false;
        return restate_dependencies(schema) && restate_reference(schema);
    }

    bool restate_inside(value::Member& member) {
        const auto keyword = text_of(member.name);
        const auto shape = shape_of(keyword);
        const bool is_map = shape == keyword_shape::schema_map || keyword == "$defs" ||
                            keyword == "dependentSchemas";
        auto& inner = member.value;
        if (is_map && inner.IsObject()) {
            for (auto& each : inner.GetObject())
                if (!restate(each.value)) return false;
            return true;
        }
        if (inner.IsArray() &&
            (shape == keyword_shape::schema_list || shape == keyword_shape::items)) {
            for (auto& each : inner.GetArray())
                if (!restate(each)) return false;
            return true;
        }
        if (shape == keyword_shape::schema || shape == keyword_shape::items) return restate(inner);
        return true;
    }

    // Names and schemas that depend on a member: draft-07 has one keyword for both.
    bool restate_dependencies(value& schema) {
        value merged{rapidjson::kObjectType};
        if (auto names = schema.FindMember("dependentRequired"); names != schema.MemberEnd()) {
            if (!names->value.IsObject()) return false;
            merged = std::move(names->value);
            schema.RemoveMember("dependentRequired");
        }
        if (auto schemas = schema.FindMember("dependentSchemas"); schemas != schema.MemberEnd()) {
            if (!schemas->value.IsObject()) return false;
            value moved{std::move(schemas->value)};
            schema.RemoveMember("dependentSchemas");
            for (auto& each : moved.GetObject()) {
                const auto known = merged.FindMember(each.name);
                if (known == merged.MemberEnd())
                    merged.AddMember(each.name, each.value, allocator_);
                else
                    known->value = both(known->value, each.value);
            }
        }
        if (!merged.ObjectEmpty()) schema.AddMember("dependencies", merged, allocator_);
        return true;
    }

    value both(value& names, value& schema) {
        value required{rapidjson::kObjectType};
        required.AddMember("required", names, allocator_);
        value list{rapidjson::kArrayType};
        list.PushBack(required, allocator_).PushBack(schema, allocator_);
        value made{rapidjson::kObjectType};
        made.AddMember("allOf", list, allocator_);
        return made;
    }

    // In draft-07 what stands beside a `$ref` means nothing.
    bool restate_reference(value& schema) {
        const auto reference = schema.FindMember("$ref");
        if (reference == schema.MemberEnd()) return true;
        const bool is_alone = std::ranges::all_of(schema.GetObject(), [](const auto& each) {
            return text_of(each.name) == "$ref" || is_annotation(text_of(each.name));
        });
        if (is_alone) return true;
        if (schema.HasMember("$id")) return false;
        value one{rapidjson::kObjectType};
        one.AddMember("$ref", reference->value, allocator_);
        schema.RemoveMember("$ref");
        if (const auto all = schema.FindMember("allOf"); all != schema.MemberEnd()) {
            if (!all->value.IsArray()) return false;
            all->value.PushBack(one, allocator_);
            return true;
        }
        value list{rapidjson::kArrayType};
        list.PushBack(one, allocator_);
        schema.AddMember("allOf", list, allocator_);
        return true;
    }

    rapidjson::Document& document_;
    rapidjson::Document::AllocatorType& allocator_;
};

}  // namespace asyncapi::validation::detail
