// Sendmail's quarantined messages: `sendmail -bp -qQ` lists them, their control files tell of them,
// `sendmail -qQ -qIID -Q` releases one. No program of Sendmail's deletes a message.
#include "base/file.h"
#include "queue/queue_program.h"
#include "queue/sendmail_listing.h"
#include "queue/sendmail_queue_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_control = std::size_t{16} << 20U;  // of a header that Sendmail takes

/// Where control files are: in that folder, or in qf below it.
std::string control_folder(const ListedMessage& listed) {
    const auto below = listed.folder + "/qf";
    return ::access((below + "/hf" + listed.id).c_str(), F_OK) == 0 ? below : listed.folder;
}

/// What has its body, beside a control folder.
std::string body_of(const QueuedMessage& message) {
    const fs::path folder(message.folder);
    const auto apart = folder.parent_path() / "df" / ("df" + message.id);
    std::error_code none;
    return folder.filename() == "qf" && fs::exists(apart, none)
               ? apart.string()
               : message.folder + "/df" + message.id;
}

std::string control_of(const QueuedMessage& message) {
    return message.folder + "/hf" + message.id;
}

/// As Sendmail locks it, by flock(2) or fcntl(2), whichever it was built with. False: it works on
/// it right now.
bool lock(const FileDescriptor& file) {
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    // Without the first, two of us could believe that they have the second.
    return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 &&
           ::fcntl(file.get(), F_SETLK, &whole) == 0;  // NOLINT(cppcoreguidelines-pro-type-vararg)
}

class SendmailQueue final : public HeldQueue {
public:
    explicit SendmailQueue(std::string file) : file_(std::move(file)) {}

    [[nodiscard]] Result<QueueListing> list() const override {
        const auto listed = listing();
        if (!listed) {
            return listed.error();
        }
        QueueListing all;
        all.unread = listed->unread;
        for (const auto& each : listed->messages) {
            const auto folder = control_folder(each);
            const auto text = read_file(folder + "/hf" + each.id, most_control);
            if (!text && text.error().kind == ErrorKind::no_permission) {
                return text.error();
            }
            auto file = text ? sendmail_queue_file(each.id, *text) : std::nullopt;
            if (!file) {  // it has left since, or it is damaged
                ++all.unread;
                continue;
            }
            file->message.folder = folder;
            std::error_code none;
            const auto body = fs::file_size(body_of(file->message), none);
            file->message.octets = file->header.size() + (none ? 0 : body);
            all.messages.push_back(std::move(file->message));
        }
        return all;
    }

    [[nodiscard]] Result<std::string> header(const QueuedMessage& message) const override {
        const auto text = read_file(control_of(message), most_control);
        if (!text) {
            return text.error();
        }
        auto file = sendmail_queue_file(message.id, *text);
        return file ? Result<std::string>(std::move(file->header))
                    : Error{control_of(message) + ": this is no whole control file"};
    }

    [[nodiscard]] Result<bool> release(const QueuedMessage& message) const override {
        // -qI takes a part of an ID for the whole.
        const auto listed = listing();
        if (!listed) {
            return listed.error();
        }
        bool is_there = false;
        for (const auto& each : listed->messages) {
            is_there = is_there || each.id == message.id;
            if (each.id != message.id && each.id.find(message.id) != std::string::npos) {
                return Error{"sendmail would release " + each.id + ", too"};
            }
        }
        if (!is_there) {
            return false;
        }
        const auto output = run({"-qQ", "-qI" + message.id, "-Q"});
        if (!output) {
            return output.error();
        }
        // It says nothing, and leaves a message alone that another process works on.
        if (::access(control_of(message).c_str(), F_OK) != 0) {
            return true;
        }
        return Error{control_of(message) + ": sendmail left it quarantined; try again"};
    }

    [[nodiscard]] Result<bool> remove(const QueuedMessage& message) const override {
        const auto control = control_of(message);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open(2) is variadic
        const FileDescriptor file(::open(control.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (!file.is_open()) {
            return errno == ENOENT ? Result<bool>(false) : file_error(control, errno);
        }
        if (!lock(file)) {
            return Error{control + ": sendmail works on this message; try again"};
        }
        // The control file first: a body without one is never delivered.
        if (::unlink(control.c_str()) != 0) {
            return errno == ENOENT ? Result<bool>(false) : file_error(control, errno);
        }
        const auto body = body_of(message);
        if (::unlink(body.c_str()) != 0 && errno != ENOENT) {
            return file_error(body, errno);
        }
        return true;
    }

private:
    [[nodiscard]] Result<SendmailListing> listing() const {
        const auto output = run({"-bp", "-qQ"});
        return output ? sendmail_listing(output->out) : Result<SendmailListing>(output.error());
    }

    [[nodiscard]] Result<ProgramOutput> run(std::vector<std::string> options) const {
        std::vector<std::string> words{"sendmail"};
        if (!file_.empty()) {
            words.push_back("-C" + file_);
        }
        words.insert(words.end(), options.begin(), options.end());
        return run_queue_program(words);
    }

    std::string file_;
};

}  // namespace

std::unique_ptr<const HeldQueue> sendmail_queue(std::string file) {
    return std::make_unique<SendmailQueue>(std::move(file));
}

}  // namespace msa
