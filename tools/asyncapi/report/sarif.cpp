#include "report.hpp"

#include "json_writer.hpp"

#include <asyncapi/document/checks/check.hpp>
#include <asyncapi/version.hpp>

#include <ostream>
#include <string_view>

namespace asyncapi::tool {
namespace {

std::string_view level_of(checks::severity severity) {
    return severity == checks::severity::information ? "note" : checks::name_of(severity);
}

void write_place(json_text& json, const checks::finding& found) {
    json.object([&] {
        json.member("physicalLocation").object([&] {
            json.member("artifactLocation").object([&] { json.member("uri").text(found.uri); });
            if (found.at.line == 0) return;
            json.member("region").object([&] {
                json.member("startLine").number(found.at.line);
                json.member("startColumn").number(found.at.column);
            });
        });
        json.member("logicalLocations").list([&] {
            json.object([&] { json.member("fullyQualifiedName").text(found.pointer); });
        });
    });
}

}  // namespace

/// \see SARIF 2.1.0, sections 3.13 to 3.30
void report_sarif(std::ostream& out, const std::vector<judged_file>& files) {
    json_text json;
    json.object([&] {
        json.member("$schema").text("https://json.schemastore.org/sarif-2.1.0.json");
        json.member("version").text("2.1.0");
        json.member("runs").list([&] {
            json.object([&] {
                json.member("tool").object([&] {
                    json.member("driver").object([&] {
                        json.member("name").text("asyncapi");
                        json.member("version").text(ASYNCAPI_VERSION);
                        json.member("rules").list([&] {
                            for (const auto* rule : checks::rules()) {
                                json.object([&] {
                                    json.member("id").text(rule->code);
                                    json.member("shortDescription").object([&] {
                                        json.member("text").text(rule->summary);
                                    });
                                    json.member("help").object(
                                        [&] { json.member("text").text(rule->specification); });
                                });
                            }
                        });
                    });
                });
                json.member("columnKind").text("utf16CodeUnits");
                json.member("results").list([&] {
                    for (const auto& file : files) {
                        for (const auto& found : file.findings) {
                            json.object([&] {
                                json.member("ruleId").text(found.code);
                                json.member("level").text(level_of(found.level));
                                json.member("message").object(
                                    [&] { json.member("text").text(found.message); });
                                json.member("locations").list([&] { write_place(json, found); });
                            });
                        }
                    }
                });
            });
        });
    });
    out << json.take() << '\n';
}

}  // namespace asyncapi::tool
