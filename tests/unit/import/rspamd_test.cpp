#include "import/rspamd.h"

#include "fakes/import_site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Names = std::vector<std::string>;

struct Site : ImportSite {
    [[nodiscard]] std::string import(const std::string& text) {
        const auto done = import_rspamd(write("dkim_signing.conf", text), draft);
        return done ? "" : done.error().what;
    }
    [[nodiscard]] const DraftKey* key(const std::string& domain,
                                      const std::string& selector) const {
        for (const auto& each : draft.keys) {
            if (each.domain == domain && each.selector == selector) {
                return &each;
            }
        }
        return nullptr;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rspamd_import)

BOOST_FIXTURE_TEST_CASE(domains_have_keys_of_their_own, Site) {
    BOOST_TEST(import("dkim_signing {\n"
                      "  selector = \"dkim\"; path = \"@/keys/$domain.$selector.key\";\n"
                      "  domain {\n"
                      "    example.com { selectors [ { selector: rsa; path: /k/rsa },\n"
                      "                              { selector = \"ed\"; path = \"/k/ed\" } ] }\n"
                      "    example.net { selector = own; }\n"
                      "    example.org { path = \"/k/org\"; }\n"
                      "    mail.example.org { path = \"/k/never\"; }\n"
                      "  }\n}\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 4U);
    BOOST_REQUIRE(key("example.com", "ed") != nullptr);
    BOOST_TEST(key("example.com", "ed")->file == "/k/ed");
    BOOST_TEST(key("example.com", "ed")->author_domains ==
               (Names{"example.com", "*.example.com"}));  // use_esld
    BOOST_TEST(key("example.net", "own")->file == folder.path() + "/keys/example.net.own.key");
    BOOST_TEST(key("example.org", "dkim")->file == "/k/org");
    BOOST_TEST(remarks(":8: the key of 'mail.example.org' was never used"));
}

BOOST_FIXTURE_TEST_CASE(maps_name_selectors_and_paths, Site) {
    (void)folder.write("selectors.map", "# domain selector\nexample.com s1\nexample.net s2\n");
    BOOST_TEST(import("use_esld = false;\nselector_map = \"@/selectors.map\";\n"
                      "path_map = [ \"example.com /k/com\", \"mail.example.org /k/$selector\" ];\n"
                      "path = \"/d/$domain.key\"; try_fallback = false;\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 3U);
    BOOST_TEST(key("example.com", "s1")->file == "/k/com");
    BOOST_TEST(key("example.com", "s1")->author_domains == Names{"example.com"});
    BOOST_TEST(key("example.net", "s2")->file == "/d/example.net.key");
    BOOST_TEST(key("mail.example.org", "dkim")->file == "/k/dkim");
}

BOOST_FIXTURE_TEST_CASE(the_usual_path_stands_for_the_domains_whose_key_is_there, Site) {
    for (const auto* name : {"example.com.dkim.key", "example.net.dkim.key", "example.org.old.key",
                             "notes.txt", ".dkim.key"}) {
        (void)folder.write(name, "x");
    }
    BOOST_TEST(import("path = \"@/$domain.$selector.key\";\n"
                      "domain { example.net { path = /k/net; } }\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 2U);
    BOOST_TEST(key("example.com", "dkim")->file == folder.path() + "/example.com.dkim.key");
    BOOST_TEST(key("example.net", "dkim")->file == "/k/net");
}

BOOST_FIXTURE_TEST_CASE(tables_as_opendkim_has_them_are_read, Site) {
    BOOST_TEST(import("signing_table = [ \"*@example.com one\", \"boss@example.net one\" ];\n"
                      "key_table = [ \"one example.com:s1:/k/one\" ];\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 1U);
    BOOST_TEST(draft.keys[0].file == "/k/one");
    BOOST_TEST(remarks(":1: 'boss@example.net' signs for one address"));
}

BOOST_FIXTURE_TEST_CASE(fields_beyond_the_usual_ones_are_signed_too, Site) {
    BOOST_TEST(import("sign_headers = \"(o)from:(x)sender:(o)x-ours:(x)autocrypt:to:list-id\";\n"
                      "path = \"@/none/$domain.key\";\n") == "");
    BOOST_TEST(draft.oversign == Names{"x-ours"});
    BOOST_TEST(draft.sign == Names{"autocrypt"});
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_said_here_is_a_remark, Site) {
    BOOST_TEST(import("use_redis = true;\nuse_domain = \"envelope\";\nsign_inbound = true;\n"
                      "sign_networks = [\"192.0.2.0/24\"];\nallow_username_mismatch = true;\n"
                      "flurb = 1;\n.include \"x\"\nselector_map = \"https://example.com/map\";\n"
                      "path = \"vault/$domain\";\nallow_hdrfrom_mismatch = false;\n") == "");
    for (const auto* wanted :
         {":1: use_redis true: keys in Redis", ":2: use_domain envelope", ":3: sign_inbound",
          ":4: sign_networks", ":5: allow_username_mismatch", ":6: 'flurb' is not known here",
          ":7: .include \"x\": was not followed", ":8: selector_map 'https://example.com/map'"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
    BOOST_TEST(!remarks("allow_hdrfrom_mismatch"));
    BOOST_TEST(draft.keys.empty());
}

BOOST_FIXTURE_TEST_CASE(what_only_rspamd_knows_is_not_guessed, Site) {
    BOOST_TEST(import("path = \"${DBDIR}/dkim/$domain.$selector.key\";\n"
                      ".include(try=true) \"$LOCAL_CONFDIR/a\"\n.include \"$LOCAL_CONFDIR/b\"\n"
                      "domain {\n  example.com { selector = s; privkey = \"secret\"; }\n"
                      "  example.net { selector = a; selector = b; path = /k; }\n}\n") == "");
    BOOST_TEST(draft.keys.empty());
    for (const auto* wanted :
         {":2: .include (try=true) \"$LOCAL_CONFDIR/a\": was not",
          ":3: .include \"$LOCAL_CONFDIR/b\"",
          ":5: domain 'example.com': 'privkey' is not known here",
          "for example.com has names in it that only rspamd knows", ":6: selector is set twice"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
    BOOST_TEST(!remarks("secret"));
}

BOOST_FIXTURE_TEST_CASE(a_map_that_cannot_be_read_leaves_the_other_alone, Site) {
    (void)folder.write("s.map", "example.com s1\n");
    BOOST_TEST(import("selector_map = \"@/s.map\";\npath_map = \"$LOCAL_CONFDIR/p.map\";\n"
                      "path = \"/k/$domain.key\";\n") == "");
    BOOST_TEST(draft.keys.empty());
    BOOST_TEST(remarks(":2: path_map '$LOCAL_CONFDIR/p.map': only a list or a file"));
    BOOST_TEST(remarks("/s.map:1: 'example.com' and what else is here"));
    BOOST_TEST(import("selector_map { url = \"@/s.map\"; description = x; }\n"
                      "path = \"/k/$domain.key\";\ntry_fallback = no;\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 1U);
    BOOST_TEST(draft.keys[0].selector == "s1");
}

BOOST_FIXTURE_TEST_CASE(domains_that_stand_twice_have_both_keys, Site) {
    BOOST_TEST(import("domain {\n example.com { selector = a; path = /k/a; }\n"
                      " example.com { selector = b; path = /k/b; }\n}\n"
                      "domain { example.net { selector = c; path = /k/c; } }\n") == "");
    BOOST_TEST(draft.keys.size() == 3U);
    BOOST_TEST(remarks(":1: domain is there twice"));
}

BOOST_FIXTURE_TEST_CASE(json_is_read_as_well, Site) {
    BOOST_TEST(import("{ \"dkim_signing\": { \"enabled\": true, \"domain\": { \"example.com\":\n"
                      "[ { \"selector\": \"s\", \"path\": \"/k\" } ] } } }\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 1U);
    BOOST_TEST(draft.keys[0].selector == "s");
}

BOOST_FIXTURE_TEST_CASE(a_broken_file_says_where, Site) {
    const auto path = folder.path_of("dkim_signing.conf");
    BOOST_TEST(import("domain {\n") == path + ":1: the section that begins here has no }");
    BOOST_TEST(import("key_table = [];\n") == path + ":1: signing_table is missing");
    BOOST_TEST(import("path_map = \"@/gone.map\";\n").starts_with(path + ":1: "));
    BOOST_TEST(
        import("dkim_signing {}\ndkim_signing {}\n").starts_with(path + ":2: a second section"));
    BOOST_TEST(import("dkim_signing = x;\n") == path + ":1: dkim_signing is not a section");
}

BOOST_AUTO_TEST_SUITE_END()
