#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace asyncapi::tool {

/// Writes JSON, indented; objects and lists are what happens inside a function.
class json_text {
public:
    json_text() { writer_.SetIndent(' ', 2); }

    template <class Inside>
    void object(Inside inside) {
        writer_.StartObject();
        inside();
        writer_.EndObject();
    }
    template <class Inside>
    void list(Inside inside) {
        writer_.StartArray();
        inside();
        writer_.EndArray();
    }
    json_text& member(std::string_view name) {
        writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
        return *this;
    }
    void text(std::string_view value) {
        writer_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    }
    void number(std::uint64_t value) { writer_.Uint64(value); }

    std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

private:
    rapidjson::StringBuffer buffer_;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace asyncapi::tool
