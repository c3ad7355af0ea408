#include "engines.hpp"

#include <memory>
#include <string_view>

using namespace asyncapi::validation;

namespace {

/// Small limits: what takes long is found as a hang, and what is within them must not.
compile_options limits() {
    compile_options options;
    options.max_steps = 1'000'000;
    options.max_schema_bytes = 1U << 16;
    return options;
}

/// Why the reference cannot do what the default engine can: the only reasons it may have.
bool is_capability(const asyncapi::error& why) {
    return why.detail().starts_with("the pattern ") || why.detail().starts_with("this engine ");
}

}  // namespace

// A schema, and after a line `--` an instance.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    const auto line = text.find("\n--\n");
    const auto schema = text.substr(0, line);
    const auto program = program_engine::compile(schema, limits());
    const auto reference = rapidjson_engine::compile(schema, limits());
    if (!program) {
        fuzz::require(program.error() == asyncapi::errc::unenforceable_schema, "an error of ours");
        fuzz::require(!program.error().detail().empty(), "a refused schema has a reason");
        fuzz::require(!reference, "the reference refuses what the default engine refuses");
        return 0;
    }
    if (!reference) {
        fuzz::require(is_capability(reference.error()),
                      "the reference refuses only what it cannot do");
        return 0;
    }
    if (line == text.npos) return 0;
    const auto instance = parse_json(text.substr(line + 4));
    if (instance) fuzz::compare(**program, **reference, *instance);
    return 0;
}
