/** The channel kind webhook: signed requests to an address that is allowed. */
@NullMarked
package dev.perpetual.publisher.channels.webhook;

import org.jspecify.annotations.NullMarked;
