#include "require.hpp"

#include <asyncapi/document/checks/check.hpp>

#include <string>
#include <string_view>

namespace {

/// Small limits: what takes long is found as a hang, and what is within them must not.
asyncapi::load_options limits() {
    asyncapi::load_options options;
    options.limits.max_bytes = 1U << 16;
    options.limits.max_values = 20'000;
    options.max_sources = 0;
    return options;
}

void judge(std::string_view text, const char* name) {
    const auto document = asyncapi::document::parse(std::string{text}, name, limits());
    if (!document) {
        fuzz::require(!document.error().detail().empty(), "a refused text has a reason");
        return;
    }
    const auto found = asyncapi::check(*document);
    fuzz::require(found.size() <= 1'000, "findings are bounded");
    for (const auto& each : found) {
        fuzz::require(!each.message.empty(), "a finding says something");
        fuzz::require(each.at.line > 0, "a finding is somewhere");
        fuzz::require(document->at(each.pointer).value != nullptr,
                      "a finding's pointer leads to a value");
    }
}

}  // namespace

// A document, as JSON and as YAML.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    judge(text, "document.json");
    judge(text, "document.yaml");
    return 0;
}
