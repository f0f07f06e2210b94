//! Log replication: the `AppendEntries` RPC, Candidates 3 and Leaders 1–3 (§5.3).

use super::{
    Alarm, AppendEntries, AppendEntriesReply, AppendOutcome, BackUp, Command, Conflict, Entry, Fact, Index,
    LeaderState, Message, MessageKind, Output, Payload, Pending, Progress, Reply, RequestId, Role, Server,
    ServerId, ServerSet, Term,
};
use crate::paper::Bug;

impl Server {
    /// Leaders 1 (§5.2): whoever has won says so at once, with an empty `AppendEntries` to everyone. Figure 2,
    /// *Volatile state on leaders*: next index is the last index + 1, match index 0. If that option is on, a no-op
    /// comes first (§8).
    pub(super) fn become_leader(&mut self, out: &mut Output) {
        let last = self.persistent.log.last_index();
        let mut state = LeaderState::elected(self.configuration, last);
        // Rule L2: it knows of nobody what they hold, and guesses that they hold all.
        if self.has(Bug::MatchNotReset) && self.has_led() {
            self.recall_match(&mut state, out);
        } else {
            out.fact(Fact::LeaderStateInitialised { next: last.next() });
        }
        state.holds_all(self.id, last);
        self.role = Role::Leader(state);
        out.election = Some(Alarm::Disarm);
        out.heartbeat = Some(Alarm::Arm);
        // Rule K2: an entry of its own term, that does nothing.
        if self.options.no_op_on_election {
            let entry = Entry { term: self.term(), payload: Payload::NoOp };
            let index = self.append_own(entry, out);
            out.fact(Fact::NoOpAppended { index, term: entry.term });
        }
        // Rule L1: it says at once that it leads.
        self.send_to_all(out);
        self.advance_commit_index(out);
    }

    /// Leaders 1: an idle leader speaks up again and again, so that nobody starts an election. What was not answered
    /// goes out again, forever (§5.3, §5.5).
    pub(super) fn on_heartbeat_timeout(&mut self, out: &mut Output) {
        match &self.role {
            Role::Follower { .. } => {}
            Role::Candidate(candidate) => self.retry_votes(candidate.silent(self.other_voters()), out),
            Role::Leader(state) => {
                let last = self.persistent.log.last_index();
                // Rule L9: entries that nobody has confirmed go out again.
                let waits = |progress: &Progress| progress.unanswered && progress.next_index <= last;
                for (to, _) in state.everyone().filter(|(_, progress)| waits(progress)) {
                    out.fact(Fact::RequestRetried { to, request: MessageKind::AppendEntries });
                }
                // Rule L1: an idle leader is heard as well, and again and again.
                out.heartbeat = Some(Alarm::Arm);
                self.send_to_all(out);
            }
        }
    }

    /// Leaders 1, and nothing of Leaders 3: all others hear the leader, and what they lack stays due.
    pub(super) fn beat_empty(&mut self, out: &mut Output) {
        if self.leader().is_none() {
            return;
        }
        out.heartbeat = Some(Alarm::Arm);
        let others = self.others();
        for to in others.iter() {
            self.send_entries(to, 0, out);
        }
        if !others.is_empty() {
            out.fact(Fact::HeartbeatSent { to: others });
        }
    }

    /// Leaders 2 (§5.3): a client's command goes into the log; the client is answered once it was applied.
    pub(super) fn append_command(&mut self, request: RequestId, command: Command, out: &mut Output) {
        let term = self.term();
        if self.has(Bug::LeaderOverwrites) {
            self.delete_older(term, out);
        }
        // Rule L3: into its own log, and from there to all others.
        let index = self.append_own(Entry { term, payload: command.into() }, out);
        out.fact(Fact::EntryAppended { index, term, command });
        out.replies.push(Reply::Accepted { request, index });
        if let Role::Leader(state) = &mut self.role {
            state.pending.push_back(Pending { index, request });
        }
        self.send_to_all(out);
        self.advance_commit_index(out);
    }

    fn append_own(&mut self, entry: Entry, out: &mut Output) -> Index {
        let index = self.append(entry, out);
        if let Role::Leader(state) = &mut self.role {
            state.holds_all(self.id, index);
        }
        index
    }

