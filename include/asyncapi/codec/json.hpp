#pragma once

#include <asyncapi/codec/compiled.hpp>
#include <asyncapi/codec/decode.hpp>
#include <asyncapi/codec/encode.hpp>
#include <asyncapi/codec/typed/reader.hpp>
#include <asyncapi/codec/typed/writer.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/parse_json.hpp>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {
namespace detail {

/// Reads a text that satisfies its schema, in one pass.
///
/// \return false when the text has to be looked at again, by a reader that explains
template <class T>
bool read_at_once(std::string_view text, T& value) {
    if (text.size() > validation::parse_limits{}.max_bytes) return false;
    return typed_reader{text}.read_all(value);
}

/// Writes a value that satisfies its schema, in one pass.
///
/// \return nullopt when the value has to be looked at again, by a writer that explains
template <class T>
std::optional<std::string> write_at_once(const T& value) {
    typed_writer writer;
    if (!writer.write_all(value)) return std::nullopt;
    return writer.take();
}

inline error violated(violation where, std::string_view message) {
    where.message = message;
    return {errc::contract_violation, std::move(where)};
}

inline error violated(codec_failure&& failure, std::string_view message) {
    return violated(violation{{},
                              std::move(failure.pointer),
                              std::string{failure.keyword},
                              {},
                              std::move(failure.reason)},
                    message);
}

inline error named(error why, std::string_view message) {
    auto where = why.where();
    where.message = message;
    return {why.code(), std::move(where)};
}

}  // namespace detail

/// Checks a parsed JSON value against the schema of `T`.
///
/// \param message  named in the error
/// \return `contract_violation` with the first place where they part, or `unenforceable_schema`
template <class T>
result<void> check_json(const rapidjson::Value& json, std::string_view message) {
    const auto& compiled = detail::compiled_schema_of<T>();
    if (!compiled) return detail::named(compiled.error(), message);
    if (compiled->accepts(json)) return {};
    auto violations = compiled->check(json);
    if (violations.empty())
        violations.emplace_back().reason = "the message does not satisfy its schema";
    return detail::violated(std::move(violations.front()), message);
}

/// Fills a `T` from JSON that satisfies the schema of `T`; anything else never becomes a `T`.
///
/// \return `contract_violation` or `unenforceable_schema`
template <class T>
result<T> from_json(const rapidjson::Value& json, std::string_view message = {}) {
    if (auto checked = check_json<T>(json, message); !checked) return checked.error();
    result<T> value{T{}};
    detail::codec_failure failure;
    if (!detail::json_decoder{failure}.decode(json, *value))
        return detail::violated(std::move(failure), message);
    return value;
}

/// Reads JSON text into a `T`, checked.
///
/// \return `malformed` for text that is not JSON, else as for a parsed value
template <class T>
result<T> from_json(std::string_view text, std::string_view message = {}) {
    result<T> value{T{}};
    if (detail::read_at_once(text, *value)) return value;
    const auto json = validation::parse_json(text);
    if (!json) return detail::named(json.error(), message);
    return from_json<T>(*json, message);
}

namespace detail {

/// Writes a `T` as a parsed JSON value that is yet to be checked against its schema.
template <class T>
result<rapidjson::Document> to_unchecked_json(const T& value, std::string_view message) {
    rapidjson::StringBuffer buffer;
    json_writer writer{buffer};
    codec_failure failure;
    if (!json_encoder{writer, failure}.encode(value)) return violated(std::move(failure), message);
    auto json = validation::parse_json({buffer.GetString(), buffer.GetSize()});
    if (!json) return named(json.error(), message);
    return json;
}

}  // namespace detail

/// Writes a `T` as a parsed JSON value that satisfies its schema.
///
/// \return `contract_violation` when the value breaks its own schema
template <class T>
result<rapidjson::Document> to_json_value(const T& value, std::string_view message = {}) {
    auto json = detail::to_unchecked_json(value, message);
    if (!json) return json;
    if (auto checked = check_json<T>(*json, message); !checked) return checked.error();
    return json;
}

/// \return the text of a JSON value, without spaces
inline std::string write_json(const rapidjson::Value& json) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer{buffer};
    json.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

/// Writes a `T` as JSON text that satisfies its schema.
///
/// \return `contract_violation` when the value breaks its own schema
template <class T>
result<std::string> to_json(const T& value, std::string_view message = {}) {
    if (auto text = detail::write_at_once(value)) return *std::move(text);
    const auto json = to_json_value(value, message);
    if (!json) return json.error();
    return write_json(*json);
}

}  // namespace asyncapi
