#include "import/opendkim.h"

#include "fakes/import_site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct Site : ImportSite {
    [[nodiscard]] std::string import(const std::string& text) {
        const auto done = import_opendkim(write("opendkim.conf", text), draft);
        return done ? "" : done.error().what;
    }
};

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(opendkim_import)

BOOST_FIXTURE_TEST_CASE(a_single_key_signs_for_its_domains, Site) {
    BOOST_TEST(import("Syslog yes # logs\n"
                      "domain\texample.com, Example.NET\n"
                      "Selector mail\nKeyFile /etc/dkimkeys/mail.private\n"
                      "SubDomains yes\nOversignHeaders From,X-Ours\nMinimumKeyBits 2048\n"
                      "RequireSafeKeys no\nSignHeaders *,+X-Mailer\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 2U);
    BOOST_TEST(draft.keys[1].domain == "example.net");
    BOOST_TEST(draft.keys[1].selector == "mail");
    BOOST_TEST(draft.keys[1].file == "/etc/dkimkeys/mail.private");
    BOOST_TEST(draft.keys[1].author_domains == (Names{"example.net", "*.example.net"}));
    BOOST_TEST(draft.oversign == Names{"X-Ours"});
    BOOST_TEST(draft.sign == Names{"X-Mailer"});
    BOOST_TEST(draft.minimum_rsa_bits == 2048);
    BOOST_TEST(!draft.require_safe_keys);
    BOOST_TEST(draft.remarks.empty());
}

BOOST_FIXTURE_TEST_CASE(tables_say_which_key_signs_for_whom, Site) {
    (void)write("KeyTable",
                "one example.com:s1:/k/one.private\n"
                "two example.org:s2:/k/two.private\nrest %:s3:/k/%.private\n"
                "inline example.com:s4:MIIEpAIBAAKCAQEA\nidle example.com:s5:/k/idle.private\n");
    (void)write("SigningTable",
                "*@example.com one\n*@*.example.com one\n*@example.org two:ceo@example.org\n"
                "*@example.net rest\nboss@example.com two\n* one\nexample.com one\n"
                "*@sub.example.com two\n*@inline.example inline\n*@*.example.net rest\n");
    BOOST_TEST(import("KeyTable refile:@/KeyTable\nSigningTable refile:@/SigningTable\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 3U);
    BOOST_TEST(draft.keys[0].author_domains == (Names{"example.com", "*.example.com"}));
    BOOST_TEST(draft.keys[1].author_domains == Names{"example.org"});
    BOOST_TEST(draft.keys[2].domain == "example.net");
    BOOST_TEST(draft.keys[2].file == "/k/example.net.private");
    BOOST_TEST(remarks("/SigningTable:3: the signer (i=) after 'two'"));
    BOOST_TEST(remarks("/SigningTable:5: 'boss@example.com' signs for one address"));
    BOOST_TEST(remarks("/SigningTable:6: '*' signs for every author's domain"));
    BOOST_TEST(remarks("/SigningTable:7: 'example.com' matches no address"));
    BOOST_TEST(remarks("/SigningTable:8: '*@sub.example.com' was never asked"));
    BOOST_TEST(remarks("/KeyTable:4: the key itself is there"));
    BOOST_TEST(remarks("/KeyTable:3: % stands for each domain in *.example.net"));
    BOOST_TEST(remarks("/KeyTable:5: 'idle': no entry of the signing table"));
    BOOST_TEST(!remarks("MIIEpAIBAAKCAQEA"));  // nobody's key is printed
}

BOOST_FIXTURE_TEST_CASE(a_flat_signing_table_has_domains_instead_of_patterns, Site) {
    (void)write("KeyTable", "one example.com:s1:/k/one.private\n");
    (void)write("SigningTable", "example.com one\n.example.com one\n*@example.net one\n");
    BOOST_TEST(import("KeyTable @/KeyTable\nSigningTable file:@/SigningTable\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 1U);
    BOOST_TEST(draft.keys[0].author_domains == (Names{"example.com", "*.example.com"}));
    BOOST_TEST(remarks("/SigningTable:3: '*@example.net'"));
}

BOOST_FIXTURE_TEST_CASE(several_signatures_keep_all_matches, Site) {
    (void)write("KeyTable", "r example.com:r:/k/r\ne example.com:e:/k/e\n");
    (void)write("SigningTable", "*@example.com r\n*@example.com e\n");
    const std::string tables = "KeyTable @/KeyTable\nSigningTable refile:@/SigningTable\n";
    BOOST_TEST(import(tables + "MultipleSignatures yes\n") == "");
    BOOST_TEST(draft.keys.size() == 2U);
    BOOST_TEST(draft.remarks.empty());
}

BOOST_FIXTURE_TEST_CASE(hosts_that_needed_no_login_are_left_to_decide_on, Site) {
    (void)write("TrustedHosts", "127.0.0.1\n::1\nlocalhost\n192.0.2.0/24\n*.example.com\n");
    BOOST_TEST(import("Domain example.com\nSelector s\nKeyFile /k\nInternalHosts "
                      "refile:@/TrustedHosts\nExternalIgnoreList refile:@/TrustedHosts\n") == "");
    BOOST_REQUIRE(draft.networks.size() == 1U);
    BOOST_TEST(draft.networks[0].ranges == Names{"192.0.2.0/24"});
    BOOST_TEST(remarks("/TrustedHosts:5: InternalHosts '*.example.com'"));
    const auto text = to_text(draft);
    BOOST_TEST(text.find("\n#[[identity.network]]\n#range = [\"192.0.2.0/24\"]\n") !=
               std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_said_here_is_a_remark, Site) {
    BOOST_TEST(import("Domain example.com\nSelector s\nKeyFile /k\nCanonicalization simple\n"
                      "OmitHeaders Date\nDontSignMailTo x@y\nSignHeaders *,-Subject,Comments\n"
                      "SyslogFacilty mail\nFlurb 1\nMaximumSignedBytes 100\n"
                      "SignatureAlgorithm rsa-sha1\nMinimumKeyBits 512\n") == "");
    for (const auto* wanted :
         {":4: Canonicalization simple: signatures here are relaxed/relaxed",
          ":5: OmitHeaders Date", ":6: DontSignMailTo x@y", ":7: SignHeaders -Subject",
          ":7: the field Comments must not",
          ":8: 'syslogfacilty' is not a parameter of opendkim; did you mean SyslogFacility?",
          ":9: 'flurb' is not a parameter of opendkim", ":10: MaximumSignedBytes 100",
          ":11: SignatureAlgorithm rsa-sha1", ":12: MinimumKeyBits 512"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
}

BOOST_FIXTURE_TEST_CASE(tables_in_databases_are_remarks, Site) {
    BOOST_TEST(import("KeyTable dsn:mysql://u:secret@h/d\nSigningTable refile:/nowhere\n") != "");
    (void)write("SigningTable", "*@example.com one\n");
    BOOST_TEST(import("KeyTable dsn:mysql://u:secret@h/d\nSigningTable refile:@/SigningTable\n") ==
               "");
    BOOST_TEST(remarks(":1: KeyTable dsn: is kept where it cannot be read from here"));
    BOOST_TEST(!remarks("secret"));
    BOOST_TEST(draft.keys.empty());
}

BOOST_FIXTURE_TEST_CASE(lists_may_hold_keys_with_values, Site) {
    BOOST_TEST(import("KeyTable csl:one=example.com:s1:/k/one, two=example.org:s2:/k/two\n"
                      "SigningTable example.com=one,example.org=two\nMode s\n") == "");
    BOOST_REQUIRE(draft.keys.size() == 2U);
    BOOST_TEST(draft.keys[0].file == "/k/one");
    BOOST_TEST(draft.keys[1].author_domains == Names{"example.org"});
    BOOST_TEST(draft.remarks.empty());
}

BOOST_FIXTURE_TEST_CASE(types_of_data_are_read_in_any_case, Site) {
    (void)write("KeyTable", "one example.com:s1:/k/one\n");
    (void)write("SigningTable", "*@example.com one\n");
    BOOST_TEST(import("KeyTable File:@/KeyTable\nSigningTable REFILE:@/SigningTable\n") == "");
    BOOST_TEST(draft.keys.size() == 1U);
    BOOST_TEST(import("InternalHosts socket:local:/run/x\nSignHeaders From:Subject\n") == "");
    BOOST_TEST(remarks(":1: InternalHosts socket: is kept where it cannot be read"));
    BOOST_TEST(remarks(":2: SignHeaders From: is kept where it cannot be read"));
    draft = {};
    BOOST_TEST(import("InternalHosts 2001:db8::1,fe80::1\n") == "");
    BOOST_REQUIRE(draft.networks.size() == 1U);
    BOOST_TEST(draft.networks[0].ranges == (Names{"2001:db8::1", "fe80::1"}));
}

BOOST_FIXTURE_TEST_CASE(paths_that_depend_on_a_folder_are_remarks, Site) {
    BOOST_TEST(import("Domain example.com\nSelector s\nKeyFile keys/s.private\n"
                      "InternalHosts refile:TrustedHosts\n") == "");
    BOOST_TEST(draft.keys.empty());
    BOOST_TEST(remarks(":3: KeyFile 'keys/s.private' depends on where opendkim was started"));
    BOOST_TEST(remarks(":4: InternalHosts 'TrustedHosts' depends on where"));
}

BOOST_FIXTURE_TEST_CASE(a_key_for_everybody_has_to_be_said_otherwise, Site) {
    BOOST_TEST(import("Domain *\nSelector s\nKeyFile /k\n") == "");
    BOOST_TEST(draft.keys.empty());
    BOOST_TEST(remarks(":1: Domain * signs for every author's domain"));
}

BOOST_FIXTURE_TEST_CASE(a_hole_in_a_range_is_told_of, Site) {
    BOOST_TEST(import("InternalHosts 10.0.0.0/8,!10.1.2.3,::ffff:127.0.0.0/104,"
                      "::ffff:192.0.2.0/120,192.0.2.0/24\n") == "");
    BOOST_REQUIRE(draft.networks.size() == 1U);
    BOOST_TEST(draft.networks[0].ranges == (Names{"10.0.0.0/8", "192.0.2.0/24"}));
    BOOST_TEST(remarks(":1: InternalHosts '!10.1.2.3' takes 10.1.2.3 out of the ranges"));
}

BOOST_FIXTURE_TEST_CASE(a_verifier_has_no_keys, Site) {
    BOOST_TEST(import("Mode v\nDomain example.com\nSelector s\nKeyFile /k\n") == "");
    BOOST_TEST(draft.keys.empty());
    BOOST_TEST(remarks(":1: Mode v"));
}

BOOST_FIXTURE_TEST_CASE(a_broken_file_says_where, Site) {
    const auto path = folder.path_of("opendkim.conf");
    BOOST_TEST(import("Syslog yes\nDomain\n") == path + ":2: 'Domain' has no value");
    BOOST_TEST(import("Domain example.com\nSelector s\n") ==
               path + ":1: Domain, Selector and KeyFile belong together");
    BOOST_TEST(import("KeyTable /x\n") == path + ":1: SigningTable is missing");
    BOOST_TEST(import("Mode x\n") == path + ":1: Mode must be s, v or sv, not 'x'");
    BOOST_TEST(import("SubDomains maybe\n").starts_with(path + ":1: SubDomains must be yes or no"));
    BOOST_TEST(import("Include @/more\n").starts_with(path + ":1: "));
    BOOST_TEST(import("a b\n\nx \xff\n") == path + ":3: is not UTF-8");
    (void)write("KeyTable", "# keys\none example.com:s1\n");
    (void)write("SigningTable", "*@example.com one\n*@example.net\n");
    const std::string tables = "KeyTable @/KeyTable\nSigningTable refile:@/SigningTable\n";
    BOOST_TEST(import(tables) ==
               folder.path_of("KeyTable") + ":2: 'one': needs domain:selector:file after it");
    (void)write("KeyTable", "two example.com:s1:/k\n");
    BOOST_TEST(import(tables) ==
               folder.path_of("SigningTable") + ":1: '*@example.com': the key table has no 'one'");
    (void)write("KeyTable", "one example.com:s1:/k\n");
    BOOST_TEST(import(tables) == folder.path_of("SigningTable") +
                                     ":2: '*@example.net': needs the name of a key after it");
}

BOOST_AUTO_TEST_SUITE_END()
