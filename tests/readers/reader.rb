# Ruby's mail.
require 'mail'

STDIN.each_line do |line|
  value = [line.strip].pack('H*').force_encoding('UTF-8')
  seen = begin
    Mail::AddressList.new(value).addresses.map(&:address).compact
  rescue StandardError
    []
  end
  puts seen.map { |address| address.b.unpack1('H*') }.join(' ')
end
