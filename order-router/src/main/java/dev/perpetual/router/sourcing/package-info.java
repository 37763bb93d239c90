/** What sourcing needs and leaves: our own copy of the world, stored decisions, previews and replays. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.sourcing;
