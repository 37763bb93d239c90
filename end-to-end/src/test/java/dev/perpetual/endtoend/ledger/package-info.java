/**
 * Several ledgers on one database under load and faults, and the proof from outside that all they said was right. The check
 * shares no code with the ledger: it knows what was asked, what was answered and when, and what a ledger is.
 */
package dev.perpetual.endtoend.ledger;
