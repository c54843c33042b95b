#!/usr/bin/perl
# An SMSC on Debian's Net::SMPP (libnet-smpp-perl): its codec, our event loop. Kurenda's own SMPP code has no part in it.
#
#   perl smsc.pl --log FILE [--password P] [--throttle 5] [--reject 77] [--drop-at 400,900] [--deaf-at 600 --deaf-for 20]
#                [--tell-at 1000] [--receipt-after 0.3]
#
# The counts are of accepted submits. Every answered submit is a JSON line in FILE. Commands arrive as lines on standard
# input: `mo FROM TO HEX` (a text in UTF-16BE, sent on in parts of 67 letters), `stats`; its end ends the program.
# Standard output tells: {"event":"listening","port":N}, {"event":"reached"}, {"event":"bound"}, {"event":"stats",…}.
use strict;
use warnings;
use Getopt::Long;

# Net::SMPP writes with a blocking syswrite: one peer that does not read would stop all others. Here it goes to a queue.
package Line {
    use parent -norequire, 'Net::SMPP';
    sub syswrite { my ($me, $bytes) = @_; ${*$me}{queue} .= $bytes; return length $bytes }
    sub flush_queue {
        my ($me) = @_;
        return 1 if !length ${*$me}{queue};
        my $n = CORE::syswrite($me, ${*$me}{queue});
        return $!{EAGAIN} || $!{EWOULDBLOCK} if !defined $n;
        substr(${*$me}{queue}, 0, $n, '');
        return 1;
    }
}

package main;
use Net::SMPP;
use IO::Select;
use Errno;
use Time::HiRes qw(time);
use POSIX qw(strftime);

my %o = (password => 'sezam', throttle => 0, reject => '', 'drop-at' => '', 'deaf-at' => 0, 'deaf-for' => 20,
    'tell-at' => 0, 'receipt-after' => 0.3);
GetOptions(\%o, 'log=s', 'password=s', 'throttle=f', 'reject=s', 'drop-at=s', 'deaf-at=i', 'deaf-for=f', 'tell-at=i',
    'receipt-after=f') or exit 2;
die "--log FILE is needed\n" if !defined $o{log};
open my $log, '>', $o{log} or die "$o{log}: $!\n";
$| = 1;
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = $SIG{INT} = sub { exit 0 };

use constant { OK => 0, SYSERR => 8, BAD_ADDRESS => 0x0b, BAD_PASSWORD => 0x0e, THROTTLED => 0x58, BAD_BIND => 0x04 };
use constant { DELIVER_WINDOW => 50, PART => 134 };

my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34) or die "listen: $!\n";
bless $listener, 'Line';
$listener->blocking(0);
STDIN->blocking(0);
my $select = IO::Select->new($listener, \*STDIN);
my %lines;            # fileno => { socket, in, bound, sent => { seq => item }, seq }
my @drops = sort { $a <=> $b } split /,/, $o{'drop-at'};
my ($accepted, $refused, $throttled, $dropped, $submits, $told) = (0) x 6;
my ($receipts_sent, $receipts_acked, $deaf_until, $deaf_done, $stdin, $references) = (0, 0, 0, 0, '', 0);
my @waiting;          # what is to be delivered: { due, to_esme => {…}, receipt => bool }, in order
my $random = 42;      # repeatable: the same run throttles the same submits

print qq({"event":"listening","port":@{[$listener->sockport]}}\n);
while (1) {
    if (time < $deaf_until) { select undef, undef, undef, 0.05; next }
    for my $ready ($select->can_read(0.02)) {
        if ($ready == $listener) { welcome() }
        elsif ($ready == \*STDIN) { read_commands() }
        else { read_line($lines{fileno $ready}) if defined fileno $ready && $lines{fileno $ready} }
        last if time < $deaf_until;
    }
    next if time < $deaf_until;
    deliver_waiting();
    $log->flush;
    for my $line (values %lines) { hang_up($line) if !$line->{socket}->flush_queue }
}

sub welcome {
    my $socket = $listener->accept or return;
    $socket->blocking(0);
    ${*$socket}{queue} = '';
    $lines{fileno $socket} = { socket => $socket, in => '', bound => '', sent => {}, seq => 0 };
    $select->add($socket);
}

