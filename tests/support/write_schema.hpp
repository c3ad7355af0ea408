#pragma once

#include <asyncapi/validation/draft07/node.hpp>
#include <asyncapi/validation/draft07/says_nothing.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// Writes a schema that was read as JSON again; inside itself it is `{"$ref": ...}`.
class schema_text_writer {
public:
    using node = asyncapi::validation::detail::node;

    static std::string write(const node& schema) {
        rapidjson::StringBuffer buffer;
        schema_text_writer writer{buffer};
        writer.schema(schema);
        return buffer.GetString();
    }

private:
    explicit schema_text_writer(rapidjson::StringBuffer& buffer) : out_{buffer} {}

    void schema(const node& from) {
        namespace detail = asyncapi::validation::detail;
        const auto& s = detail::resolved(from);
        if (s.is_false) return static_cast<void>(out_.Bool(false));
        if (detail::says_nothing(s)) return static_cast<void>(out_.Bool(true));
        for (const auto* each : open_)
            if (each == &s) {
                out_.StartObject();
                key("$ref");
                text("#" + s.location);
                return static_cast<void>(out_.EndObject());
            }
        open_.push_back(&s);
        out_.StartObject();
        values(s.values);
        numbers(s.numbers);
        strings(s.strings);
        arrays(s.arrays);
        objects(s.objects);
        combinations(s.combinations);
        out_.EndObject();
        open_.pop_back();
    }

    void values(const asyncapi::validation::detail::value_keywords& k) {
        if (k.types != 0) {
            key("type");
            std::vector<std::string_view> names;
            for (const auto& each : asyncapi::validation::detail::type_names)
                if ((k.types & each.bit) != 0) names.push_back(each.name);
            if (names.size() == 1) {
                text(names.front());
            } else {
                list(names);
            }
        }
        if (k.enumeration != nullptr) key("enum"), k.enumeration->Accept(out_);
        if (k.constant != nullptr) key("const"), k.constant->Accept(out_);
    }

    void numbers(const asyncapi::validation::detail::number_keywords& k) {
        const auto bound = [&](std::string_view name, const auto& value) {
            if (!value) return;
            key(name);
            const auto written = value->text();
            out_.RawValue(written.data(), written.size(), rapidjson::kNumberType);
        };
        bound("minimum", k.minimum);
        bound("maximum", k.maximum);
        bound("exclusiveMinimum", k.exclusive_minimum);
        bound("exclusiveMaximum", k.exclusive_maximum);
        bound("multipleOf", k.multiple_of);
        if (k.format != nullptr) key("format"), text(k.format->name);
    }

    void strings(const asyncapi::validation::detail::string_keywords& k) {
        count("minLength", k.min_length);
        count("maxLength", k.max_length);
        if (k.pattern != nullptr) key("pattern"), text(k.pattern->source());
        if (k.format != nullptr) key("format"), text(k.format->name);
        if (k.content.base64) key("contentEncoding"), text("base64");
        if (k.content.json) key("contentMediaType"), text("application/json");
    }

    void arrays(const asyncapi::validation::detail::array_keywords& k) {
        if (k.is_tuple) {
            schemas("items", k.tuple);
        } else {
            inner("items", k.items);
        }
        inner("additionalItems", k.additional_items);
        inner("contains", k.contains);
        count("minItems", k.min_items);
        count("maxItems", k.max_items);
        if (k.unique_items) key("uniqueItems"), out_.Bool(true);
    }

    void objects(const asyncapi::validation::detail::object_keywords& k) {
        if (!k.properties.empty()) {
            key("properties");
            out_.StartObject();
            for (const auto& each : k.properties) inner(each.name, each.schema);
            out_.EndObject();
        }
        if (!k.pattern_properties.empty()) {
            key("patternProperties");
            out_.StartObject();
            for (const auto& each : k.pattern_properties)
                inner(each.pattern->source(), each.schema);
            out_.EndObject();
        }
        inner("additionalProperties", k.additional_properties);
        inner("propertyNames", k.property_names);
        if (!k.required.empty()) key("required"), list(k.required);
        if (!k.dependencies.empty()) {
            key("dependencies");
            out_.StartObject();
            for (const auto& each : k.dependencies) {
                if (each.schema != nullptr) {
                    inner(each.name, each.schema);
                } else {
                    key(each.name);
                    list(each.names);
                }
            }
            out_.EndObject();
        }
        count("minProperties", k.min_properties);
        count("maxProperties", k.max_properties);
    }

    void combinations(const asyncapi::validation::detail::combination_keywords& k) {
        schemas("allOf", k.all_of);
        schemas("anyOf", k.any_of);
        schemas("oneOf", k.one_of);
        inner("not", k.negated);
        inner("if", k.condition);
        inner("then", k.consequent);
        inner("else", k.alternative);
    }

    void inner(std::string_view name, const node* from) {
        if (from == nullptr) return;
        key(name);
        schema(*from);
    }
    void schemas(std::string_view name, const std::vector<const node*>& from) {
        if (from.empty()) return;
        key(name);
        out_.StartArray();
        for (const auto* each : from) schema(*each);
        out_.EndArray();
    }
    void list(const std::vector<std::string_view>& names) {
        out_.StartArray();
        for (const auto name : names) text(name);
        out_.EndArray();
    }
    template <class Count>
    void count(std::string_view name, const Count& value) {
        if (value) key(name), out_.Uint64(*value);
    }
    void key(std::string_view name) {
        out_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }
    void text(std::string_view value) {
        out_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }

    rapidjson::Writer<rapidjson::StringBuffer> out_;
    std::vector<const node*> open_;
};

}  // namespace support
