#!/usr/bin/perl
# SPDX-License-Identifier: MIT
#
# The random history of one seed, for "git fast-import".
# usage: generate.pl SEED | git fast-import --done
use strict;
use warnings;

use Cwd qw(abs_path);
use File::Basename qw(dirname);
use lib dirname(abs_path(__FILE__));

use Generate;

die "usage: $0 SEED\n" unless @ARGV == 1 && $ARGV[0] =~ /^\d+$/;
my ($stream) = Generate::history($ARGV[0]);
print $stream;
