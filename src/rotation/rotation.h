// The life of the keys in a folder, step by step: what DNS says decides, and what DNS does not say
// changes nothing. Each state is on disk before the next thing happens, so that whoever is killed
// goes on where he was.
#pragma once

#include "crypto/private_key.h"
#include "rotation/key_folder.h"
#include "rotation/next_key.h"
#include "rotation/publisher.h"
#include "rotation/zone_look.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace msa {

/// A key comes into a state, or is made (from: empty).
struct KeyChange {
    FolderKey key;     // as it is afterwards
    std::string from;  // the state before
    std::string why;
};

/// What a step needs of others. All must outlive it.
struct RotationParts {
    ZoneLook& dns;
    Publisher& publisher;
    std::function<std::string(KeyAlgorithm algorithm, int bits)> make_key;  // PEM
    /// Told of each change before it is made; after an error it is not made.
    std::function<Result<void>(const KeyChange&)> announce;
    /// Why verifiers refuse what a key signs, with the record that DNS has of it; empty: they do
    /// not. Error: nobody can tell, and a key that follows another waits. Not set: nobody is asked.
    std::function<Result<std::string>(const FolderKey& key, const std::string& record)> objection{};
    /// Asked between two keys; not set: nobody wants it to end early.
    std::function<bool()> is_over{};
};

struct RotationReport {
    std::vector<KeyChange> changes;
    std::vector<std::string> to_do;     // what people have to publish
    std::vector<std::string> troubles;  // what could not be asked, published or written
    std::vector<FolderKey> keys;        // as they are now
    bool is_put_off = false;            // another process changes them at this moment
};

class Rotation {
public:
    using Instant = KeyLife::Instant;

    /// How long a record stays after its key signed last: mail may be under way for so long.
    static constexpr std::chrono::days grace{7};
    /// How long a record is everywhere before its key signs, where another one signs still.
    static constexpr std::chrono::minutes settling{55};
    /// From then on it is a trouble that one server has a new record, and another has not.
    static constexpr std::chrono::days lagging{1};

    Rotation(KeyFolderSettings settings, RotationParts parts)
        : settings_(std::move(settings)), parts_(std::move(parts)) {}

    /// Looks at all keys, once. `signing`: DOMAIN/SELECTOR of those that sign at this moment,
    /// whatever their state says. `due`: domains whose keys are to be followed by new ones now. A
    /// folder that another process changes, or that cannot be read, is a trouble; so is a key whose
    /// state begins in the future.
    [[nodiscard]] RotationReport step(Instant now, const std::set<std::string>& signing,
                                      const std::set<std::string>& due = {});

private:
    class Step;

    KeyFolderSettings settings_;
    RotationParts parts_;
};

}  // namespace msa
