#pragma once

#include <CLI/CLI.hpp>

namespace asyncapi::tool {

/// What the process answers.
enum exit_status : int {
    exit_fine = 0,
    exit_found = 1,      ///< the documents are not as they have to be
    exit_wrong_use = 2,  ///< the command line is wrong, or a file cannot be read
};

/// Each adds its subcommand, and sets `status` when it has run.
void add_validate(CLI::App& app, int& status);
void add_rules(CLI::App& app, int& status);
void add_generate(CLI::App& app, int& status);
void add_replay(CLI::App& app, int& status);  // where there are SQLite and WebSocket

}  // namespace asyncapi::tool
