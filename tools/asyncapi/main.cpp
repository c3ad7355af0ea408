#include "commands.hpp"

#include <asyncapi/version.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    CLI::App app{"Holds services to their AsyncAPI documents.", "asyncapi"};
    app.set_version_flag("--version", "asyncapi " ASYNCAPI_VERSION);
    app.require_subcommand(1);
    int status = asyncapi::tool::exit_fine;
    asyncapi::tool::add_validate(app, status);
    asyncapi::tool::add_rules(app, status);
    asyncapi::tool::add_generate(app, status);
#ifdef ASYNCAPI_TOOL_REPLAYS
    asyncapi::tool::add_replay(app, status);
#endif
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& why) {
        return app.exit(why) == 0 ? asyncapi::tool::exit_fine : asyncapi::tool::exit_wrong_use;
    } catch (const std::exception& why) {
        std::cerr << "asyncapi: " << why.what() << '\n';
        return asyncapi::tool::exit_wrong_use;
    }
    return status;
}
