// The former name of signals.h.
#pragma once

#include "milter/signals.h"
