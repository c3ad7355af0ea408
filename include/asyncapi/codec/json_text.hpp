#pragma once

#include <asyncapi/codec/json_type.hpp>
#include <asyncapi/detail/config.hpp>
#include <asyncapi/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace asyncapi {
namespace detail {

/// Longest JSON text that is read.
inline constexpr std::size_t max_json_bytes = 16U << 20U;

/// Reads a text that satisfies its schema, in one pass.
///
/// \return false when the text has to be looked at again, by code that explains
template <class T>
bool read_at_once(std::string_view text, T& value) {
    return text.size() <= max_json_bytes && typed_reader{text}.read_all(value);
}

/// Writes a value that satisfies its schema, in one pass.
///
/// \return nullopt when the value has to be looked at again, by code that explains
template <class T>
std::optional<std::string> write_at_once(const T& value) {
    typed_writer writer;
    if (!writer.write_all(value)) return std::nullopt;
    return writer.take();
}

/// Reads what was refused at once, with words for what is wrong with it.
result<void> read_checked(std::string_view text, const json_reading& how, void* value,
                          std::string_view message);

/// Writes what was refused at once, with words for what is wrong with it.
result<std::string> write_checked(const json_writing& how, const void* value,
                                  std::string_view message);

}  // namespace detail

/// Reads JSON text into a `T`, checked; anything that breaks the schema of `T` never becomes one.
///
/// \param message  named in the error
/// \return `malformed` for text that is not JSON, `contract_violation` with the first place where
/// text and schema part, or `unenforceable_schema`
template <class T>
result<T> from_json(std::string_view text, std::string_view message = {}) {
    result<T> value{T{}};
    if (detail::read_at_once(text, *value)) return value;
    if (auto read = detail::read_checked(text, detail::reading_of<T>, &*value, message); !read)
        return read.error();
    return value;
}

/// Writes a `T` as JSON text that satisfies its schema.
///
/// \return `contract_violation` when the value breaks its own schema
template <class T>
result<std::string> to_json(const T& value, std::string_view message = {}) {
    if (auto text = detail::write_at_once(value)) return *std::move(text);
    return detail::write_checked(detail::writing_of<T>, &value, message);
}

}  // namespace asyncapi

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/codec/impl/json.ipp>
#endif
