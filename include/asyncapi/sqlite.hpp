#pragma once

#include <asyncapi/sqlite/dead_letters.hpp>
#include <asyncapi/sqlite/handled_messages.hpp>
#include <asyncapi/sqlite/message_attempts.hpp>
#include <asyncapi/sqlite/outbox.hpp>
#include <asyncapi/sqlite/relay.hpp>
