// A unit that uses the precompiled header: without one CMake makes no rule for it.
#include <support/precompiled.hpp>
