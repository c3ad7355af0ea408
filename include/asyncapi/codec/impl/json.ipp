#pragma once

#include <asyncapi/codec/errors.hpp>
#include <asyncapi/codec/json.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <utility>

namespace asyncapi {

// First: `json.hpp` may be on its way to here before it has declared anything.
ASYNCAPI_DECL std::string write_json(const rapidjson::Value& json) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    json.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

namespace detail {

static_assert(max_json_bytes == validation::parse_limits{}.max_bytes);

inline error violated(codec_failure failure, std::string_view message) {
    return violated(violation{{},
                              std::move(failure.pointer),
                              std::string{failure.keyword},
                              {},
                              std::move(failure.reason)},
                    message);
}

ASYNCAPI_DECL result<rapidjson::Document> write_unchecked(const json_writing& how,
                                                          const void* value,
                                                          std::string_view message) {
    typed_writer writer{checks::elsewhere};
    if (!how.write(writer, value)) return violated(writer.failure(), message);
    auto json = validation::parse_json(writer.take());
    if (!json) return named(json.error(), message);
    return json;
}

ASYNCAPI_DECL result<void> check_json(const rapidjson::Value& json, const type_schema& schema,
                                      std::string_view message) {
    const auto& compiled = schema.compiled();
    if (!compiled) return named(compiled.error(), message);
    if (compiled->accepts(json)) return {};
    auto violations = compiled->check(json);
    if (violations.empty())
        violations.emplace_back().reason = "the message does not satisfy its schema";
    return violated(std::move(violations.front()), message);
}

ASYNCAPI_DECL result<void> read_checked(const rapidjson::Value& json, const json_reading& how,
                                        void* value, std::string_view message) {
    if (auto checked = check_json(json, how.schema(), message); !checked) return checked;
    const auto text = write_json(json);
    how.reset(value);
    typed_reader reader{text, checks::elsewhere};
    if (!how.read(reader, value)) return violated(reader.failure(text), message);
    return {};
}

ASYNCAPI_DECL result<void> read_checked(std::string_view text, const json_reading& how, void* value,
                                        std::string_view message) {
    const auto json = validation::parse_json(text);
    if (!json) return named(json.error(), message);
    return read_checked(*json, how, value, message);
}

ASYNCAPI_DECL result<std::string> write_checked(const json_writing& how, const void* value,
                                                std::string_view message) {
    const auto json = write_unchecked(how, value, message);
    if (!json) return json.error();
    if (auto checked = check_json(*json, how.schema(), message); !checked) return checked.error();
    return write_json(*json);
}

}  // namespace detail

}  // namespace asyncapi
