# SPDX-License-Identifier: MIT
#
# Completion of "git postmortem" for fish. It is installed twice: fish 3.6
# never reads vendor_completions.d/git-postmortem.fish for a word behind
# "git", so vendor_conf.d has it as well. What there is to offer comes from
# "git postmortem complete".

# Offer the values of a kind: $argv[2] stands before each, $argv[3] is typed.
function __fish_git_postmortem_values
    set -l kind $argv[1]
    set -l before $argv[2]
    set -l typed $argv[3]
    switch "$kind"
        case ''
            return
        case file
            __fish_complete_path $typed | string replace -r '^' -- "$before"
        case '* *'
            string split ' ' -- $kind | string replace -r '^' -- "$before"
        case '*'
            command git postmortem complete $kind $typed 2>/dev/null |
                string replace -r '^' -- "$before"
    end
end

function __fish_git_postmortem
    set -l typed (commandline -ct)
    set -l words (commandline -opc)
    # What stands behind "postmortem".
    set -l at (contains -i -- postmortem $words)
    or return
    set -e words[1..$at]
    # What may stand before the command.
    while string match -q -- '--color=*' $words[1]
        set -e words[1]
    end
    while test "$words[1]" = --color; and set -q words[2]
        set -e words[1..2]
    end

    set -l command
    set -l nested
    if set -q words[1]; and not string match -q -- '-*' $words[1]
        set command $words[1]
        set nested (command git postmortem complete commands $command 2>/dev/null)
        if set -q words[2]; and set -q nested[1]
            and not string match -q -- \t'*' $nested[1]
            set -a command $words[2]
            set nested (command git postmortem complete commands $command 2>/dev/null)
        end
    else
        set nested (command git postmortem complete commands 2>/dev/null)
    end
    set -l options (command git postmortem complete options $command 2>/dev/null)

    # The value of an option: "--owner=al", "--owner al", "-o al".
    set -l option
    set -l before ''
    set -l part $typed
    if string match -q -- '--*=*' $typed
        set option (string split -m 1 = -- $typed)[1]=
        set before $option
        set part (string split -m 1 = -- $typed)[2]
    else if string match -q -- '-*' $typed
        for line in $options
            set -l field (string split \t -- $line)
            string match -q -- '--*' $field[1]
            and printf '%s\t%s\n' $field[1] $field[3]
        end
        return
    else if string match -q -- '--*' "$words[-1]"
        set option $words[-1]=
    else if string match -q -r -- '^-.$' "$words[-1]"
        set option $words[-1]
    end
    if test -n "$option"
        for line in $options
            set -l field (string split \t -- $line)
            if test "$field[1]" = "$option"
                __fish_git_postmortem_values "$field[2]" "$before" "$part"
                return
            end
        end
    end

    if string match -q -- \t'*' "$nested[1]"
        __fish_git_postmortem_values (string sub -s 2 -- $nested[1]) '' "$typed"
    else
        printf '%s\n' $nested
    end
end

complete -c git -n __fish_git_needs_command -f -a postmortem \
    -d 'keep post-mortems and their action items'
complete -c git -n '__fish_git_using_command postmortem' -f \
    -a '(__fish_git_postmortem)'
