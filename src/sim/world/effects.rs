//! What comes out of a server, carried out: timers are armed, messages leave, clients hear.

use super::World;
use crate::paper::Bug;
use crate::raft::{Alarm, Fact, Input, Message, Reply, RoleKind, ServerId, Timer};
use crate::sim::{Countdown, Flight, Life, Loss, RequestState, Span, Transit, WhyLost};

impl World {
    /// Gives an input to a server that runs, and carries out what comes of it.
    pub(super) fn feed(&mut self, id: ServerId, input: Input) {
        let Life::Up(server) = &mut self.nodes[id.position()].life else { return };
        server.step(input, &mut self.out);
        self.carry_out(id);
    }

    /// Arms timers, sends messages and hands answers to clients.
    pub(super) fn carry_out(&mut self, id: ServerId) {
        self.set_alarm(id, Timer::Election, self.out.election);
        self.set_alarm(id, Timer::Heartbeat, self.out.heartbeat);
        if !self.out.messages.is_empty() {
            let mut messages = std::mem::take(&mut self.out.messages);
            for (to, message) in messages.drain(..) {
                self.send(id, to, message);
            }
            self.out.messages = messages;
        }
        if !self.out.replies.is_empty() {
            let mut replies = std::mem::take(&mut self.out.replies);
            for reply in replies.drain(..) {
                self.tell_client(reply);
            }
            self.out.replies = replies;
        }
    }

    fn set_alarm(&mut self, id: ServerId, timer: Timer, alarm: Option<Alarm>) {
        let countdown = match alarm {
            None => return,
            Some(Alarm::Disarm) => None,
            // Rules E6, L1 and L9: an election timer runs for a random while, the other always equally long.
            Some(Alarm::Arm) => {
                let length = self.draw(timer);
                let of = self.node(id).server().map_or(RoleKind::Follower, |server| server.role().kind());
                self.out.facts.push(Fact::TimerArmed { timer, of, after_us: length.0 });
                Some(Countdown { due: self.now + length, since: self.now, length, armed_by: self.steps })
            }
        };
        *self.nodes[id.position()].timer_mut(timer) = countdown;
    }

    /// §5.2: each election timeout is drawn again, always from the same range.
    fn draw(&mut self, timer: Timer) -> Span {
        let range = self.setup.timing.election_timeout;
        // Rule E6: two servers hardly ever wait equally long.
        match timer {
            Timer::Heartbeat => self.setup.timing.heartbeat,
            Timer::Election if self.options.has(Bug::FixedTimeouts) => {
                self.out.breaks(Bug::FixedTimeouts);
                range.min
            }
            Timer::Election => self.random.span(range),
        }
    }

    fn send(&mut self, from: ServerId, to: ServerId, message: Message) {
        let link = *self.network.link(from, to);
        let latency = self.random.span(link.quality.latency);
        let doom = if link.cut {
            Some(Loss::Cut)
        } else if self.random.chance(link.quality.loss) {
            Some(Loss::Network)
        } else {
            None
        };
        if doom.is_none() && self.random.chance(link.quality.duplicate) {
            let latency = self.random.span(link.quality.latency);
            self.launch(from, to, message.clone(), latency, None, link.held);
        }
        self.launch(from, to, message, latency, doom, link.held);
    }

    fn launch(
        &mut self,
        from: ServerId,
        to: ServerId,
        message: Message,
        latency: Span,
        doom: Option<Loss>,
        held: bool,
    ) {
        // A loss shows halfway: that is where a cut is drawn.
        let travels = if doom.is_some() { Span(latency.0 / 2) } else { latency };
        let flight = Flight {
            id: self.network.next_id(),
            from,
            to,
            sent: self.now,
            due: self.now + travels,
            cause: self.steps,
            doom,
            place: if held && doom.is_none() { Transit::Held } else { Transit::Travelling },
            message: message.into(),
        };
        self.network.put(flight);
    }

    fn tell_client(&mut self, reply: Reply) {
        let (id, state) = match reply {
            Reply::Accepted { request, index } => (request, RequestState::Pending { index }),
            Reply::Applied { request, index } => {
                (request, RequestState::Answered { index, step: self.steps })
            }
            Reply::Redirected { request, leader } => (request, RequestState::Redirected { leader }),
            Reply::Forgotten { request } => {
                self.lose_request(request.0 as usize, WhyLost::LeaderSteppedDown);
                return;
            }
        };
        if let Some(request) = self.requests.get_mut(id.0 as usize) {
            request.state = state;
        }
    }

    pub(super) fn lose_request(&mut self, position: usize, because: WhyLost) {
        if let Some(request) = self.requests.get_mut(position) {
            let index = if let RequestState::Pending { index } = request.state { Some(index) } else { None };
            request.state = RequestState::Lost { because, index };
        }
    }
}
