#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/sqlite/detail/database.hpp>
#include <asyncapi/transport.hpp>

#include <string>
#include <string_view>

namespace asyncapi::sqlite::detail {

/// A message in a row of a table.
struct stored_message {
    std::string address;
    std::string payload;
    bool binary = false;
    asyncapi::metadata metadata;
};

/// The columns of a message, for CREATE TABLE and for lists of names. The time is in milliseconds
/// since 1970, the headers are a JSON object.
inline constexpr std::string_view message_column_types =
    "address TEXT NOT NULL, payload BLOB NOT NULL, binary INTEGER NOT NULL, "
    "message_name TEXT NOT NULL, message_id TEXT NOT NULL, correlation_id TEXT NOT NULL, "
    "reply_address TEXT NOT NULL, content_type TEXT NOT NULL, time INTEGER, "
    "traceparent TEXT NOT NULL, tracestate TEXT NOT NULL, headers TEXT NOT NULL";
inline constexpr std::string_view message_columns =
    "address, payload, binary, message_name, message_id, correlation_id, reply_address, "
    "content_type, time, traceparent, tracestate, headers";
inline constexpr std::string_view message_parameters = "?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12";
inline constexpr int message_column_count = 12;

/// Binds the parameters from 1 to `message_column_count`.
void bind_message(statement& to, const outbound& message);

/// \param first  column that holds the address
stored_message read_message(const statement& from, int first);

}  // namespace asyncapi::sqlite::detail

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/detail/impl/message_columns.ipp>
#endif
