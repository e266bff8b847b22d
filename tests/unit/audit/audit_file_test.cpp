// A file to which lines are appended.
#include "audit/audit_file.h"

#include "fakes/full_disk.h"
#include "fakes/temporary_folder.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

using msa::AuditFile;
using msa::FullDisk;
using msa::TemporaryFolder;

namespace {

struct Folder : TemporaryFolder {
    std::string path = path_of("audit.jsonl");

    [[nodiscard]] AuditFile open() const { return AuditFile::open(path).value(); }
    [[nodiscard]] std::string text() const { return msa::read_file(path, 1U << 20U).value(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_file_test)

BOOST_AUTO_TEST_CASE(lines_are_appended_to_a_file_of_mode_0640) {
    const Folder folder;
    const auto old_mask = ::umask(0);
    auto file = folder.open();
    (void)::umask(old_mask);
    BOOST_TEST(file.append("one\n").value().empty());
    BOOST_TEST(file.append("two\nthree\n").value().empty());
    BOOST_TEST(folder.text() == "one\ntwo\nthree\n");
    BOOST_TEST((fs::status(folder.path).permissions() == fs::perms(0640)));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_there_is_continued) {
    const Folder folder;
    (void)folder.write("audit.jsonl", "old\n");  // the path is known
    auto file = folder.open();
    BOOST_TEST(file.append("new\n").value().empty());
    BOOST_TEST(folder.text() == "old\nnew\n");
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_not_continued) {
    const Folder folder;
    (void)folder.write("audit.jsonl", "{\"torn");  // the path is known
    auto file = folder.open();
    BOOST_TEST(file.append("new\n").has_value());
    BOOST_TEST(file.append("newer\n").has_value());
    BOOST_TEST(folder.text() == "{\"torn\nnew\nnewer\n");
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_told_by_place_and_length) {
    const Folder folder;
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", ""},
        {"\n", ""},
        {"one\ntwo\n", ""},
        {"x", "1 octets from octet 0 on"},
        {"{\"torn", "6 octets from octet 0 on"},
        {"one\n\nto", "2 octets from octet 5 on"},
        {"one\n" + std::string(65'536, 'x'), "65536 octets from octet 4 on"},
        {std::string(65'535, 'y') + '\n' + std::string(200'000, 'x'),
         "200000 octets from octet 65536 on"},
        {std::string(5'000'000, 'x'), "it ends at octet 5000000"},
    };
    for (const auto& [text, told] : cases) {
        (void)folder.write("audit.jsonl", text);  // the path is known
        auto file = folder.open();
        BOOST_TEST(file.torn_line() == (told.empty() ? "" : "the last line has no end: " + told));
        BOOST_TEST(file.append("new\n").value().empty());
        BOOST_TEST(file.torn_line().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_was_torn_meanwhile_is_told) {
    const Folder folder;
    auto file = folder.open();
    BOOST_TEST(file.append("one\ntwo\n").has_value());
    fs::resize_file(folder.path, 6);
    BOOST_TEST(file.append("three\n").value() ==
               "the end of the file moved from octet 8 to 6; the last line has no end: 2 octets "
               "from octet 4 on");
    fs::rename(folder.path, folder.path_of("audit.1"));
    (void)folder.write("audit.jsonl", "abc");  // the path is known
    BOOST_TEST(file.append("four\n").value() ==
               "the file was moved or removed; opened again; the last line has no end: 3 octets "
               "from octet 0 on");
    BOOST_TEST(folder.text() == "abc\nfour\n");
}

BOOST_AUTO_TEST_CASE(only_a_regular_file_will_do) {
    const Folder folder;
    BOOST_TEST(!AuditFile::open("").has_value());
    BOOST_TEST(!AuditFile::open("-").has_value());
    BOOST_TEST(!AuditFile::open("/dev/null").has_value());
    BOOST_TEST(!AuditFile::open(folder.TemporaryFolder::path()).has_value());
    BOOST_TEST(!AuditFile::open(folder.path_of("missing/audit.jsonl")).has_value());
    BOOST_REQUIRE(::mkfifo(folder.path.c_str(), 0600) == 0);
    BOOST_TEST(!AuditFile::open(folder.path).has_value());
}

BOOST_AUTO_TEST_CASE(what_others_may_have_laid_there_is_refused) {
    const Folder folder;
    const auto opened = [&](unsigned mode) {
        fs::permissions(folder.TemporaryFolder::path(), fs::perms(mode));
        const auto file = AuditFile::open(folder.path);
        return file ? std::string("opened") : file.error().what.substr(folder.path.size() + 2);
    };
    constexpr unsigned closed = 0755;
    constexpr unsigned of_a_group = 0770;
    constexpr unsigned as_tmp = 01777;
    constexpr unsigned of_everybody = 0777;
    const std::string open_folder = "others may write to its folder, and it ";
    BOOST_TEST(opened(as_tmp) == "opened");
    BOOST_TEST(opened(of_everybody) == "everybody may write to " + folder.TemporaryFolder::path());

    fs::permissions(folder.path, fs::perms(0666));
    BOOST_TEST(opened(closed) == "everybody may write to it");
    fs::permissions(folder.path, fs::perms(0640));

    fs::create_hard_link(folder.path, folder.path_of("other"));
    BOOST_TEST(opened(closed) == "opened");
    BOOST_TEST(opened(of_a_group) == open_folder + "has another name");
    BOOST_TEST(opened(as_tmp) == open_folder + "has another name");
    fs::remove(folder.path);

    fs::create_symlink("other", folder.path);
    BOOST_TEST(opened(closed) == "opened");
    BOOST_TEST(opened(of_a_group) == open_folder + "is a symbolic link");
    BOOST_TEST(opened(as_tmp) == open_folder + "is a symbolic link");
    fs::remove(folder.path);
    fs::create_symlink("nowhere", folder.path);
    BOOST_TEST(opened(as_tmp) == open_folder + "is a symbolic link");
    BOOST_TEST(!fs::exists(folder.path_of("nowhere")));
}

BOOST_AUTO_TEST_CASE(a_file_of_another_user_is_refused_where_others_may_write) {
    if (::geteuid() != 0) {
        return;  // files cannot be given away
    }
    constexpr uid_t nobody = 65534;
    const Folder folder;
    (void)folder.write("audit.jsonl", "");  // the path is known
    BOOST_REQUIRE(::chown(folder.path.c_str(), nobody, nobody) == 0);
    BOOST_TEST(AuditFile::open(folder.path).has_value());
    fs::permissions(folder.TemporaryFolder::path(), fs::perms(01777));
    BOOST_TEST(AuditFile::open(folder.path).error().what ==
               folder.path + ": others may write to its folder, and it belongs to another user");
    fs::permissions(folder.TemporaryFolder::path(), fs::perms(0700));
    BOOST_REQUIRE(::chown(folder.TemporaryFolder::path().c_str(), nobody, nobody) == 0);
    BOOST_TEST(!AuditFile::open(folder.path).has_value());
}

BOOST_AUTO_TEST_CASE(after_a_rename_lines_go_to_a_new_file) {
    const Folder folder;
    auto file = folder.open();
    BOOST_TEST(file.append("one\n").has_value());
    fs::rename(folder.path, folder.path_of("audit.1"));
    BOOST_TEST(file.append("two\n").value() == "the file was moved or removed; opened again");
    BOOST_TEST(file.append("three\n").value().empty());
    BOOST_TEST(folder.text() == "two\nthree\n");
    BOOST_TEST(msa::read_file(folder.path_of("audit.1"), 100).value() == "one\n");
}

BOOST_AUTO_TEST_CASE(who_reopens_after_a_rename_hears_nothing_of_it) {
    const Folder folder;
    auto file = folder.open();
    BOOST_TEST(file.append("one\n").has_value());
    fs::rename(folder.path, folder.path_of("audit.1"));
    BOOST_TEST(file.reopen().has_value());
    BOOST_TEST(file.append("two\n").value().empty());
    BOOST_TEST(folder.text() == "two\n");
}

BOOST_AUTO_TEST_CASE(where_reopening_fails_the_old_file_stays_in_use) {
    const Folder folder;
    auto file = folder.open();
    fs::rename(folder.path, folder.path_of("audit.1"));
    fs::create_directory(folder.path);
    BOOST_TEST(!file.reopen().has_value());
    BOOST_TEST(!file.append("lost\n").has_value());
    fs::remove(folder.path);
    fs::rename(folder.path_of("audit.1"), folder.path);
    BOOST_TEST(file.append("two\n").value().empty());
    BOOST_TEST(folder.text() == "two\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_is_continued_at_its_end) {
    const Folder folder;
    auto file = folder.open();
    BOOST_TEST(file.append("one\ntwo\n").has_value());
    fs::resize_file(folder.path, 0);
    BOOST_TEST(file.append("three\n").value() == "the end of the file moved from octet 8 to 0");
    fs::resize_file(folder.path, 3);
    BOOST_TEST(!file.append("four\n").value().empty());
    BOOST_TEST(folder.text() == "thr\nfour\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_leaves_nothing_behind) {
    const Folder folder;
    auto file = folder.open();
    BOOST_TEST(file.append("12345678\n").has_value());
    {
        const FullDisk disk(12);
        BOOST_TEST(file.append("abcdefgh\n").error().what ==
                   folder.path + ": only 3 of 9 octets could be written");
        BOOST_TEST(folder.text() == "12345678\n");
        BOOST_TEST(file.append("ab\n").has_value());
        BOOST_TEST(file.append("c\n").error().what == folder.path + ": File too large");
    }
    BOOST_TEST(file.append("d\n").value().empty());
    BOOST_TEST(folder.text() == "12345678\nab\nd\n");
}

BOOST_AUTO_TEST_SUITE_END()
