/** Telling channels: newest value wins, going to zero first, never faster than the channel bears. */
@NullMarked
package dev.perpetual.publisher.push;

import org.jspecify.annotations.NullMarked;
