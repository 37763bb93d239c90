/** What all four services share and no word of the domain: journal, relay, intake, parked messages, auditor, problems, access. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit;
