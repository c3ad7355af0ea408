#pragma once

#include <asyncapi/document/checks/rule.hpp>

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace asyncapi::tool {

/// What `validate` found in one file.
struct judged_file {
    std::string name;
    std::vector<checks::finding> findings;
    /// The texts that findings are in, for the lines that are shown.
    std::vector<std::shared_ptr<const document_source>> sources;
    /// Of a text that is no JSON and no YAML, so that there is no source.
    std::string text;
};

void report_text(std::ostream& out, const std::vector<judged_file>& files, bool with_colours);
void report_json(std::ostream& out, const std::vector<judged_file>& files);
void report_sarif(std::ostream& out, const std::vector<judged_file>& files);
void report_github(std::ostream& out, const std::vector<judged_file>& files);
void report_junit(std::ostream& out, const std::vector<judged_file>& files);

}  // namespace asyncapi::tool