    fn send_to_all(&mut self, out: &mut Output) {
        let mut beats = ServerSet::EMPTY;
        for to in self.others().iter() {
            if self.send_append(to, out) == 0 {
                beats.insert(to);
            }
        }
        // Rule L1: whom nothing else was sent hears the leader all the same.
        if !beats.is_empty() {
            out.fact(Fact::HeartbeatSent { to: beats });
        }
    }

    /// Leaders 3 (§5.3): a follower gets what the log holds from its next index on; if that is nothing, the request
    /// is a heartbeat. Says how many entries went.
    fn send_append(&mut self, to: ServerId, out: &mut Output) -> usize {
        self.send_entries(to, self.options.max_entries, out)
    }

    /// Leaders 3 (§5.3): what the log holds from a follower's next index on, so many entries at most.
    fn send_entries(&mut self, to: ServerId, most: u32, out: &mut Output) -> usize {
        let Role::Leader(state) = &mut self.role else { return 0 };
        let Some(progress) = state.progress_mut(to) else { return 0 };
        let log = &self.persistent.log;
        // The bug `leader-overwrites` can leave next index beyond the end.
        let next = progress.next_index.min(log.last_index().next());
        let prev = next.previous();
        let most = if progress.probing { 0 } else { most };
        // Rule L4: all that the follower may lack, from its next index on.
        let lacking = log.slice(next, most as usize);
        let count = lacking.len();
        // Followers that lack the same entries share them.
        let entries = out.entries_sent(prev, count).unwrap_or_else(|| lacking.copied().collect());
        let last = prev.plus(count);
        progress.send(last);
        if count > 0 {
            out.fact(Fact::AppendSent { to, first: next, last });
        }
        let request = AppendEntries {
            term: self.persistent.current_term,
            leader_id: self.id,
            prev_log_index: prev,
            prev_log_term: log.term_at(prev).unwrap_or(Term::ZERO),
            entries,
            leader_commit: self.volatile.commit_index,
        };
        out.send(to, Message::AppendEntries(request));
        count
    }

    /// The receiver's part of the `AppendEntries` RPC.
    ///
    /// 1. A leader of an older term is refused (§5.1).
    /// 2. So is a request whose previous entry this log does not have, with the same term (§5.3).
    /// 3. An entry that differs in its term from the new one at its index goes, and all behind it go too (§5.3).
    /// 4. Of the new entries, those that are missing are appended.
    /// 5. The commit index follows the leader's, as far as this request reaches.
    pub(super) fn on_append_entries(&mut self, from: ServerId, request: &AppendEntries, out: &mut Output) {
        let ours = self.term();
        // Rule T2: a request of an older term is refused.
        if request.term < ours {
            if self.has(Bug::TimerResetByStale) && self.leader().is_none() {
                out.election = Some(Alarm::Arm);
                out.breaks(Bug::TimerResetByStale);
            }
            if !self.has(Bug::StaleAppendAccepted) || self.leader().is_some() {
                out.fact(Fact::RejectedStaleTerm {
                    sender: from,
                    request: MessageKind::AppendEntries,
                    theirs: request.term,
                    ours,
                });
                self.answer_append(from, request, AppendOutcome::StaleTerm, out);
                return;
            }
            out.breaks(Bug::StaleAppendAccepted);
        } else {
            self.follow(request.leader_id, out);
        }
        if self.leader().is_some() {
            // A second leader of the same term: it cannot exist while Election Safety holds.
            return;
        }
        // Rule R1: refused, or stored and agreed.
        let outcome = if let Some(conflict) = self.mismatch(request, out) {
            let own_term = self.persistent.log.term_at(request.prev_log_index);
            out.fact(Fact::RejectedMismatch {
                leader: from,
                prev_index: request.prev_log_index,
                prev_term: request.prev_log_term,
                own_term,
            });
            AppendOutcome::Mismatch { prev_log_index: request.prev_log_index, conflict }
        } else {
            self.store_entries(request, out);
            let last_new = request.last_index();
            self.learn_commit_index(request.leader_commit, last_new, out);
            let own_last = self.persistent.log.last_index();
            let match_index = if self.has(Bug::AckOwnLength) && own_last != last_new {
                out.breaks(Bug::AckOwnLength);
                own_last
            } else {
                last_new
            };
            AppendOutcome::Success { match_index }
        };
        self.answer_append(from, request, outcome, out);
    }

