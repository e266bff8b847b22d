# Email::Address::XS or Mail::Address, as the argument says.
use strict;
use warnings;

my $module = shift;
eval "require $module" or die $@;
while (my $line = <STDIN>) {
    chomp $line;
    my @seen = eval { map { $_->address } $module->parse(pack 'H*', $line) };
    print join(' ', map { unpack 'H*', $_ } grep { defined } @seen), "\n";
}