# What was delivered but not acknowledged is delivered again to whoever binds next.
sub hang_up {
    my ($line) = @_;
    my $socket = $line->{socket};
    unshift @waiting, map { $line->{sent}{$_} } sort { $a <=> $b } keys %{ $line->{sent} };
    $line->{gone} = 1;
    $select->remove($socket);
    delete $lines{fileno $socket};
    close $socket;
}

sub read_line {
    my ($line) = @_;
    my $n = sysread $line->{socket}, $line->{in}, 262_144, length $line->{in};
    return if !defined $n && ($!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR});
    return hang_up($line) if !$n;
    my $at = 0;
    while (!$line->{gone} && length($line->{in}) - $at >= 16) {
        my ($length, $cmd, $status, $seq) = unpack 'NNNN', substr $line->{in}, $at, 16;
        return hang_up($line) if $length < 16 || $length > 70_000;
        last if length($line->{in}) - $at < $length;
        my $pdu = { cmd => $cmd, status => $status, seq => $seq, data => substr($line->{in}, $at + 16, $length - 16) };
        $at += $length;
        handle($line, decode($line, $pdu));
        last if time < $deaf_until;
    }
    substr($line->{in}, 0, $at, '') if !$line->{gone};
}

sub decode {
    my ($line, $pdu) = @_;
    my $known = Net::SMPP::pdu_tab->{ $pdu->{cmd} };
    return $pdu if !$known || !length $pdu->{data};
    my $read = eval { $known->{decode}->($pdu, $line->{socket}) };
    if (!defined $read) { $pdu->{broken} = 1; return $pdu }
    Net::SMPP::decode_optional_params($pdu, $read) if $read < length $pdu->{data};
    return $pdu;
}

sub handle {
    my ($line, $pdu) = @_;
    my ($cmd, $socket, $seq) = ($pdu->{cmd}, $line->{socket}, $pdu->{seq});
    if ($cmd == Net::SMPP::CMD_submit_sm) { submit($line, $pdu) }
    elsif ($cmd == Net::SMPP::CMD_deliver_sm_resp) { acknowledged($line, $pdu) }
    elsif ($cmd == Net::SMPP::CMD_enquire_link) { $socket->enquire_link_resp(seq => $seq) }
    elsif ($cmd == Net::SMPP::CMD_unbind) { $line->{bound} = ''; $socket->unbind_resp(seq => $seq) }
    elsif ($cmd == Net::SMPP::CMD_bind_transceiver) { bound($line, $pdu, 'both', 'bind_transceiver_resp') }
    elsif ($cmd == Net::SMPP::CMD_bind_receiver) { bound($line, $pdu, 'in', 'bind_receiver_resp') }
    elsif ($cmd == Net::SMPP::CMD_bind_transmitter) { bound($line, $pdu, 'out', 'bind_transmitter_resp') }
    elsif ($cmd < 0x80000000) { $socket->generic_nack(seq => $seq, status => 3) }
}

