//! The world from outside: every action, every refusal, every way in which a message can travel.

mod clients;
mod lab;
mod links;
mod messages;
mod refusals;
mod servers;
mod setups;
mod timers;
