#include "plain_schema.hpp"

#include <asyncapi/validation/draft07/subschemas.hpp>
#include <asyncapi/validation/json/equality.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi::tool {
namespace {

using validation::detail::find_member;
using validation::detail::keyword_shape;
using validation::detail::text_of;

class plain_writer {
public:
    explicit plain_writer(const rapidjson::Value& root)
        : definitions_{*find_member(root, "definitions")} {}

    std::string text(const rapidjson::Value& root) {
        writer_.StartObject();
        if (const auto* reference = find_member(root, "$ref"))
            members(definition(text_of(*reference)), text_of(*reference));
        // What was met again inside itself, until nothing is.
        if (!recursive_.empty()) {
            key("definitions");
            writer_.StartObject();
            std::set<std::string> written;
            for (bool more = true; more;) {
                more = false;
                for (const auto& each : std::set<std::string>{recursive_}) {
                    if (!written.insert(each).second) continue;
                    more = true;
                    const auto number = each.substr(each.rfind('/') + 1);
                    key(number);
                    open_.assign(1, each);
                    schema(definition(each));
                    open_.clear();
                }
            }
            writer_.EndObject();
        }
        writer_.EndObject();
        return {buffer_.GetString(), buffer_.GetSize()};
    }

private:
    // A schema that many refer to many times is not written out each time.
    static constexpr std::size_t max_bytes = 65'536;

    const rapidjson::Value& definition(std::string_view reference) const {
        return *find_member(definitions_, reference.substr(reference.rfind('/') + 1));
    }

    void key(std::string_view name) {
        writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    }

    static bool is_annotation(std::string_view keyword) {
        constexpr std::string_view annotations[] = {
            "title",         "description", "default",  "examples",   "example",
            "externalDocs",  "deprecated",  "readOnly", "writeOnly",  "$comment",
            "discriminator", "format",      "xml",      "definitions"};
        return keyword.starts_with("x-") ||
               std::ranges::find(annotations, keyword) != std::end(annotations);
    }

    void schema(const rapidjson::Value& value) {
        if (!value.IsObject()) {
            value.Accept(writer_);
            return;
        }
        const auto* reference = find_member(value, "$ref");
        writer_.StartObject();
        if (reference == nullptr) {
            members(value, {});
        } else {
            const std::string target{text_of(*reference)};
            const bool is_open = std::ranges::find(open_, target) != open_.end();
            if (is_open || buffer_.GetSize() > max_bytes) {
                recursive_.insert(target);
                key("$ref");
                reference->Accept(writer_);
            } else {
                members(definition(target), target);
            }
        }
        writer_.EndObject();
    }

    void members(const rapidjson::Value& value, std::string_view target) {
        if (value.IsObject() && find_member(value, "$ref") != nullptr) {
            const auto next = text_of(*find_member(value, "$ref"));
            return members(definition(next), next);
        }
        if (!value.IsObject()) {
            // `true` says nothing; `false` refuses everything.
            if (value.IsFalse()) {
                key("not");
                writer_.StartObject();
                writer_.EndObject();
            }
            return;
        }
        if (!target.empty()) open_.emplace_back(target);
        for (const auto& member : value.GetObject()) {
            const auto name = text_of(member.name);
            if (!is_annotation(name)) this->member(name, member.value);
        }
        if (!target.empty()) open_.pop_back();
    }

    void member(std::string_view name, const rapidjson::Value& value) {
        const auto shape = validation::detail::shape_of(name);
        key(name);
        if (value.IsArray() &&
            (shape == keyword_shape::schema_list || shape == keyword_shape::items)) {
            writer_.StartArray();
            for (const auto& each : value.GetArray()) schema(each);
            writer_.EndArray();
        } else if (shape == keyword_shape::schema_map && value.IsObject()) {
            writer_.StartObject();
            for (const auto& each : value.GetObject()) {
                key(text_of(each.name));
                each.value.IsArray() ? static_cast<void>(each.value.Accept(writer_))
                                     : schema(each.value);
            }
            writer_.EndObject();
        } else if (shape == keyword_shape::schema || shape == keyword_shape::items) {
            schema(value);
        } else {
            value.Accept(writer_);
        }
    }

    const rapidjson::Value& definitions_;
    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
    std::vector<std::string> open_;
    std::set<std::string> recursive_;
};

}  // namespace

std::string plain_schema(const std::string& bundle) {
    rapidjson::Document document;
    document.Parse(bundle.data(), bundle.size());
    return plain_writer{document}.text(document);
}

}  // namespace asyncapi::tool
