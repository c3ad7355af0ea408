#pragma once

#include <asyncapi/transports/websocket/server_options.hpp>

#include <string_view>

namespace web {

/// Whether a page may send to an address, or listen to it.
///
/// A page may follow an order whose id it knows, and not all orders at once.
bool page_may(std::string_view address, asyncapi::websocket::direction direction);

}  // namespace web
