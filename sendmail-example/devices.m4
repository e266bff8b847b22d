dnl A port for clients that prove who they are by something other than a login: a certificate, the network
dnl that they are in, a recent POP3 login. Include it in sendmail.mc after submission.m4, and name the
dnl listener in the rule file whose [identity] says which of these count.
dnl
dnl M=a is not there: with it Sendmail demands a login of clients with a certificate too. A certificate
dnl counts if its chain ends in confCACERT: your own authority, never the public ones.
VERSIONID(`msa-milter sendmail-example, devices')dnl
DAEMON_OPTIONS(`Name=devices, Family=inet, Port=2587, M=E, InputMailFilters=msa-milter')dnl
dnl
dnl The form of fingerprints for a rule file with key = "fingerprint".
define(`confCERT_FINGERPRINT_ALGORITHM', `sha256')dnl
dnl
dnl Who may send to everybody, as far as Sendmail is concerned; the milter says what each may do. In
dnl /etc/mail/access, by the issuer's name as in {cert_issuer}, and by networks:
dnl   CERTISSUER:/O=Example/CN=Example+20Device+20CA    RELAY
dnl   Connect:192.0.2                                   RELAY
dnl then `makemap hash /etc/mail/access </etc/mail/access`. Debian's sendmail.mc has access_db already.
FEATURE(`access_db', `hash -T<TMPF> /etc/mail/access')dnl