sub bound {
    my ($line, $pdu, $how, $answer) = @_;
    my $good = ($pdu->{password} // '') eq $o{password};
    $line->{bound} = $how if $good;
    $line->{socket}->$answer(seq => $pdu->{seq}, status => $good ? OK : BAD_PASSWORD, system_id => 'smsc');
    print qq({"event":"bound"}\n) if $good;
}

# The decision about one submit: refused, throttled or accepted; only the accepted have reached the phone.
sub submit {
    my ($line, $pdu) = @_;
    $submits++;
    my $status = OK;
    $random = ($random * 1_103_515_245 + 12_345) % 2_147_483_648;
    if ($pdu->{broken}) { $status = SYSERR }
    elsif ($line->{bound} ne 'both' && $line->{bound} ne 'out') { $status = BAD_BIND }
    elsif (length $o{reject} && $pdu->{destination_addr} =~ /\Q$o{reject}\E$/) { $status = BAD_ADDRESS; $refused++ }
    elsif ($random / 2_147_483_648 * 100 < $o{throttle}) { $status = THROTTLED; $throttled++ }
    my $id = $status == OK ? sprintf('%08X', 0x4000_0000 + ++$accepted) : '';
    printf $log qq({"id":"%s","status":%d,"to":"%s","from":"%s","esm":%d,"coding":%d,"body":"%s"}\n), $id, $status,
        map({ my $plain = $_ // ''; $plain =~ s/[^\w+ .-]//g; $plain } @{$pdu}{qw(destination_addr source_addr)}),
        $pdu->{esm_class} // 0, $pdu->{data_coding} // 0, unpack 'H*', $pdu->{short_message} // '';
    $line->{socket}->submit_sm_resp(seq => $pdu->{seq}, status => $status, message_id => $id);
    return if $status != OK;
    push @waiting, receipt($pdu, $id) if ($pdu->{registered_delivery} // 0) & 3;
    trouble($line);
}

# Answers that were not written yet are lost with the connection, as when a cable is pulled.
sub trouble {
    my ($line) = @_;
    if ($o{'tell-at'} && !$told && $accepted >= $o{'tell-at'}) { $told = 1; print qq({"event":"reached"}\n) }
    if ($o{'deaf-at'} && !$deaf_done && $accepted >= $o{'deaf-at'}) { $deaf_done = 1; $deaf_until = time + $o{'deaf-for'} }
    if (@drops && $accepted >= $drops[0]) { shift @drops; $dropped++; hang_up($line) }
}

sub receipt {
    my ($pdu, $id) = @_;
    my $now = strftime('%y%m%d%H%M', gmtime);
    my $text = "id:$id sub:001 dlvrd:001 submit date:$now done date:$now stat:DELIVRD err:000 text:";
    return { due => time + $o{'receipt-after'}, receipt => 1, fields => [
        source_addr_ton => 1, source_addr_npi => 1, source_addr => $pdu->{destination_addr},
        dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $pdu->{source_addr},
        esm_class => 4, data_coding => 0, short_message => $text ] };
}

sub acknowledged {
    my ($line, $pdu) = @_;
    my $item = delete $line->{sent}{ $pdu->{seq} } or return;
    if ($pdu->{status} != OK) { push @waiting, { %$item, due => time + 1 } }
    elsif ($item->{receipt}) { $receipts_acked++ }
}

sub deliver_waiting {
    my $now = time;
    for my $line (grep { $_->{bound} eq 'both' || $_->{bound} eq 'in' } values %lines) {
        while (@waiting && $waiting[0]{due} <= $now && keys %{ $line->{sent} } < DELIVER_WINDOW) {
            my $item = shift @waiting;
            my $seq = ++$line->{seq};
            $line->{sent}{$seq} = $item;
            $line->{socket}->deliver_sm(async => 1, seq => $seq, @{ $item->{fields} });
            $receipts_sent++ if $item->{receipt};
        }
    }
}

sub read_commands {
    my $n = sysread STDIN, $stdin, 65_536, length $stdin;
    exit 0 if defined $n && $n == 0;
    while ($stdin =~ s/^([^\n]*)\n//) {
        my ($what, @rest) = split ' ', $1;
        if (($what // '') eq 'mo') { from_phone(@rest) }
        elsif (($what // '') eq 'stats') {
            printf qq({"event":"stats","submits":%d,"accepted":%d,"refused":%d,"throttled":%d,"dropped":%d,"receiptsSent":%d,"receiptsAcked":%d,"waiting":%d}\n),
                $submits, $accepted, $refused, $throttled, $dropped, $receipts_sent, $receipts_acked, scalar @waiting;
        }
    }
}

# A phone's text, in as many parts as it needs; the parts come in the wrong order, as they do on air.
sub from_phone {
    my ($from, $to, $hex) = @_;
    my $text = pack 'H*', $hex;
    my @parts = unpack '(a' . PART . ')*', $text;
    my $reference = ++$references % 256;
    my @items = map { { due => time, fields => [
        source_addr_ton => 1, source_addr_npi => 1, source_addr => $from,
        dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $to,
        data_coding => 8, esm_class => @parts > 1 ? 0x40 : 0,
        short_message => (@parts > 1 ? pack('C6', 5, 0, 3, $reference, scalar @parts, $_ + 1) : '') . $parts[$_] ] }
    } 0 .. $#parts;
    unshift @waiting, reverse @items;
}
