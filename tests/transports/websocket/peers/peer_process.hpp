#pragma once

#include <support/peer_process.hpp>

#include <string>
#include <vector>

namespace testing_websocket {

using asyncapi::testing::peer_process;

/// Programs in other languages that speak WebSocket; an empty one was not found.
struct node {
    static std::vector<std::string> command() {
        return {"/usr/bin/env", "NODE_PATH=" ASYNCAPI_NODE_PATH, ASYNCAPI_NODE,
                ASYNCAPI_PEERS "/node_client.mjs"};
    }
    static constexpr bool available = sizeof(ASYNCAPI_NODE) > 1;
};
struct python {
    static std::vector<std::string> command(const char* script = "python_client.py") {
        return {ASYNCAPI_PYTHON, ASYNCAPI_PEERS "/" + std::string{script}};
    }
    static constexpr bool available = sizeof(ASYNCAPI_PYTHON) > 1;
};

}  // namespace testing_websocket
