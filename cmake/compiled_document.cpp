#include <asyncapi/document/checks/check_rules.hpp>
