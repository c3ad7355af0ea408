#pragma once

#include <asyncapi/codec/json.hpp>
#include <asyncapi/connector.hpp>
#include <asyncapi/document.hpp>
#include <asyncapi/document/model/values.hpp>
#include <asyncapi/document/schema_bundle.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi::detail {

/// Holds what a handshake says to the WebSocket binding of the channel it opens.
///
/// Values are text; where a property of the schema is not text, they are read as what it is. What
/// comes from credentials is there, and not looked at. Errors quote no value.
/// \see bindings/websockets 0.1.0, Channel Binding Object: method, query, headers
class handshake_values {
public:
    /// \param owner  `channel 'prices'`
    handshake_values(const document& from, const document_value& binding, std::string owner)
        : document_{from}, owner_{std::move(owner)} {
        if (auto target = from.resolve(binding)) binding_ = *std::move(target);
    }

    /// \return `contract_violation` with the value's name; `unsupported` for a method that opens
    ///         no WebSocket
    result<void> check(const server_description& server) const {
        const auto method = model_values::text(binding_, "method");
        if (!method.empty() && method != "GET")
            return error{errc::unsupported, owner_ + ": a WebSocket opens with GET, not " + method};
        if (auto fits = check("query", server.query, server.credentials.query); !fits) return fits;
        return check("headers", server.headers, server.credentials.headers);
    }

private:
    template <class Values>
    result<void> check(std::string_view part, const Values& values,
                       const secret_map& secrets) const {
        const auto at = binding_.member(part);
        if (!at) return {};
        const auto bundle = bundle_schema(document_, at, {});
        if (!bundle) return bundle.error();
        auto schema = validation::parse_json(bundle->text);
        if (!schema) return schema.error();
        auto& root = root_of(*schema);
        for (const auto& [name, value] : secrets) forget(root, name);
        const auto compiled = validation::compiled_schema::compile(write_json(*schema));
        if (!compiled) return compiled.error();
        const auto broken = compiled->check(instance_of(root, values));
        if (broken.empty()) return {};
        violation where;
        where.message = std::string{part} + " of " + owner_;
        where.pointer = broken.front().pointer;
        where.keyword = broken.front().keyword;
        where.reason = "the WebSocket binding does not allow this";
        if (where.keyword == "required") where.reason = "needed: " + missing(root, values);
        const auto position = at.position();
        where.schema_pointer = at.pointer;
        where.line = position.line;
        where.column = position.column;
        return error{errc::contract_violation, std::move(where)};
    }

    static rapidjson::Value* member(rapidjson::Value& in, std::string_view name) {
        if (!in.IsObject()) return nullptr;
        const auto found = in.FindMember(rapidjson::Value{
            rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size()))});
        return found == in.MemberEnd() ? nullptr : &found->value;
    }

    // A bundle has all schemas among its definitions, also the one it is of.
    static rapidjson::Value& root_of(rapidjson::Document& bundle) {
        const auto* reference = member(bundle, "$ref");
        if (reference == nullptr || !reference->IsString()) return bundle;
        auto pointer = validation::detail::text_of(*reference);
        pointer.remove_prefix(pointer.starts_with('#') ? 1 : 0);
        auto* root = rapidjson::Pointer{pointer.data(), pointer.size()}.Get(bundle);
        return root == nullptr ? bundle : *root;
    }

    // A secret is not compared with anything.
    static void forget(rapidjson::Value& schema, std::string_view name) {
        auto* required = member(schema, "required");
        if (required == nullptr || !required->IsArray()) return;
        for (auto each = required->Begin(); each != required->End();) {
            const bool is_it = each->IsString() && validation::detail::text_of(*each) == name;
            each = is_it ? required->Erase(each) : each + 1;
        }
    }

    template <class Values>
    static std::string missing(rapidjson::Value& schema, const Values& values) {
        std::string names;
        const auto* required = member(schema, "required");
        if (required == nullptr || !required->IsArray()) return names;
        for (const auto& each : required->GetArray()) {
            if (!each.IsString()) continue;
            const auto name = validation::detail::text_of(each);
            const bool is_there = std::any_of(values.begin(), values.end(), [&](const auto& value) {
                return value.first == name;
            });
            if (!is_there) names += (names.empty() ? "" : ", ") + std::string{name};
        }
        return names;
    }

    template <class Values>
    static rapidjson::Document instance_of(rapidjson::Value& schema, const Values& values) {
        rapidjson::Document made{rapidjson::kObjectType};
        auto& memory = made.GetAllocator();
        auto* properties = member(schema, "properties");
        for (const auto& [name, text] : values) {
            auto* property = properties == nullptr ? nullptr : member(*properties, name);
            auto* type = property == nullptr ? nullptr : member(*property, "type");
            rapidjson::Value value{text.data(), static_cast<rapidjson::SizeType>(text.size()),
                                   memory};
            const bool is_text = type == nullptr || *type == "string";
            if (const auto read = validation::parse_json(text); !is_text && read)
                value.CopyFrom(*read, memory);
            made.AddMember(rapidjson::Value{name.data(),
                                            static_cast<rapidjson::SizeType>(name.size()), memory},
                           value, memory);
        }
        return made;
    }

    const document& document_;
    document_value binding_;
    std::string owner_;
};

}  // namespace asyncapi::detail
