#include "report.hpp"

#include <cstdio>
#include <ostream>
#include <string>
#include <string_view>

namespace asyncapi::tool {
namespace {

// What would end the command or a property of it is written in percent.
std::string escaped(std::string_view text, std::string_view others) {
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '%' || others.find(c) != others.npos) {
            char code[4];
            std::snprintf(code, sizeof code, "%%%02X", byte);
            made += code;
        } else {
            made += c;
        }
    }
    return made;
}

}  // namespace

void report_github(std::ostream& out, const std::vector<judged_file>& files) {
    for (const auto& file : files) {
        for (const auto& found : file.findings) {
            const auto level = found.level == checks::severity::information
                                   ? std::string_view{"notice"}
                                   : checks::name_of(found.level);
            out << "::" << level << " file=" << escaped(found.uri, ",:");
            if (found.at.line > 0) out << ",line=" << found.at.line << ",col=" << found.at.column;
            out << ",title=" << found.code << "::" << escaped(found.message, "") << '\n';
        }
    }
}

}  // namespace asyncapi::tool
