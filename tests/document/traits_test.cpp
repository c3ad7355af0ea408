#include <asyncapi/document/traits.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

std::string effective(const std::string& version, std::string_view member) {
    const auto document = asyncapi::document::parse(
        "asyncapi: " + version +
        "\ncomponents:\n  messages:\n    m:\n      name: own\n      traits:\n"
        "        - {name: first, title: first, summary: first}\n"
        "        - $ref: '#/components/messageTraits/t'\n"
        "  messageTraits:\n    t: {name: second, title: second}\n");
    REQUIRE(document.has_value());
    const auto found =
        asyncapi::effective_member(*document, document->at("/components/messages/m"), member);
    return found && found->IsString() ? found->GetString() : "none";
}

}  // namespace

TEST_CASE("in version 2 the last trait wins over the object") {
    CHECK(effective("2.6.0", "name") == "second");
    CHECK(effective("2.6.0", "title") == "second");
    CHECK(effective("2.6.0", "summary") == "first");
    CHECK(effective("2.6.0", "description") == "none");
}

TEST_CASE("in version 3 the object wins over its traits") {
    CHECK(effective("3.0.0", "name") == "own");
    CHECK(effective("3.0.0", "title") == "second");
    CHECK(effective("3.0.0", "summary") == "first");
    CHECK(effective("3.0.0", "description") == "none");
}
