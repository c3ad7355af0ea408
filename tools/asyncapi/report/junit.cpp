#include "report.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

namespace asyncapi::tool {
namespace {

std::string escaped(std::string_view text) {
    std::string made;
    for (const char c : text) {
        switch (c) {
            case '<':
                made += "&lt;";
                break;
            case '>':
                made += "&gt;";
                break;
            case '&':
                made += "&amp;";
                break;
            case '"':
                made += "&quot;";
                break;
            default:
                made += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return made;
}

}  // namespace

void report_junit(std::ostream& out, const std::vector<judged_file>& files) {
    const auto fails = [](const checks::finding& found) {
        return found.level == checks::severity::error;
    };
    std::ptrdiff_t failures = 0;
    for (const auto& file : files) failures += std::ranges::any_of(file.findings, fails) ? 1 : 0;
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"asyncapi validate\" "
           "tests=\""
        << files.size() << "\" failures=\"" << failures << "\">\n";
    for (const auto& file : files) {
        out << "  <testcase name=\"" << escaped(file.name) << "\" classname=\"asyncapi\">\n";
        if (std::ranges::any_of(file.findings, fails)) {
            out << "    <failure message=\"" << std::ranges::count_if(file.findings, fails)
                << " errors\">\n";
            for (const auto& found : file.findings)
                if (fails(found))
                    out << escaped(found.uri) << ':' << found.at.line << ':' << found.at.column
                        << ": " << escaped(found.message) << " [" << found.code << "]\n";
            out << "    </failure>\n";
        }
        out << "  </testcase>\n";
    }
    out << "</testsuite>\n";
}

}  // namespace asyncapi::tool
