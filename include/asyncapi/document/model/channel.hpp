#pragma once

#include <asyncapi/document.hpp>
#include <asyncapi/document/model/message.hpp>

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asyncapi {

/// A parameter of a channel's address.
struct parameter_model {
    std::string name;
    std::vector<std::string> choices;      ///< `enum`; empty: any
    std::optional<std::string> otherwise;  ///< `default`
    document_value schema;                 ///< version 2
    std::string location;                  ///< a runtime expression; may be empty
};

struct channel_model {
    std::string id;                      ///< its key; in version 2 that is the address
    std::optional<std::string> address;  ///< none: known at run time only
    std::vector<parameter_model> parameters;
    std::vector<std::string> servers;    ///< names; empty: all
    std::deque<message_model> messages;  ///< all that may be on it, by any operation
    document_value object;
    document_value bindings;

    bool is_on(std::string_view server) const {
        return servers.empty() || std::ranges::find(servers, server) != servers.end();
    }

    /// \return nullptr where there is none of that name
    const message_model* find_message(std::string_view name) const {
        const auto found = std::ranges::find(messages, name, &message_model::name);
        return found == messages.end() ? nullptr : &*found;
    }
};

}  // namespace asyncapi
