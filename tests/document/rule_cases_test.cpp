#include <asyncapi/document/checks/check.hpp>

#include <doctest/doctest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The single-rule cases of the official parser's and Spectral's own tests, from beside the project:
// of each, whether a rule of ours finds what theirs finds.

namespace fs = std::filesystem;

namespace {

const fs::path cases_file =
    fs::path{ASYNCAPI_SOURCE_DIR} / ".." / "shared" / "corpus" / "rule-cases.json";

using codes = std::vector<std::string_view>;

const codes structure{"unknown-member", "missing-member", "wrong-type",
                      "wrong-value",    "wrong-key",      "missing-reference"};
const codes security{"undefined-scheme", "undefined-scope", "needless-scopes"};

/// Their rules, without `asyncapi-` and version, and ours.
const std::map<std::string_view, codes> ours{
    {"defaultContentType", {"missing-default-content-type"}},
    {"document-resolved", structure},
    {"document-unresolved", structure},
    {"payload", {"wrong-type"}},
    {"schemas", {"wrong-type", "wrong-value", "unknown-schema-format"}},
    {"id", {"missing-id"}},
    {"info-contact", {"missing-contact"}},
    {"info-contact-properties", {"incomplete-contact"}},
    {"info-description", {"missing-info-description"}},
    {"info-license", {"missing-license"}},
    {"info-license-url", {"missing-license-url"}},
    {"is-asyncapi", {"unsupported-version"}},
    {"latest-version", {"old-version"}},
    {"servers", {"missing-servers"}},
    {"server-no-empty-variable", {"malformed-template"}},
    {"server-no-trailing-slash", {"trailing-slash"}},
    {"server-not-example-com", {"example-server"}},
    {"server-variables", {"undefined-variable", "unused-variable"}},
    {"server-security", security},
    {"operation-security", security},
    {"unused-securityScheme", {"unused-security-scheme"}},
    {"channel-no-empty-parameter", {"malformed-address"}},
    {"channel-no-query-nor-fragment", {"address-with-query", "wrong-key"}},
    {"channel-no-trailing-slash", {"trailing-slash-in-address"}},
    {"channel-parameters", {"undefined-parameter", "unused-parameter", "needless-parameters"}},
    {"channel-servers", {"undefined-server", "foreign-server", "missing-reference"}},
    {"required-channel-servers-unambiguity", {"foreign-server"}},
    {"required-operation-channel-unambiguity", {"foreign-channel"}},
    {"operation-messages-from-referred-channel", {"foreign-message"}},
    {"operation-operationId", {"missing-operation-id"}},
    {"operation-operationId-uniqueness", {"repeated-operation-id"}},
    {"operation-description", {"missing-operation-description"}},
    {"parameter-description", {"missing-parameter-description"}},
    {"message-messageId", {"missing-message-id"}},
    {"message-messageId-uniqueness", {"repeated-message-id"}},
    {"message-examples", {"wrong-example"}},
    {"message-examples-custom-format", {"wrong-example"}},
    {"headers-schema-type-object", {"headers-not-object", "headers-without-type", "wrong-type"}},
    {"payload-unsupported-schemaFormat", {"unenforceable-schema-format", "unknown-schema-format"}},
    {"schema-default", {"wrong-default"}},
    {"payload-default", {"wrong-default"}},
    {"schema-examples", {"wrong-schema-example"}},
    {"payload-examples", {"wrong-schema-example"}},
    {"tags", {"missing-tags"}},
    {"tags-uniqueness", {"repeated-element"}},
    {"tags-alphabetical", {"unsorted-tags"}},
    {"tag-description", {"missing-tag-description"}},
    {"unused-component", {"unused-component"}},
    {"unused-components-schema", {"unused-component"}},
    {"unused-components-server", {"unused-component"}},
};

/// Cases that we judge otherwise, and why. One that is listed and agrees fails the test too.
const std::map<std::string_view, std::string_view> judged_otherwise{
    {"asyncapi-is-asyncapi | unsupported case",
     "AsyncAPI Version String: patch versions must be compatible, so 2.1.37 is 2.1"},
    {"asyncapi-document-resolved | valid case for 2.X.X (case validating $ref resolution works as "
     "expected)",
     "Channel Item Object: publish is an Operation Object, of which the table allows no $ref"},
    {"asyncapi-3-document-resolved | valid case (3.0.0 version)",
     "Operation Object, channel: a Reference Object, which only their resolver takes away"},
    {"asyncapi3-channel-servers | valid case",
     "Channel Object, servers: \"MUST be an array of Reference Objects\", not names"},
    {"asyncapi3-channel-parameters | valid case - without parameters",
     "Parameters Object: \"This map MUST contain all the parameters used in the parent channel "
     "address\""},
    {"asyncapi2-schemas | invalid schema (components.channels case)",
     "Components Object: it has channels since 2.3, which unknown-member says"},
    {"asyncapi2-message-examples-custom-format | invalid case (with multiple errors)",
     "their other rule finds it: ours is one for all formats"},
    {"asyncapi2-message-examples-custom-format | invalid example from avro spec case",
     "a schema of Avro's cannot be enforced here, and unenforceable-schema-format says so"},
    {"asyncapi-message-examples | valid case (with traits)",
     "Message Trait Object: it has no payload, so the message's own holds"},
    {"asyncapi2-schema-default | components.messageTraits.{trait}.payload.default is not valid "
     "against the schema it decorates",
     "Message Trait Object: it has no payload, which unknown-member says"},
    {"asyncapi2-schema-examples | components.messageTraits.{trait}.payload.examples.{position} is "
     "not valid against the schema it decorates",
     "Message Trait Object: it has no payload, which unknown-member says"},
    {"asyncapi-payload-default | components.messageTraits.{trait}.payload.default is not valid "
     "against the schema it decorates",
     "Message Trait Object: it has no payload, which unknown-member says"},
};

std::string_view text_of(const rapidjson::Value& value) {
    return {value.GetString(), value.GetStringLength()};
}

/// \return `asyncapi2-schema-default` as `schema-default`
std::string_view subject_of(std::string_view rule) {
    for (const std::string_view prefix : {"asyncapi-3-", "asyncapi2-", "asyncapi3-", "asyncapi-"})
        if (rule.starts_with(prefix)) return rule.substr(prefix.size());
    return rule;
}

bool finds(const rapidjson::Value& text, const codes& wanted) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer writer{buffer};
    text.Accept(writer);
    const auto document =
        asyncapi::document::parse({buffer.GetString(), buffer.GetSize()}, "case.json");
    REQUIRE(document.has_value());
    return std::ranges::any_of(asyncapi::check(*document), [&](const auto& found) {
        return std::ranges::find(wanted, found.code) != wanted.end();
    });
}

}  // namespace

