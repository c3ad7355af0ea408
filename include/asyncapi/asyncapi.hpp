#pragma once

#include <asyncapi/channel.hpp>
#include <asyncapi/requester.hpp>
#include <asyncapi/responder.hpp>
#include <asyncapi/schema.hpp>
#include <asyncapi/transports/memory.hpp>
#include <asyncapi/version.hpp>
