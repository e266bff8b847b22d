dnl Ports 587 and 465 with msa-milter. Include it in sendmail.mc before the MAILER lines: sendmail.mc
dnl beside this file does, README.md shows where in Debian's. Nothing here changes what other listeners
dnl do, except AUTH, TLS and the lines under "Signatures".
dnl
dnl The listeners' names are those of the rule file: listener = ["submission", "submissions"].
VERSIONID(`msa-milter sendmail-example')dnl
dnl
dnl --- Listeners
dnl M=a  nobody gets past MAIL without a login; the milter decides what a login may do
dnl M=E  no ETRN (RFC 6409, 7)
dnl M=s  TLS from the first octet (RFC 8314, 3.3)
dnl InputMailFilters  ties the filter to this listener, whatever the others have
dnl no_default_msa: without it Sendmail opens a port 587 of its own, which no filter watches.
FEATURE(`no_default_msa')dnl
DAEMON_OPTIONS(`Name=submission, Family=inet, Port=submission, M=Ea, InputMailFilters=msa-milter')dnl
DAEMON_OPTIONS(`Name=submissions, Family=inet, Port=submissions, M=Eas, InputMailFilters=msa-milter')dnl
dnl The same over IPv6; remove `dnl' if this host has it.
dnl DAEMON_OPTIONS(`Name=submission, Family=inet6, Port=submission, M=Ea, InputMailFilters=msa-milter')
dnl DAEMON_OPTIONS(`Name=submissions, Family=inet6, Port=submissions, M=Eas, InputMailFilters=msa-milter')
dnl
dnl --- The milter
dnl F=T  while it does not answer, clients are asked to try again (4xx): no message passes unjudged and
dnl      none is lost. Without F= mail would pass unfiltered and unsigned; F=R would refuse it for good.
dnl T=   C connecting; S sending it a packet; R one answer, which work in progress prolongs; E the
dnl      whole end of a message, DNS and tables and signatures together
dnl The socket's folder and all above it must be writable for their owners only, or Sendmail does not
dnl start ("unsafe: Group writable directory").
MAIL_FILTER(`msa-milter', `S=unix:/run/msa-milter/milter.sock, F=T, T=C:5s;S:10s;R:30s;E:2m')dnl
dnl
dnl --- AUTH
dnl Every mail program knows PLAIN and LOGIN; p: not before TLS is on; y: not anonymous.
dnl TRUST_AUTH_MECH lets clients that used them send mail to everybody. A login without a domain is
dnl looked up in this realm. /etc/sasl2/Sendmail.conf says how passwords are checked.
define(`confAUTH_MECHANISMS', `PLAIN LOGIN')dnl
TRUST_AUTH_MECH(`PLAIN LOGIN')dnl
define(`confAUTH_OPTIONS', `A p y')dnl
define(`confAUTH_REALM', `example.com')dnl
dnl
dnl --- TLS (RFC 8314, 4.1: 1.2 or newer)
define(`confSERVER_SSL_OPTIONS', `SSL_OP_NO_SSLv3 SSL_OP_NO_TLSv1 SSL_OP_NO_TLSv1_1 SSL_OP_NO_TICKET')dnl
dnl
dnl --- Signatures: what Sendmail would change after the milter signed
dnl nocanonify: does not replace domains in the header by their canonical names in DNS
dnl SMTP_MAILER_LL: breaks no line that SMTP allows (998 octets); Sendmail's own limit is 990
FEATURE(`nocanonify')dnl
define(`SMTP_MAILER_LL', `998')dnl