    /// Candidates 3 (§5.2): `AppendEntries` of its term show a candidate that another has won; it follows. Followers
    /// 2: word of the current leader restarts the election timer.
    fn follow(&mut self, leader: ServerId, out: &mut Output) {
        match &mut self.role {
            Role::Leader(_) => return,
            // Rule E4: another has won this term.
            Role::Candidate(_) => {
                out.fact(Fact::CandidateYielded { term: self.term(), leader });
                self.become_follower(Some(leader), out);
            }
            Role::Follower { leader: known } => *known = Some(leader),
        }
        out.election = Some(Alarm::Arm);
        if self.has(Bug::VoteClearedByAppend) && self.persistent.voted_for.is_some() {
            self.clear_vote(out);
        }
    }

    /// `AppendEntries` 2 (§5.3), the consistency check: what the log has where the leader's previous entry should be,
    /// if it is not that entry.
    fn mismatch(&self, request: &AppendEntries, out: &mut Output) -> Option<Conflict> {
        let log = &self.persistent.log;
        let prev = request.prev_log_index;
        // Rule R1: the entry before the new ones is there, and of the same term, or all of them are refused.
        match log.term_at(prev) {
            Some(own) if own == request.prev_log_term => None,
            Some(_) if self.has(Bug::PrevTermUnchecked) => {
                out.breaks(Bug::PrevTermUnchecked);
                None
            }
            Some(own) => Some(Conflict { term: Some(own), first_index: log.first_of_term_at(prev) }),
            None => Some(Conflict { term: None, first_index: log.last_index().next() }),
        }
    }

    /// `AppendEntries` 3 and 4 (§5.3): delete what conflicts and all that follows, append what is missing.
    fn store_entries(&mut self, request: &AppendEntries, out: &mut Output) {
        let first = request.prev_log_index.next();
        if self.has(Bug::TruncateAlways) {
            self.truncate_always(first, &request.entries, out);
        }
        let mut known = self.count_known(first, &request.entries);
        // Rule R3: what is there already is left alone.
        if known > 0 {
            out.fact(Fact::DuplicateIgnored { first, last: request.prev_log_index.plus(known) });
        }
        if self.has(Bug::OverwriteKeepsTail) {
            known += self.overwrite(first.plus(known), &request.entries[known..], out);
        }
        let (index, missing) = (first.plus(known), &request.entries[known..]);
        if missing.is_empty() {
            return;
        }
        // Rule R2: an entry of another term goes, and all behind it.
        if self.persistent.log.get(index).is_some() {
            self.delete_from(index, missing[0].term, out);
        }
        // Rule R3: what is missing is appended.
        for entry in missing {
            self.append(*entry, out);
        }
        out.fact(Fact::Appended { first: index, last: self.persistent.log.last_index() });
    }

    /// How many of the new entries, which begin at `first`, the log has already: same index, same term.
    fn count_known(&self, first: Index, entries: &[Entry]) -> usize {
        let own = self.persistent.log.slice(first, entries.len());
        own.zip(entries).take_while(|(own, new)| own.term == new.term).count()
    }

    pub(super) fn delete_from(&mut self, first: Index, their_term: Term, out: &mut Output) {
        let log = &self.persistent.log;
        let own_term = log.term_at(first).unwrap_or(Term::ZERO);
        // Rule R2: the entry and all behind it.
        out.fact(Fact::Truncated { first, last: log.last_index(), own_term, their_term });
        self.truncate(first, out);
    }

    fn answer_append(&self, to: ServerId, request: &AppendEntries, outcome: AppendOutcome, out: &mut Output) {
        let reply = AppendEntriesReply { term: self.term(), request_term: request.term, outcome };
        out.send(to, Message::AppendEntriesReply(reply));
    }