TEST_CASE("the single-rule cases of the official parser and of Spectral are judged as they are") {
    if (!fs::exists(cases_file)) {
        if (std::getenv("CI") != nullptr) FAIL("no rule cases at " << cases_file.string());
        MESSAGE("SKIPPED: no rule cases at " << cases_file.string());
        return;
    }
    std::ifstream file{cases_file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    rapidjson::Document cases;
    cases.Parse(text.data(), text.size());
    REQUIRE(cases.IsArray());

    std::size_t agreed = 0;
    std::set<std::string> met;
    for (const auto& each : cases.GetArray()) {
        const auto rule = text_of(each["rule"]);
        const auto name = std::string{rule} + " | " + std::string{text_of(each["name"])};
        CAPTURE(name);
        const auto known = ours.find(subject_of(rule));
        CHECK_MESSAGE(known != ours.end(), "a rule that we have no word for");
        if (known == ours.end()) continue;
        const bool agrees = finds(each["document"], known->second) == !each["errors"].Empty();
        if (judged_otherwise.contains(name)) {
            met.insert(name);
            CHECK_FALSE(agrees);
        } else {
            CHECK(agrees);
        }
        agreed += agrees ? 1 : 0;
    }
    MESSAGE(agreed << " of " << cases.Size() << " cases judged as theirs");
    CHECK(met.size() == judged_otherwise.size());
}
