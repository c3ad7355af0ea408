#pragma once

#include <asyncapi/codec/json_text.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/validation/parse_json.hpp>
#include <asyncapi/validation/schema.hpp>

#include <rapidjson/document.h>

#include <string>
#include <string_view>
#include <utility>

namespace asyncapi {
namespace detail {

result<void> check_json(const rapidjson::Value& json, const type_schema& schema,
                        std::string_view message);

result<void> read_checked(const rapidjson::Value& json, const json_reading& how, void* value,
                          std::string_view message);

/// Writes a value as a parsed JSON value that is yet to be checked against its schema.
result<rapidjson::Document> write_unchecked(const json_writing& how, const void* value,
                                            std::string_view message);

}  // namespace detail

/// Checks a parsed JSON value against the schema of `T`.
///
/// \param message  named in the error
/// \return `contract_violation` with the first place where they part, or `unenforceable_schema`
template <class T>
result<void> check_json(const rapidjson::Value& json, std::string_view message) {
    return detail::check_json(json, detail::schema_of<T>(), message);
}

/// Fills a `T` from JSON that satisfies the schema of `T`; anything else never becomes a `T`.
///
/// \return `contract_violation` or `unenforceable_schema`
template <class T>
result<T> from_json(const rapidjson::Value& json, std::string_view message = {}) {
    result<T> value{T{}};
    if (auto read = detail::read_checked(json, detail::reading_of<T>, &*value, message); !read)
        return read.error();
    return value;
}

/// Writes a `T` as a parsed JSON value that satisfies its schema.
///
/// \return `contract_violation` when the value breaks its own schema
template <class T>
result<rapidjson::Document> to_json_value(const T& value, std::string_view message = {}) {
    auto json = detail::write_unchecked(detail::writing_of<T>, &value, message);
    if (!json) return json;
    if (auto checked = check_json<T>(*json, message); !checked) return checked.error();
    return json;
}

/// \return the text of a JSON value, without spaces
std::string write_json(const rapidjson::Value& json);

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/json.ipp>
#endif
