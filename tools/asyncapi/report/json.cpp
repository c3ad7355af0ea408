#include "report.hpp"

#include "json_writer.hpp"

#include <ostream>

namespace asyncapi::tool {

void report_json(std::ostream& out, const std::vector<judged_file>& files) {
    json_text json;
    json.object([&] {
        json.member("documents").list([&] {
            for (const auto& file : files) {
                json.object([&] {
                    json.member("name").text(file.name);
                    json.member("findings").list([&] {
                        for (const auto& found : file.findings) {
                            json.object([&] {
                                json.member("code").text(found.code);
                                json.member("severity").text(checks::name_of(found.level));
                                json.member("file").text(found.uri);
                                json.member("line").number(found.at.line);
                                json.member("column").number(found.at.column);
                                json.member("pointer").text(found.pointer);
                                json.member("message").text(found.message);
                            });
                        }
                    });
                });
            }
        });
    });
    out << json.take() << '\n';
}

}  // namespace asyncapi::tool
