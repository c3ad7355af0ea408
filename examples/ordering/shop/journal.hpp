#pragma once

#include <asyncapi/transport.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace shop {

/// Takes the lines of a log, without line ends.
using log_sink = std::function<void(std::string_view line)>;

/// Puts a journal between a service and its transport: one line for each message that the service
/// sends or receives.
///
/// `09:30:00.250 ordering     <- order OrderRequest 4bf92f35... productId=moka-pot quantity=1`
///
/// Shows those members of a payload that name things, and none that could be secret.
asyncapi::any_transport journaled(asyncapi::any_transport wire, std::string service, log_sink log);

}  // namespace shop
