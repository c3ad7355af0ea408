#pragma once

#include <asyncapi/document.hpp>

#include <optional>
#include <string>
#include <vector>

namespace asyncapi {

struct server_variable_model {
    std::string name;
    std::vector<std::string> choices;      ///< `enum`; empty: any
    std::optional<std::string> otherwise;  ///< `default`
};

/// One way to be let in: all of its schemes together.
struct security_model {
    struct scheme {
        std::string name;  ///< key in `components.securitySchemes`; may be empty in version 3
        std::string type;  ///< `userPassword`, `X509`, ...
        std::vector<std::string> scopes;
        document_value object;
    };
    std::vector<scheme> schemes;
};

struct server_model {
    std::string name;
    std::string protocol;
    std::string protocol_version;
    std::string host;      ///< with its port; may hold `{variables}`
    std::string pathname;  ///< may hold `{variables}`
    std::vector<server_variable_model> variables;
    std::vector<security_model> security;  ///< one of them is enough; empty: anyone is let in
    document_value object;
    document_value bindings;
};

}  // namespace asyncapi
