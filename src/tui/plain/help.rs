//! The help of `--plain`: what can be typed, and no key of the screen.

/// What can be typed.
pub(super) const HELP: &str = "\
Type one command per line.

Time
  step                   one step; step 5 takes five
  next                   until something interesting happens
  run 100ms              let time pass; run until leader exists waits for it
  back, previous         one step back; back to the previous interesting step
  start, end             to the beginning of the run; to the last known step

What there is
  status                 the state of every server
  logs, messages         the logs of all servers; the messages in flight
  why                    what is worth asking now; or a question of your own:
                         who leads, why is S1 not leader, can S2 win
  rules V2               what a rule says; rules lists them

What you can do
  crash S1, restart S1   stop a server, start it; crash leader
  submit x=1             a client sends a command
  timeout S3             S3 starts an election now
  partition S1 S2 | S3 S4 S5, heal
  commands               all commands

Where to go
  new 3 servers seed 2   another cluster
  scenarios, scenario basic agreement
  lessons, lesson 2, review
  branches, compare      the futures of this run
  save FILE, quit";
