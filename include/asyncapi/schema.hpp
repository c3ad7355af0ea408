#pragma once

#include <asyncapi/schema/accepts.hpp>
#include <asyncapi/schema/describe.hpp>
#include <asyncapi/schema/keywords.hpp>
#include <asyncapi/schema/same_json.hpp>
#include <asyncapi/schema/text.hpp>
#include <asyncapi/schema/types.hpp>
