// One side of a fault test, in a process of its own that can be killed.
//
// usage: fault_peer <role> [name=value ...]
//
// What happens is reported on the standard output, a line each. SIGTERM ends it in an orderly way.

#include "roles.hpp"

#include <exception>
#include <iostream>
#include <string>

int main(int count, char** arguments) {
    try {
        const std::string role = count > 1 ? arguments[1] : "";
        const faults::settings told{count > 1 ? count - 2 : 0, arguments + 2};
        if (role == "produce") {
            faults::produce(told);
        } else if (role == "consume") {
            faults::consume(told);
        } else if (role == "publish") {
            faults::publish(told);
        } else if (role == "subscribe") {
            faults::subscribe(told);
        } else if (role == "crowd") {
            faults::crowd(told);
        } else {
            std::cerr << "usage: fault_peer <produce|consume|publish|subscribe|crowd> "
                         "[name=value ...]\n";
            return 2;
        }
        return 0;
    } catch (const std::exception& failed) {
        std::cerr << failed.what() << "\n";
        return 1;
    }
}
