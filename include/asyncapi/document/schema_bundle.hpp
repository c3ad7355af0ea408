#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/schema_format.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/draft07/subschemas.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncapi {

/// A schema of a document with all it refers to, as one JSON text that refers to nothing outside.
struct schema_bundle {
    /// JSON Schema. Each schema that a reference led to stands once under `/definitions`.
    std::string text;

    /// Where the definitions come from, in their order.
    std::vector<document_value> origins;

    /// \param schema_pointer  into `text`, as violations have it
    /// \return the place in the document; an empty one when there is none
    document_value locate(std::string_view schema_pointer) const {
        constexpr std::string_view definitions = "/definitions/";
        if (!schema_pointer.starts_with(definitions)) return origin(0, {});
        schema_pointer.remove_prefix(definitions.size());
        std::size_t index = 0;
        const auto* const end = schema_pointer.data() + schema_pointer.size();
        const auto read = std::from_chars(schema_pointer.data(), end, index);
        if (read.ec != std::errc{}) return {};
        return origin(index, {read.ptr, static_cast<std::size_t>(end - read.ptr)});
    }

private:
    document_value origin(std::size_t index, std::string_view rest) const {
        if (index >= origins.size()) return {};
        auto at = origins[index];
        at.pointer += rest;
        at.value = at.source->find(at.pointer);
        return at;
    }
};

namespace detail {

class schema_bundler {
public:
    schema_bundler(const document& from, schema_language language)
        : document_{from}, is_openapi_{language == schema_language::openapi} {}

    result<schema_bundle> bundle(const document_value& schema, std::string_view dialect) {
        writer_.StartObject();
        if (!dialect.empty()) {
            key("$schema");
            text(dialect);
        }
        key("$ref");
        text("#/definitions/" + std::to_string(index_of(schema)));
        key("definitions");
        writer_.StartObject();
        for (std::size_t i = 0; i < origins_.size() && !problem_; ++i) {
            key(std::to_string(i));
            const auto origin = origins_[i];
            write_schema(*origin.source, *origin.value);
        }
        writer_.EndObject();
        writer_.EndObject();
        if (problem_) return *problem_;
        return schema_bundle{{buffer_.GetString(), buffer_.GetSize()},
                             {origins_.begin(), origins_.end()}};
    }

private:
    using writer = rapidjson::Writer<rapidjson::StringBuffer>;

    void key(std::string_view name) {
        writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }
    void text(std::string_view value) {
        writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }

    std::size_t index_of(const document_value& target) {
        const auto [known, is_new] = indices_.try_emplace(target.value, origins_.size());
        if (is_new) origins_.push_back(target);
        return known->second;
    }

    // The siblings of a reference are ignored, and `$id` names nothing: a Reference Object is a
    // JSON Reference.
    void write_schema(const document_source& source, const rapidjson::Value& schema) {
        if (problem_) return;
        if (const auto* reference = document::reference_of(schema)) {
            const auto name = validation::detail::text_of(*reference);
            auto target = document_.resolve_once(source, name);
            if (!target) {
                problem_ = error{errc::unenforceable_schema,
                                 "the reference " + validation::detail::quoted(name) +
                                     " leads to nothing: " + target.error().detail()};
                return;
            }
            writer_.StartObject();
            key("$ref");
            text("#/definitions/" + std::to_string(index_of(*target)));
            writer_.EndObject();
            return;
        }
        if (!schema.IsObject()) {
            schema.Accept(writer_);
            return;
        }
        writer_.StartObject();
        for (const auto& member : schema.GetObject())
            write_member(source, schema, validation::detail::text_of(member.name), member.value);
        writer_.EndObject();
    }

    void write_member(const document_source& source, const rapidjson::Value& schema,
                      std::string_view name, const rapidjson::Value& value) {
        using validation::detail::keyword_shape;
        if (name == "$id" || name == "$schema" || name == "id") return;
        if (is_openapi_ && write_openapi(schema, name, value)) return;
        const auto shape = validation::detail::shape_of(name);
        const bool is_list = value.IsArray() &&
                             (shape == keyword_shape::schema_list || shape == keyword_shape::items);
        key(name);
        if (is_list) {
            writer_.StartArray();
            for (const auto& element : value.GetArray()) write_schema(source, element);
            writer_.EndArray();
        } else if (shape == keyword_shape::schema_map && value.IsObject()) {
            writer_.StartObject();
            for (const auto& entry : value.GetObject()) {
                key(validation::detail::text_of(entry.name));
                if (entry.value.IsArray())
                    entry.value.Accept(writer_);
                else
                    write_schema(source, entry.value);
            }
            writer_.EndObject();
        } else if (shape == keyword_shape::schema || shape == keyword_shape::items) {
            write_schema(source, value);
        } else {
            value.Accept(writer_);
        }
    }

    // OpenAPI 3.0 has `nullable`, and exclusive bounds as draft-04 has them.
    bool write_openapi(const rapidjson::Value& schema, std::string_view name,
                       const rapidjson::Value& value) {
        const auto is_true = [&schema](std::string_view wanted) {
            const auto* member = validation::detail::find_member(schema, wanted);
            return member != nullptr && member->IsTrue();
        };
        if (name == "type" && value.IsString() && is_true("nullable")) {
            key(name);
            writer_.StartArray();
            value.Accept(writer_);
            text("null");
            writer_.EndArray();
            return true;
        }
        if (name == "minimum" && is_true("exclusiveMinimum")) {
            key("exclusiveMinimum");
            value.Accept(writer_);
            return true;
        }
        if (name == "maximum" && is_true("exclusiveMaximum")) {
            key("exclusiveMaximum");
            value.Accept(writer_);
            return true;
        }
        return (name == "exclusiveMinimum" || name == "exclusiveMaximum") && value.IsBool();
    }

    const document& document_;
    bool is_openapi_;
    rapidjson::StringBuffer buffer_;
    writer writer_{buffer_};
    std::deque<document_value> origins_;
    std::unordered_map<const rapidjson::Value*, std::size_t> indices_;
    std::optional<error> problem_;
};

/// \return the `$schema` that a JSON Schema's `schemaFormat` asks for; empty for draft-07
inline std::string_view dialect_of(std::string_view format) {
    if (format.find("draft-04") != format.npos) return "http://json-schema.org/draft-04/schema#";
    if (format.find("draft-06") != format.npos) return "http://json-schema.org/draft-06/schema#";
    return {};
}

}  // namespace detail

/// Puts a schema and all that it refers to, also in other files and in circles, into one text.
///
/// \param format  the `schemaFormat` it is written in; empty: AsyncAPI's own
/// \return `unenforceable_schema` for a language that the library cannot hold messages to, and for
/// a
///         reference that leads to nothing
inline result<schema_bundle> bundle_schema(const document& from, const document_value& schema,
                                           std::string_view format = {}) {
    const auto language = language_of(format);
    if (!is_enforceable(language))
        return error{errc::unenforceable_schema, "schemas of the format " +
                                                     validation::detail::quoted(format, 80) +
                                                     " cannot be enforced"};
    if (!schema) return error{errc::unenforceable_schema, "there is no schema"};
    return detail::schema_bundler{from, language}.bundle(schema, detail::dialect_of(format));
}

}  // namespace asyncapi
