// expect: ignoring return
#include <asyncapi/result.hpp>

asyncapi::result<int> quantity();

void ask() {
#ifdef POSITIVE_CONTROL
    static_cast<void>(quantity());
#else
    quantity();
#endif
}
