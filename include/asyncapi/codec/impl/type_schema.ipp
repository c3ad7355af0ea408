#pragma once

#include <asyncapi/codec/type_schema.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/schema/write.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <utility>

namespace asyncapi::detail {

ASYNCAPI_DECL type_schema::type_schema(std::string_view text)
    : text_{text},
      compiled_{std::make_unique<const result<validation::compiled_schema>>(
          validation::compiled_schema::compile(text))} {}
ASYNCAPI_DECL type_schema::~type_schema() = default;

ASYNCAPI_DECL const result<validation::compiled_schema>& type_schema::compiled() const noexcept {
    return *compiled_;
}

ASYNCAPI_DECL bool type_schema::accepts(std::string_view json) const {
    if (!*compiled_) return false;
    const auto parsed = validation::parse_json(json);
    return parsed && (*compiled_)->accepts(*parsed);
}

ASYNCAPI_DECL bool type_schema::accepts_text(std::string_view text,
                                             validation::work_left& work) const {
    const rapidjson::Value value{rapidjson::StringRef(
        text.data() ? text.data() : "", static_cast<rapidjson::SizeType>(text.size()))};
    return *compiled_ && (*compiled_)->accepts(value, work);
}

ASYNCAPI_DECL std::string pattern_schema(std::string_view pattern) {
    struct {
        std::string text = "{\"pattern\":";
        void put(char c) { text += c; }
    } sink;
    write_text(sink, pattern);
    return std::move(sink.text) + '}';
}

ASYNCAPI_DECL bool is_json_text(std::string_view text) {
    return validation::parse_json(text).has_value();
}

}  // namespace asyncapi::detail
