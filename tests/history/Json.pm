# SPDX-License-Identifier: MIT
#
# Reads JSON, and writes any structure in one normal form. (JSON::PP takes
# longer over a log than the program that wrote it.)
package Json;
use strict;
use warnings;

use Exporter 'import';
our @EXPORT_OK = qw(read_json normal);

my %ESCAPED = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f");

sub string {
	my ($raw) = @_;

	$raw =~ s/\\(?:u([0-9a-fA-F]{4})|(.))/defined $1 ? chr hex $1 :
		$ESCAPED{$2} \/\/ $2/ge if $raw =~ m{\\};
	return $raw;
}

# Reads the value at pos($$text).
sub value {
	my ($text) = @_;

	if ($$text =~ /\G\s*"((?:[^"\\]|\\.)*)"/gc) {
		return string($1);
	} elsif ($$text =~ /\G\s*\{\s*/gc) {
		my %object;

		until ($$text =~ /\G\s*\}/gc) {
			my $key = value($text);
			$$text =~ /\G\s*:/gc or die "no colon\n";
			$object{$key} = value($text);
			$$text =~ /\G\s*,/gc;
		}
		return \%object;
	} elsif ($$text =~ /\G\s*\[/gc) {
		my @list;

		until ($$text =~ /\G\s*\]/gc) {
			push @list, value($text);
			$$text =~ /\G\s*,/gc;
		}
		return \@list;
	} elsif ($$text =~ /\G\s*null\b/gc) {
		return undef;
	} elsif ($$text =~ /\G\s*(true|false|-?[0-9.eE+-]+)/gc) {
		return $1;
	}
	die 'not JSON at ' . (pos($$text) // 0) . "\n";
}

sub read_json {
	my ($text) = @_;
	pos($text) = 0;
	return value(\$text);
}

# Keys sorted, those without a value left out, everything a string; one line.
sub normal {
	my ($x) = @_;

	return 'null' unless defined $x;
	return '[' . join(', ', map { normal($_) } @$x) . ']'
		if ref $x eq 'ARRAY';
	return '{' . join(', ', map { "$_: " . normal($x->{$_}) }
		grep { defined $x->{$_} } sort keys %$x) . '}' if ref $x;
	return "\"$x\"";
}
1;
