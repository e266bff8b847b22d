// Octets of files, see octet_source.h.
#include "trail/octet_source.h"

#include "base/file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace msa {

namespace {

constexpr std::size_t block_octets = std::size_t{256} * 1024;
/// What zstd(1) needs at most without `--long`; a file must not make us take more.
constexpr int max_window_log = 27;

class PlainFile final : public OctetSource {
public:
    PlainFile(FileDescriptor file, std::string path, std::size_t length)
        : file_(std::move(file)), path_(std::move(path)), length_(length) {}

    Result<std::size_t> read(char* to, std::size_t size) override {
        for (;;) {
            const auto got = ::read(file_.get(), to, size);
            if (got >= 0) {
                place_ += static_cast<std::size_t>(got);
                return static_cast<std::size_t>(got);
            }
            if (errno != EINTR) {
                return file_error(path_, errno);
            }
        }
    }
    /// The same octets again.
    [[nodiscard]] Result<std::size_t> peek(char* to, std::size_t size) const {
        const auto got = ::pread(file_.get(), to, size, 0);
        return got < 0 ? Result<std::size_t>(file_error(path_, errno))
                       : static_cast<std::size_t>(got);
    }
    [[nodiscard]] std::size_t place() const override { return place_; }
    [[nodiscard]] std::size_t length() const override { return length_; }
    [[nodiscard]] bool is_compressed() const override { return false; }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    FileDescriptor file_;
    std::string path_;
    std::size_t length_;
    std::size_t place_ = 0;
};

/// What both compressed forms have in common: blocks of a file in, octets out.
class CompressedFile : public OctetSource {
public:
    explicit CompressedFile(std::unique_ptr<PlainFile> file) : file_(std::move(file)) {}

    Result<std::size_t> read(char* to, std::size_t size) override {
        for (;;) {
            if (used_ == filled_) {
                const auto got = file_->read(block_.data(), block_.size());
                if (!got) {
                    return got.error();
                }
                used_ = 0;
                filled_ = *got;
            }
            const bool is_end = filled_ == 0;
            if (is_end && is_between_parts()) {
                return std::size_t{0};
            }
            const auto octets = unpack(to, size);
            if (!octets) {
                return Error{file_->path() + ": " + octets.error().what, ErrorKind::bad_input};
            }
            if (*octets != 0) {
                return *octets;
            }
            if (is_end) {
                return Error{file_->path() + ": what was compressed has no end: the file was cut",
                             ErrorKind::bad_input};
            }
        }
    }
    [[nodiscard]] std::size_t place() const override { return file_->place(); }
    [[nodiscard]] std::size_t length() const override { return file_->length(); }
    [[nodiscard]] bool is_compressed() const override { return true; }

protected:
    [[nodiscard]] const char* input() const { return block_.data() + used_; }
    [[nodiscard]] std::size_t input_octets() const { return filled_ - used_; }
    void use_up(std::size_t octets) { used_ += octets; }

private:
    /// Of the input, into `to`; 0: it wants more input.
    [[nodiscard]] virtual Result<std::size_t> unpack(char* to, std::size_t size) = 0;
    /// A file may be several that were put one behind another.
    [[nodiscard]] virtual bool is_between_parts() const = 0;

    std::unique_ptr<PlainFile> file_;
    std::vector<char> block_ = std::vector<char>(block_octets);
    std::size_t used_ = 0;
    std::size_t filled_ = 0;
};

class GzipFile final : public CompressedFile {
public:
    explicit GzipFile(std::unique_ptr<PlainFile> file) : CompressedFile(std::move(file)) {
        constexpr int gzip_only = 16 + MAX_WBITS;
        if (inflateInit2(&stream_, gzip_only) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~GzipFile() override { inflateEnd(&stream_); }
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;

private:
    Result<std::size_t> unpack(char* to, std::size_t size) override {
        if (has_ended_ && input_octets() != 0) {
            inflateReset(&stream_);
            has_ended_ = false;
        }
        // zlib's interface is from before const.
        stream_.next_in =
            reinterpret_cast<Bytef*>(const_cast<char*>(input()));  // NOLINT(*-const-cast)
        stream_.avail_in = static_cast<uInt>(input_octets());
        stream_.next_out = reinterpret_cast<Bytef*>(to);
        stream_.avail_out = static_cast<uInt>(size);
        const int status = inflate(&stream_, Z_NO_FLUSH);
        use_up(input_octets() - stream_.avail_in);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return Error{"not gzip: " +
                         std::string(stream_.msg == nullptr ? "damaged" : stream_.msg)};
        }
        has_ended_ = status == Z_STREAM_END;
        return size - stream_.avail_out;
    }
    [[nodiscard]] bool is_between_parts() const override { return has_ended_; }

    z_stream stream_{};
    bool has_ended_ = false;
};

class ZstdFile final : public CompressedFile {
public:
    explicit ZstdFile(std::unique_ptr<PlainFile> file)
        : CompressedFile(std::move(file)), stream_(ZSTD_createDStream()) {
        if (stream_ == nullptr) {
            throw std::bad_alloc();
        }
        ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, max_window_log);
    }
    ~ZstdFile() override { ZSTD_freeDStream(stream_); }
    ZstdFile(const ZstdFile&) = delete;
    ZstdFile& operator=(const ZstdFile&) = delete;

private:
    Result<std::size_t> unpack(char* to, std::size_t size) override {
        ZSTD_inBuffer in{input(), input_octets(), 0};
        ZSTD_outBuffer out{to, size, 0};
        const auto wanted = ZSTD_decompressStream(stream_, &out, &in);
        use_up(in.pos);
        if (ZSTD_isError(wanted) != 0) {
            return Error{std::string("not zstd: ") + ZSTD_getErrorName(wanted)};
        }
        if (in.pos != 0 || out.pos != 0) {
            has_ended_ = wanted == 0;
        }
        return out.pos;
    }
    [[nodiscard]] bool is_between_parts() const override { return has_ended_; }

    ZSTD_DStream* stream_;
    bool has_ended_ = false;
};

constexpr std::string_view gzip_begin = "\x1f\x8b";
constexpr std::string_view zstd_begin = "\x28\xb5\x2f\xfd";

}  // namespace

Result<std::unique_ptr<OctetSource>> open_octets(const std::string& path) {
    struct stat status {};
    auto file = open_regular_file(path, status);
    if (!file) {
        return file.error();
    }
    auto plain = std::make_unique<PlainFile>(*std::move(file), path,
                                             static_cast<std::size_t>(status.st_size));
    std::array<char, zstd_begin.size()> first{};
    const auto got = plain->peek(first.data(), first.size());
    if (!got) {
        return got.error();
    }
    const std::string_view begin(first.data(), *got);
    if (begin.starts_with(gzip_begin)) {
        return std::unique_ptr<OctetSource>(std::make_unique<GzipFile>(std::move(plain)));
    }
    if (begin == zstd_begin) {
        return std::unique_ptr<OctetSource>(std::make_unique<ZstdFile>(std::move(plain)));
    }
    return std::unique_ptr<OctetSource>(std::move(plain));
}

}  // namespace msa