    /// A follower's answer: Leaders 3a and 3b (§5.3). One to a request of an older term is ignored.
    pub(super) fn on_append_entries_reply(
        &mut self,
        from: ServerId,
        reply: &AppendEntriesReply,
        out: &mut Output,
    ) {
        let ours = self.term();
        let stale = reply.request_term < ours;
        // Rule T3: an answer to what was asked in an older term is ignored.
        if stale && !self.has(Bug::StaleAppendReplyCounted) {
            out.fact(Fact::StaleReplyDropped {
                sender: from,
                reply: MessageKind::AppendEntriesReply,
                request_term: reply.request_term,
                ours,
            });
            return;
        }
        let Role::Leader(state) = &mut self.role else { return };
        let Some(progress) = state.progress_mut(from) else { return };
        let before = *progress;
        progress.unanswered = false;
        match reply.outcome {
            AppendOutcome::Success { match_index } => self.on_success(from, match_index, out),
            AppendOutcome::Mismatch { prev_log_index, conflict } => {
                self.on_mismatch(from, prev_log_index, conflict, out);
            }
            // A rejection of an older term carries a newer one, which was adopted before.
            AppendOutcome::StaleTerm => {}
        }
        let after = self.leader().and_then(|state| state.progress(from));
        if stale && after != Some(&before) {
            out.breaks(Bug::StaleAppendReplyCounted);
        }
    }

    /// Leaders 3a (§5.3): a success raises the follower's match index and next index.
    fn on_success(&mut self, follower: ServerId, acknowledged: Index, out: &mut Output) {
        let last = self.persistent.log.last_index();
        let said = acknowledged;
        let acknowledged = if self.has(Bug::MatchIsLeadersLog) { last } else { said };
        let Role::Leader(state) = &mut self.role else { return };
        let Some(progress) = state.progress_mut(follower) else { return };
        let before = *progress;
        progress.probing = false;
        // Rule L5: it holds all of the log up to there, and is sent what comes after.
        let advanced = progress.raise_match(acknowledged);
        let more = progress.sent.max(acknowledged) < last;
        let news = before.probing || advanced || acknowledged >= before.next_index;
        // By the rule, what the follower said decides what it is sent next, too.
        let news_said = before.probing || said > before.match_index || said >= before.next_index;
        let sends_by_rule = before.sent.max(said) < last && news_said;
        if acknowledged > said.max(before.match_index) || sends_by_rule != (more && news) {
            out.breaks(Bug::MatchIsLeadersLog);
        }
        // Rule L5: what it holds counts.
        if advanced {
            out.fact(Fact::MatchAdvanced { follower, from: before.match_index, to: acknowledged });
            self.advance_commit_index(out);
        }
        // A repeated answer asks for nothing: on a network that duplicates, each would breed two more.
        if more && news {
            self.send_append(follower, out);
        }
    }

    /// Leaders 3b (§5.3): a rejection because the logs do not meet lowers next index, and the leader tries again.
    fn on_mismatch(&mut self, follower: ServerId, refused: Index, conflict: Conflict, out: &mut Output) {
        let Role::Leader(state) = &self.role else { return };
        // As in `send_append`: next index can be beyond the end only after the bug `leader-overwrites`.
        let from = state.next_index(follower).min(self.persistent.log.last_index().next());
        // A late refusal speaks of a place that next index has left already. One that speaks of match index
        // itself is heeded, as Figure 2 has it: this follower's disk was wiped, and it needs all of the log.
        if refused.next() != from || refused == Index::ZERO {
            return;
        }
        if self.has(Bug::NextNeverLowered) {
            // The same request goes out again when the leader beats next.
            out.breaks(Bug::NextNeverLowered);
            return;
        }
        // Rule L6: further back, to where the logs may meet.
        let to = match self.options.back_up {
            BackUp::OneByOne => refused,
            BackUp::ByTerm => self.next_index_past(conflict).min(refused).max(Index::FIRST),
        };
        let own_term = self.persistent.log.term_at(refused).unwrap_or(Term::ZERO);
        let Role::Leader(state) = &mut self.role else { return };
        let Some(progress) = state.progress_mut(follower) else { return };
        // Rule L6: and never forward again, but by what the follower confirms.
        progress.lower_next(to);
        if self.options.probe_empty {
            progress.probing = true;
        }
        out.fact(Fact::NextBackedUp { follower, from, to, own_term, conflict });
        // Rule L6: and again from there.
        self.send_append(follower, out);
    }

    /// End of §5.3: a follower that names its conflicting term, and where that term begins in its log, lets the leader
    /// skip all conflicting entries of that term at once: all of the term, or what follows its own last entry of it.
    fn next_index_past(&self, conflict: Conflict) -> Index {
        let log = &self.persistent.log;
        let shared = conflict.term.and_then(|term| log.last_of_term(term));
        shared.map_or(conflict.first_index, Index::next)
    }
}
