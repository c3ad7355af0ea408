#pragma once

// Definitions of what keeps messages in SQLite: `impl/src.hpp` does without.

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#error "define ASYNCAPI_SEPARATE_COMPILATION in the whole program"
#endif

#include <asyncapi/sqlite/detail/impl/database.ipp>
#include <asyncapi/sqlite/detail/impl/message_columns.ipp>
#include <asyncapi/sqlite/detail/impl/outbox_table.ipp>
#include <asyncapi/sqlite/impl/dead_letters.ipp>
#include <asyncapi/sqlite/impl/error.ipp>
#include <asyncapi/sqlite/impl/handled_messages.ipp>
#include <asyncapi/sqlite/impl/message_attempts.ipp>
#include <asyncapi/sqlite/impl/outbox.ipp>
#include <asyncapi/sqlite/impl/relay.ipp>
