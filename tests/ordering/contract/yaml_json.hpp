#pragma once

#include <rapidjson/document.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// An AsyncAPI document as JSON: enough of YAML for one that is written by hand.
class yaml_document {
public:
    explicit yaml_document(const std::string& file) { convert(YAML::LoadFile(file), json_); }

    const rapidjson::Value& root() const noexcept { return json_; }

    /// \param pointer  `#/components/schemas/Name`, with `~1` for `/`
    const rapidjson::Value& at(std::string_view pointer) const {
        const rapidjson::Value* value = &json_;
        for (auto from = pointer.find('/'); from != std::string_view::npos;) {
            const auto to = pointer.find('/', from + 1);
            std::string name{
                pointer.substr(from + 1, to == std::string_view::npos ? to : to - from - 1)};
            for (auto escape = name.find("~1"); escape != std::string::npos;
                 escape = name.find("~1")) {
                name.replace(escape, 2, "/");
            }
            const auto member = value->FindMember(name.c_str());
            if (member == value->MemberEnd()) {
                throw std::out_of_range{"the document has no " + std::string{pointer}};
            }
            value = &member->value;
            from = to;
        }
        return *value;
    }

    /// A copy with every reference replaced by what it refers to.
    rapidjson::Document resolved(const rapidjson::Value& value) const {
        rapidjson::Document copy;
        resolve(value, copy, copy.GetAllocator());
        return copy;
    }

private:
    void convert(const YAML::Node& node, rapidjson::Value& to) {
        auto& memory = json_.GetAllocator();
        switch (node.Type()) {
            case YAML::NodeType::Map:
                to.SetObject();
                for (const auto& entry : node) {
                    rapidjson::Value converted;
                    convert(entry.second, converted);
                    to.AddMember(text(entry.first.Scalar()), converted, memory);
                }
                return;
            case YAML::NodeType::Sequence:
                to.SetArray();
                for (const auto& item : node) {
                    rapidjson::Value converted;
                    convert(item, converted);
                    to.PushBack(converted, memory);
                }
                return;
            case YAML::NodeType::Scalar:
                to = scalar(node);
                return;
            default:
                to.SetNull();
        }
    }

    rapidjson::Value scalar(const YAML::Node& node) {
        const auto& word = node.Scalar();
        // "!" is what yaml-cpp calls a quoted scalar.
        if (node.Tag() == "!") return text(word);
        if (word == "true" || word == "false") return rapidjson::Value{word == "true"};
        std::int64_t whole = 0;
        const auto* end = word.data() + word.size();
        const auto [rest, code] = std::from_chars(word.data(), end, whole);
        if (code == std::errc{} && rest == end) return rapidjson::Value{whole};
        return text(word);
    }

    rapidjson::Value text(const std::string& word) {
        return {word.c_str(), static_cast<rapidjson::SizeType>(word.size()), json_.GetAllocator()};
    }

    void resolve(const rapidjson::Value& value, rapidjson::Value& to,
                 rapidjson::Document::AllocatorType& memory) const {
        if (value.IsArray()) {
            to.SetArray();
            for (const auto& item : value.GetArray()) {
                rapidjson::Value copy;
                resolve(item, copy, memory);
                to.PushBack(copy, memory);
            }
        } else if (value.IsObject() && value.HasMember("$ref")) {
            resolve(at(value["$ref"].GetString()), to, memory);
        } else if (value.IsObject()) {
            to.SetObject();
            for (const auto& member : value.GetObject()) {
                rapidjson::Value copy;
                resolve(member.value, copy, memory);
                to.AddMember(rapidjson::Value{member.name, memory}, copy, memory);
            }
        } else {
            to.CopyFrom(value, memory);
        }
    }

    rapidjson::Document json_;
};

/// Removes what constrains nothing, and puts lists without order into one.
inline void keep_constraints(rapidjson::Value& schema) {
    if (!schema.IsObject()) return;
    for (const auto* note : {"title", "description", "examples", "default", "deprecated"}) {
        schema.RemoveMember(note);
    }
    if (schema.HasMember("required")) {
        auto names = schema["required"].GetArray();
        std::sort(names.Begin(), names.End(), [](const auto& left, const auto& right) {
            return std::string_view{left.GetString()} < right.GetString();
        });
    }
    if (schema.HasMember("properties")) {
        for (auto& property : schema["properties"].GetObject()) keep_constraints(property.value);
    }
    if (schema.HasMember("items")) keep_constraints(schema["items"]);
}
