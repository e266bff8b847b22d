<?php
// PHP's mailparse.
while (($line = fgets(STDIN)) !== false) {
    $seen = @mailparse_rfc822_parse_addresses(hex2bin(trim($line))) ?: [];
    echo implode(' ', array_map(fn($each) => bin2hex($each['address']), $seen)), "\n";
}
