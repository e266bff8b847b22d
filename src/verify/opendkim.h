// <dkim.h> in a form that C++ takes: it says _Bool, which gcc's <stdbool.h> has for C++ and clang's
// has not under -std=c++20. Include this, never <dkim.h> itself.
#pragma once

#include <stdbool.h>

#ifndef _Bool
using _Bool = bool;  // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): theirs
#endif

#include <dkim.h>
